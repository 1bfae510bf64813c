package dev.ridgeline.doubles;

import dev.ridgeline.linalg.Matrix;
import dev.ridgeline.penalty.SubgradientPenalty;
import dev.ridgeline.penalty.ZeroingPenalty;

/** R(W; s) = s * sum |W_ij|, by soft threshold. */
public record Lasso() implements SubgradientPenalty, ZeroingPenalty {
  @Override
  public double value(double w, double strength) {
    return strength * Math.abs(w);
  }

  @Override
  public double prox(double w, double strength, double step) {
    double t = strength * step;
    return w > t ? w - t : w < -t ? w + t : Double.isNaN(w) ? w : 0;
  }

  @Override
  public double subgradientDistance(double w, double gradient, double strength) {
    return w == 0
        ? Math.max(Math.abs(gradient) - strength, 0)
        : Math.abs(gradient + strength * Math.signum(w));
  }

  @Override
  public double subgradient(double w, double strength) {
    return strength * Math.signum(w);
  }

  @Override
  public double zeroingStrength(Matrix gradient) {
    double largest = 0;
    for (int i = 0; i < gradient.rows(); i++) {
      for (int j = 0; j < gradient.columns(); j++) {
        largest = Math.max(largest, Math.abs(gradient.get(i, j)));
      }
    }
    return largest;
  }

  @Override
  public String toString() {
    return "lasso";
  }
}
