package dev.ridgeline.testkit.penalty;

import dev.ridgeline.linalg.Matrix;
import dev.ridgeline.penalty.Check;
import dev.ridgeline.penalty.NormPenalty;

/** s ||W||_F, by its prox on the whole matrix. */
record WholeNorm() implements NormPenalty {
  @Override
  public double value(Matrix w, double strength) {
    Check.strength(strength);
    return strength * w.frobeniusNorm();
  }

  @Override
  public double prox(Matrix w, double strength, double step) {
    Check.strength(strength);
    Check.step(step);
    if (strength > 0 && step > 0) {
      double norm = w.frobeniusNorm();
      double factor = norm <= strength * step ? 0 : 1 - strength * step / norm;
      for (int i = 0; i < w.rows(); i++) {
        for (int j = 0; j < w.columns(); j++) {
          w.set(i, j, factor * w.get(i, j));
        }
      }
    }
    return value(w, strength);
  }

  @Override
  public double dualNorm(Matrix gradient) {
    return gradient.frobeniusNorm();
  }

  @Override
  public String toString() {
    return "reference-whole-norm";
  }
}
