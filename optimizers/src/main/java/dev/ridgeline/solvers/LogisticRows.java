package dev.ridgeline.solvers;

import dev.ridgeline.linalg.StableMath;

/**
 * The logistic loss of many rows at once: value, first and second derivative of a row cost one
 * exponential, and rows of equal weight share their logarithms, log(1 + e) + log(1 + f) = log((1 +
 * e)(1 + f)).
 */
final class LogisticRows {
  /** As many factors of at most 2 stay far below the largest double. */
  private static final int FACTORS = 512;

  /** Below it the series of log(1 + e) to the fourth power is exact to rounding. */
  private static final double TINY = 1e-4;

  private LogisticRows() {}

  /**
   * The sum over rows of share * loss, with its derivatives in the predictions.
   *
   * @param targets 0 or 1 a row
   * @param shares one a row
   * @param isEven whether all shares are the same
   * @param slopes overwritten
   * @param h overwritten by the second derivatives
   */
  static double computeDerivatives(
      double[] eta,
      double[] targets,
      double[] shares,
      boolean isEven,
      double[] slopes,
      double[] h) {
    double sum = 0;
    for (int from = 0; from < eta.length; from += FACTORS) {
      int to = Math.min(eta.length, from + FACTORS);
      double even = 0;
      double product = 1;
      for (int i = from; i < to; i++) {
        double right = targets[i] == 1 ? eta[i] : -eta[i];
        double e = Math.exp(-Math.abs(right));
        double share = shares[i];
        double q = 1 / (1 + e);
        double wrong = right > 0 ? e * q : q;
        slopes[i] = targets[i] == 1 ? -share * wrong : share * wrong;
        h[i] = share * e * q * q;
        if (!isEven) {
          sum += share * (StableMath.log1pOfSmall(e) - Math.min(0, right));
          continue;
        }
        even -= Math.min(0, right);
        if (e < TINY) {
          even += e * (1 - e * (1.0 / 2 - e * (1.0 / 3 - e * (1.0 / 4))));
        } else {
          product *= 1 + e;
        }
      }
      sum += isEven ? shares[from] * (even + Math.log(product)) : 0;
    }
    return sum;
  }
}
