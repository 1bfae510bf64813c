package dev.ridgeline.testkit.penalty;

import dev.ridgeline.linalg.Matrix;
import dev.ridgeline.penalty.SeparablePenalty;
import dev.ridgeline.penalty.ZeroingPenalty;

/**
 * The minimax concave penalty: s|w| - w^2/(2 gamma) up to |w| = gamma s, constant beyond. Zhang,
 * "Nearly unbiased variable selection under minimax concave penalty", 2010, eq. 2.1.
 */
record SampleMcp(double gamma) implements SeparablePenalty, ZeroingPenalty {
  @Override
  public double value(double w, double s) {
    double a = Math.abs(w);
    return a > gamma * s ? gamma * s * s / 2 : a * (s - a / (2 * gamma));
  }

  @Override
  public double prox(double w, double s, double step) {
    if (Math.abs(w) > gamma * s || s == 0) {
      return w;
    }
    return (w - Math.min(Math.max(w, -s * step), s * step)) / (1 - step / gamma);
  }

  @Override
  public double subgradientDistance(double w, double g, double s) {
    if (w == 0 && s > 0) {
      return Math.max(Math.abs(g) - s, 0);
    }
    double slope = Math.abs(w) > gamma * s ? 0 : s * Math.signum(w) - w / gamma;
    return Math.abs(g + slope);
  }

  @Override
  public double curvature(double s) {
    return s == 0 ? 0 : -1 / gamma;
  }

  @Override
  public double zeroingStrength(Matrix gradient) {
    double max = 0;
    for (int i = 0; i < gradient.rows(); i++) {
      for (int j = 0; j < gradient.columns(); j++) {
        max = Math.max(max, Math.abs(gradient.get(i, j)));
      }
    }
    return max;
  }

  @Override
  public String toString() {
    return "sample-mcp(gamma=" + gamma + ")";
  }
}
