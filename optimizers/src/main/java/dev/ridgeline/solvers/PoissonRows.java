package dev.ridgeline.solvers;

import dev.ridgeline.linalg.StableMath;

/**
 * The Poisson loss of many rows at once: value, first and second derivative of a row cost one
 * exponential, or one series where the rate is near the target, and no logarithm.
 */
final class PoissonRows {
  /** Below it the tangent's distance is a series. */
  private static final double NEAR = 0.25;

  private PoissonRows() {}

  /**
   * The sum over rows of share * loss, with its derivatives in the predictions.
   *
   * @param targets at least 0 each
   * @param logs of the targets
   * @param shares one a row
   * @param slopes overwritten
   * @param h overwritten by the second derivatives
   */
  static double computeDerivatives(
      double[] eta, double[] targets, double[] logs, double[] shares, double[] slopes, double[] h) {
    double sum = 0;
    for (int i = 0; i < eta.length; i++) {
      double share = shares[i];
      double target = targets[i];
      if (target == 0) {
        double rate = share * Math.exp(eta[i]);
        sum += rate;
        slopes[i] = rate;
        h[i] = rate;
        continue;
      }
      double d = eta[i] - logs[i];
      double scale = share * target;
      double slope;
      double excess;
      if (Math.abs(d) < NEAR) {
        excess = StableMath.expMinusTangent(d);
        slope = d + excess;
        h[i] = scale * (1 + slope);
      } else {
        double rate = Math.exp(d);
        slope = rate - 1;
        excess = slope - d;
        h[i] = scale * rate;
      }
      sum += scale * excess;
      slopes[i] = scale * slope;
    }
    return sum;
  }
}
