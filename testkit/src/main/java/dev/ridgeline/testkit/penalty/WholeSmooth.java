package dev.ridgeline.testkit.penalty;

import dev.ridgeline.linalg.Matrix;
import dev.ridgeline.penalty.Check;
import dev.ridgeline.penalty.SmoothPenalty;

/** s (sqrt(1 + ||W||_F^2) - 1), by its gradient on the whole matrix. */
record WholeSmooth() implements SmoothPenalty {
  @Override
  public double value(Matrix w, double strength) {
    Check.strength(strength);
    double norm = w.frobeniusNorm();
    // ||W||^2 / (sqrt(1 + ||W||^2) + 1) is sqrt(...) - 1 without the cancellation.
    return strength * norm * norm / (Math.sqrt(1 + norm * norm) + 1);
  }

  @Override
  public void addGradientTo(Matrix w, double strength, Matrix gradient) {
    Check.strength(strength);
    if (w.rows() != gradient.rows() || w.columns() != gradient.columns()) {
      throw new IllegalArgumentException(
          "weights are "
              + w.rows()
              + " x "
              + w.columns()
              + ", their gradient is "
              + gradient.rows()
              + " x "
              + gradient.columns());
    }
    double norm = w.frobeniusNorm();
    double factor = strength / Math.sqrt(1 + norm * norm);
    for (int i = 0; i < w.rows(); i++) {
      for (int j = 0; j < w.columns(); j++) {
        gradient.set(i, j, gradient.get(i, j) + factor * w.get(i, j));
      }
    }
  }

  @Override
  public double lipschitz(double strength) {
    return strength;
  }

  @Override
  public String toString() {
    return "reference-whole-smooth";
  }
}
