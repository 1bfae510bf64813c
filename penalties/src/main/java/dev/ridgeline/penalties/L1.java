package dev.ridgeline.penalties;

import dev.ridgeline.linalg.Matrix;
import dev.ridgeline.penalty.L1L2Penalty;
import dev.ridgeline.penalty.NormPenalty;
import dev.ridgeline.penalty.Penalty;
import dev.ridgeline.penalty.SubgradientPenalty;
import dev.ridgeline.plugin.PenaltyProvider;
import dev.ridgeline.plugin.SettingValues;
import dev.ridgeline.plugin.Spec;

/**
 * The lasso penalty, R(W; s) = s sum |W_ij| with s = lambda/m: makes weights exactly zero.
 *
 * <p>Its prox with t = step s is the soft threshold: 0 is the minimiser of (1/2)(u - x)^2 + t |u|
 * where x is in the subdifferential [-t, t] of t |u| at 0, and beyond that u - x + t sign(u) = 0
 * gives u = x - t sign(x). Both cases are x - min(max(x, -t), t), which has no branch and keeps
 * NaN. The dual norm is the largest absolute value, so all weights are zero from s = max |G| on.
 * Convex, not smooth at 0, where the subgradient chosen is 0.
 *
 * <p>A NaN weight gives NaN, an infinite one stays infinite. Linear time, no allocation,
 * thread-safe.
 *
 * <p>Tibshirani, "Regression shrinkage and selection via the lasso", 1996, equation 3 for
 * orthonormal features is the soft threshold.
 */
public record L1() implements SubgradientPenalty, NormPenalty, L1L2Penalty {
  @Override
  public double value(double w, double strength) {
    return strength * Math.abs(w);
  }

  @Override
  public double prox(double w, double strength, double step) {
    double t = strength * step;
    return w - Math.min(Math.max(w, -t), t);
  }

  @Override
  public double subgradient(double w, double strength) {
    return strength * Math.signum(w);
  }

  @Override
  public double subgradientDistance(double w, double gradient, double strength) {
    return w == 0
        ? Math.max(Math.abs(gradient) - strength, 0)
        : Math.abs(gradient + strength * Math.signum(w));
  }

  @Override
  public double l1(double strength) {
    return strength;
  }

  @Override
  public double l2(double strength) {
    return 0;
  }

  @Override
  public double dualNorm(Matrix gradient) {
    double largest = 0;
    for (int i = 0; i < gradient.rows(); i++) {
      for (int j = 0; j < gradient.columns(); j++) {
        largest = Math.max(largest, Math.abs(gradient.get(i, j)));
      }
    }
    return largest;
  }

  @Override
  public double value(float[] w, int from, int to, double strength) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += Math.abs(w[i]);
    }
    return strength * sum;
  }

  @Override
  public double value(double[] w, int from, int to, double strength) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += Math.abs(w[i]);
    }
    return strength * sum;
  }

  @Override
  public void prox(float[] w, int from, int to, double strength, double step) {
    float t = (float) (strength * step);
    for (int i = from; i < to; i++) {
      w[i] -= Math.min(Math.max(w[i], -t), t);
    }
  }

  @Override
  public void prox(float[] w, int from, int to, double strength, float[] steps) {
    float s = (float) strength;
    if (from == 0) { // The same index for both arrays: only then does the JIT vectorise the loop.
      for (int i = 0; i < to; i++) {
        float t = s * steps[i];
        w[i] -= Math.min(Math.max(w[i], -t), t);
      }
      return;
    }
    for (int i = from; i < to; i++) {
      float t = s * steps[i - from];
      w[i] -= Math.min(Math.max(w[i], -t), t);
    }
  }

  @Override
  public void addSubgradientTo(float[] w, float[] gradient, int from, int to, double strength) {
    float s = (float) strength;
    for (int i = from; i < to; i++) {
      // The sign without a branch: a number of either sign times the largest float twice is at
      // least
      // 1 in size.
      float big = w[i] * Float.MAX_VALUE * Float.MAX_VALUE;
      gradient[i] += s * Math.min(Math.max(big, -1f), 1f);
    }
  }

  @Override
  public String toString() {
    return Spec.of("l1").toString();
  }

  /** Registers {@code l1}. */
  public static final class Provider implements PenaltyProvider {
    /** For ServiceLoader. */
    public Provider() {}

    @Override
    public String name() {
      return "l1";
    }

    @Override
    public Penalty create(SettingValues values) {
      return new L1();
    }
  }
}
