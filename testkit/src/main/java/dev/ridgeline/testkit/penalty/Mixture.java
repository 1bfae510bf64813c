package dev.ridgeline.testkit.penalty;

import dev.ridgeline.linalg.Matrix;
import dev.ridgeline.penalty.SeparablePenalty;
import dev.ridgeline.penalty.ZeroingPenalty;

/** s r sum |W_ij| + (s/2) (1-r) ||W||^2. */
record Mixture(double ratio) implements SeparablePenalty, ZeroingPenalty {
  @Override
  public double value(double w, double s) {
    return s * (ratio * Math.abs(w) + (1 - ratio) / 2 * w * w);
  }

  @Override
  public double prox(double w, double s, double step) {
    double t = s * ratio * step;
    return (w - Math.min(Math.max(w, -t), t)) / (1 + step * s * (1 - ratio));
  }

  @Override
  public double subgradientDistance(double w, double g, double s) {
    return w == 0
        ? Math.max(Math.abs(g) - s * ratio, 0)
        : Math.abs(g + s * ratio * Math.signum(w) + s * (1 - ratio) * w);
  }

  @Override
  public double curvature(double strength) {
    return strength * (1 - ratio);
  }

  @Override
  public double zeroingStrength(Matrix gradient) {
    double g = ReferencePenalties.largest(gradient);
    return g == 0 ? 0 : g / ratio;
  }

  @Override
  public String toString() {
    return "reference-elastic-net(l1-ratio=" + ratio + ")";
  }
}
