package dev.ridgeline.linalg;

/**
 * Scalar functions in the forms that neither overflow nor cancel; each lives here and only here.
 */
public final class StableMath {
  /** Where e^d - 1 - d is a series. */
  private static final double NEAR_ZERO = 0.25;

  private StableMath() {}

  /**
   * log(1 + e^x), the softplus function.
   *
   * @param x any number
   * @return x for large x, e^x for very negative x, NaN for NaN
   */
  public static double log1pExp(double x) {
    return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
  }

  /**
   * log(1 + e) for e in (-1, 1], several times faster than {@link Math#log1p} and within 4 units in
   * the last place: log(1 + e) times the error that 1 + e has made of e.
   *
   * @param e a number in (-1, 1]
   * @return log(1 + e), NaN for NaN
   */
  public static double log1pOfSmall(double e) {
    double sum = 1 + e;
    double seen = sum - 1;
    return seen == 0 ? e : Math.log(sum) * (e / seen);
  }

  /**
   * The logistic function 1 / (1 + e^-x).
   *
   * @param x any number
   * @return a number in [0, 1], NaN for NaN
   */
  public static double sigmoid(double x) {
    if (x >= 0) {
      return 1 / (1 + Math.exp(-x));
    }
    double e = Math.exp(x);
    return e / (1 + e);
  }

  /**
   * log(sum of e^x_k) over a range, shifted by the largest element.
   *
   * @param x the numbers, not modified
   * @param from first index
   * @param to index after the last; to &gt; from
   * @return the log of the sum; NaN if an element is NaN
   */
  public static double logSumExp(double[] x, int from, int to) {
    double max = x[from];
    for (int i = from + 1; i < to; i++) {
      max = Math.max(max, x[i]);
    }
    if (Double.isInfinite(max) || Double.isNaN(max)) {
      return max;
    }
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += Math.exp(x[i] - max);
    }
    return max + Math.log(sum);
  }

  /**
   * x log y with 0 log 0 = 0.
   *
   * @param x non-negative
   * @param y non-negative
   * @return the product; minus infinity where x &gt; 0 and y = 0
   */
  public static double xLogY(double x, double y) {
    return x == 0 && !Double.isNaN(y) ? 0 : x * Math.log(y);
  }

  /**
   * e^d - 1 - d without cancellation. Below 1/4 the series up to d^13 / 13!, which leaves less than
   * an ulp and takes no exponential; beyond, the difference keeps all but 4 bits.
   *
   * @param d any number
   * @return at least 0; NaN for NaN
   */
  public static double expMinusTangent(double d) {
    if (!(Math.abs(d) < NEAR_ZERO)) {
      return Math.exp(d) - 1 - d;
    }
    double tail = 1 + d * (1.0 / 11) * (1 + d * (1.0 / 12) * (1 + d * (1.0 / 13)));
    tail = 1 + d * (1.0 / 8) * (1 + d * (1.0 / 9) * (1 + d * (1.0 / 10) * tail));
    tail = 1 + d * (1.0 / 5) * (1 + d * (1.0 / 6) * (1 + d * (1.0 / 7) * tail));
    return d * d * 0.5 * (1 + d * (1.0 / 3) * (1 + d * 0.25 * tail));
  }
}
