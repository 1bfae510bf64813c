package dev.ridgeline.testkit.penalty;

import dev.ridgeline.penalty.BoundedPenalty;
import dev.ridgeline.penalty.L1L2Penalty;
import dev.ridgeline.penalty.SeparablePenalty;

/** Bounds, and no cost inside. */
record Within(double lower, double upper) implements BoundedPenalty {
  /** Two factors of 0. */
  private record Free() implements L1L2Penalty {
    @Override
    public double value(double w, double s) {
      return 0 * w;
    }

    @Override
    public double prox(double w, double s, double step) {
      return w;
    }

    @Override
    public double subgradientDistance(double w, double g, double s) {
      return Math.abs(g) + 0 * w;
    }

    @Override
    public double l1(double s) {
      return 0;
    }

    @Override
    public double l2(double s) {
      return 0;
    }
  }

  @Override
  public SeparablePenalty base() {
    return new Free();
  }

  @Override
  public String toString() {
    return "reference-bounds(" + lower + ", " + upper + ")";
  }
}
