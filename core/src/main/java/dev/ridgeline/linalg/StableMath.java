package dev.ridgeline.linalg;

/**
 * Scalar functions in the forms that neither overflow nor cancel; each lives here and only here.
 */
public final class StableMath {
  /** Where e^d - 1 - d is a series. */
  private static final double NEAR_ZERO = 0.25;

  private static final double[] ERF_TOP = {
    1.85777706184603153e-1,
    3.16112374387056560,
    1.13864154151050156e2,
    3.77485237685302021e2,
    3.20937758913846947e3
  };
  private static final double[] ERF_BOTTOM = {
    1, 2.36012909523441209e1, 2.44024637934444173e2, 1.28261652607737228e3, 2.84423683343917062e3
  };
  private static final double[] NEAR_TOP = {
    2.15311535474403846e-8, 5.64188496988670089e-1, 8.88314979438837594, 6.61191906371416295e1,
    2.98635138197400131e2, 8.81952221241769090e2, 1.71204761263407058e3, 2.05107837782607147e3,
    1.23033935479799725e3
  };
  private static final double[] NEAR_BOTTOM = {
    1,
    1.57449261107098347e1,
    1.17693950891312499e2,
    5.37181101862009858e2,
    1.62138957456669019e3,
    3.29079923573345963e3,
    4.36261909014324716e3,
    3.43936767414372164e3,
    1.23033935480374942e3
  };
  private static final double[] FAR_TOP = {
    1.63153871373020978e-2,
    3.05326634961232344e-1,
    3.60344899949804439e-1,
    1.25781726111229246e-1,
    1.60837851487422766e-2,
    6.58749161529837803e-4
  };
  private static final double[] FAR_BOTTOM = {
    1,
    2.56852019228982242,
    1.87295284992346725,
    5.27905102951428412e-1,
    6.05183413124413191e-2,
    2.33520497626869185e-3
  };
  private static final double ONE_OVER_ROOT_PI = 0.56418958354775628695;

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
   * The complementary error function erfc(x) = 1 - erf(x) = 2/sqrt(pi) times the integral of
   * e^(-t^2) from x to infinity, with a relative error below 1e-14, also in the right tail where 1
   * - erf(x) would round to 0.
   *
   * <p>Rational approximations on three ranges of |x|, e^(-x^2) by a split x so that its error does
   * not grow with x. W. J. Cody, "Rational Chebyshev approximations for the error function", 1969.
   *
   * @param x any number
   * @return a number in [0, 2], 0 above 26.6 where the result would be subnormal, NaN for NaN
   */
  public static double erfc(double x) {
    double size = Math.abs(x);
    double square = x * x;
    if (size <= 0.46875) {
      return 1 - x * polynomial(ERF_TOP, square) / polynomial(ERF_BOTTOM, square);
    }
    double tail;
    if (size <= 4) {
      tail = polynomial(NEAR_TOP, size) / polynomial(NEAR_BOTTOM, size);
    } else if (size <= 26.6) {
      double inverse = 1 / square;
      double rest = inverse * polynomial(FAR_TOP, inverse) / polynomial(FAR_BOTTOM, inverse);
      tail = (ONE_OVER_ROOT_PI - rest) / size;
    } else {
      return x > 0 ? 0 : x < 0 ? 2 : x;
    }
    // The sixteenths of x have an exact square; what is left of x^2 is small.
    double coarse = Math.rint(size * 16) / 16;
    tail *= Math.exp(-coarse * coarse) * Math.exp(-(size - coarse) * (size + coarse));
    return x > 0 ? tail : 2 - tail;
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

  /** A polynomial by Horner's rule, the coefficient of the highest power first. */
  private static double polynomial(double[] coefficients, double x) {
    double sum = coefficients[0];
    for (int k = 1; k < coefficients.length; k++) {
      sum = sum * x + coefficients[k];
    }
    return sum;
  }
}
