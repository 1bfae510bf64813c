package dev.ridgeline.testkit.penalty;

import dev.ridgeline.penalty.SeparablePenalty;

/** s times the number of cells that are not zero: neither convex nor weakly convex. */
record SampleCount() implements SeparablePenalty {
  @Override
  public double value(double w, double s) {
    return Double.isNaN(w) ? w : w == 0 ? 0 : s;
  }

  @Override
  public double prox(double w, double s, double step) {
    return w * w <= 2 * s * step ? 0 * w : w;
  }

  @Override
  public double subgradientDistance(double w, double g, double s) {
    // At 0 every number is a subgradient; elsewhere only 0 is.
    return w == 0 && !Double.isNaN(g) && s > 0 ? 0 : Math.abs(g) + 0 * w;
  }

  @Override
  public double curvature(double s) {
    return s == 0 ? 0 : Double.NEGATIVE_INFINITY;
  }

  @Override
  public String toString() {
    return "sample-count";
  }
}
