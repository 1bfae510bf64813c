package dev.ridgeline.penalties;

import com.google.common.collect.Range;
import dev.ridgeline.linalg.Matrix;
import dev.ridgeline.penalty.L1L2Penalty;
import dev.ridgeline.penalty.Penalty;
import dev.ridgeline.penalty.SubgradientPenalty;
import dev.ridgeline.penalty.ZeroingPenalty;
import dev.ridgeline.plugin.PenaltyProvider;
import dev.ridgeline.plugin.SettingValues;
import dev.ridgeline.plugin.Settings;
import dev.ridgeline.plugin.Spec;

/**
 * The elastic net, R(W; s) = s sum (r |W_ij| + (1 - r)/2 W_ij^2) with s = lambda/m and r the l1
 * ratio: exact zeros like {@link L1}, but correlated features stay together as under {@link L2}.
 *
 * <p>Its prox minimises (1/2)(u - x)^2 + t r |u| + t (1 - r)/2 u^2 with t = step s. Collecting the
 * squares gives (1 + t (1 - r))/2 (u - x / (1 + t (1 - r)))^2 + t r |u|, hence u = soft(x, t r) /
 * (1 + t (1 - r)): threshold first, then shrink. W = 0 is stationary from s = max |G| / r on.
 * Strongly convex with mu = s (1 - r). At r = 1 this is L1; at r = 0 it is L2, applied by its prox.
 *
 * <p>A NaN weight gives NaN. Linear time, no allocation, thread-safe.
 *
 * <p>Zou and Hastie, "Regularization and variable selection via the elastic net", 2005, equation 3
 * (the "naive" elastic net: no rescaling afterwards) and equation 6 for the prox. The mix by one
 * ratio is that of Friedman, Hastie and Tibshirani, "Regularization paths for generalized linear
 * models via coordinate descent", 2010, equation 2.
 *
 * @param l1Ratio r, the share of the l1 part, from 0 to 1
 */
public record ElasticNet(double l1Ratio)
    implements SubgradientPenalty, ZeroingPenalty, L1L2Penalty {
  private static final double DEFAULT_RATIO = 0.5;

  /**
   * Checks the ratio.
   *
   * @param l1Ratio r, the share of the l1 part, from 0 to 1
   * @throws IllegalArgumentException if not from 0 to 1, with its value
   */
  public ElasticNet {
    if (!(l1Ratio >= 0 && l1Ratio <= 1)) {
      throw new IllegalArgumentException("l1-ratio must be in [0, 1], found " + l1Ratio);
    }
  }

  /** An elastic net of two equal parts, l1-ratio 0.5. */
  public ElasticNet() {
    this(DEFAULT_RATIO);
  }

  @Override
  public double value(double w, double strength) {
    return strength * (l1Ratio * Math.abs(w) + (1 - l1Ratio) / 2 * w * w);
  }

  @Override
  public double prox(double w, double strength, double step) {
    double t = strength * step * l1Ratio;
    return (w - Math.min(Math.max(w, -t), t)) / (1 + strength * step * (1 - l1Ratio));
  }

  @Override
  public double subgradient(double w, double strength) {
    return strength * (l1Ratio * Math.signum(w) + (1 - l1Ratio) * w);
  }

  @Override
  public double subgradientDistance(double w, double gradient, double strength) {
    return w == 0
        ? Math.max(Math.abs(gradient) - strength * l1Ratio, 0)
        : Math.abs(gradient + subgradient(w, strength));
  }

  @Override
  public double curvature(double strength) {
    return strength * (1 - l1Ratio);
  }

  @Override
  public double l1(double strength) {
    return strength * l1Ratio;
  }

  @Override
  public double l2(double strength) {
    return strength * (1 - l1Ratio);
  }

  @Override
  public double zeroingStrength(Matrix gradient) {
    double largest = 0;
    for (int i = 0; i < gradient.rows(); i++) {
      for (int j = 0; j < gradient.columns(); j++) {
        largest = Math.max(largest, Math.abs(gradient.get(i, j)));
      }
    }
    return largest == 0 ? 0 : largest / l1Ratio;
  }

  @Override
  public void prox(float[] w, int from, int to, double strength, double step) {
    float t = (float) (strength * step * l1Ratio);
    float shrink = (float) (1 / (1 + strength * step * (1 - l1Ratio)));
    for (int i = from; i < to; i++) {
      w[i] = (w[i] - Math.min(Math.max(w[i], -t), t)) * shrink;
    }
  }

  @Override
  public void prox(float[] w, int from, int to, double strength, float[] steps) {
    float l1 = (float) (strength * l1Ratio);
    float l2 = (float) (strength * (1 - l1Ratio));
    if (from == 0) { // The same index for both arrays: only then does the JIT vectorise the loop.
      for (int i = 0; i < to; i++) {
        float t = l1 * steps[i];
        w[i] = (w[i] - Math.min(Math.max(w[i], -t), t)) / (1 + l2 * steps[i]);
      }
      return;
    }
    for (int i = from; i < to; i++) {
      float t = l1 * steps[i - from];
      w[i] = (w[i] - Math.min(Math.max(w[i], -t), t)) / (1 + l2 * steps[i - from]);
    }
  }

  @Override
  public void addSubgradientTo(float[] w, float[] gradient, int from, int to, double strength) {
    float l1 = (float) (strength * l1Ratio);
    float l2 = (float) (strength * (1 - l1Ratio));
    for (int i = from; i < to; i++) {
      // The sign without a branch, as in L1.
      float big = w[i] * Float.MAX_VALUE * Float.MAX_VALUE;
      gradient[i] += l1 * Math.min(Math.max(big, -1f), 1f) + l2 * w[i];
    }
  }

  @Override
  public String toString() {
    return Spec.of("elastic-net").with("l1-ratio", l1Ratio).toString();
  }

  /** Registers {@code elastic-net}. */
  public static final class Provider implements PenaltyProvider {
    /** For ServiceLoader. */
    public Provider() {}

    @Override
    public String name() {
      return "elastic-net";
    }

    @Override
    public Settings settings() {
      return Settings.none()
          .number(
              "l1-ratio",
              DEFAULT_RATIO,
              Range.closed(0.0, 1.0),
              "share of the l1 part; 1 is l1, 0 is l2");
    }

    @Override
    public Penalty create(SettingValues values) {
      return new ElasticNet(values.number("l1-ratio"));
    }
  }
}
