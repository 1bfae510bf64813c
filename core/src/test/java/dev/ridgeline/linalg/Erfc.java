package dev.ridgeline.linalg;

/** The complementary error function, by which functions of the normal distribution are judged. */
final class Erfc {
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

  private Erfc() {}

  /**
   * erfc(x) = 1 - erf(x) = 2/sqrt(pi) times the integral of e^(-t^2) from x to infinity, with a
   * relative error below 1e-14, also in the right tail where 1 - erf(x) would round to 0.
   *
   * <p>Rational approximations on three ranges of |x|, e^(-x^2) by a split x so that its error does
   * not grow with x. W. J. Cody, "Rational Chebyshev approximations for the error function", 1969.
   *
   * @param x any number
   * @return a number in [0, 2], 0 above 26.6 where the result would be subnormal, NaN for NaN
   */
  static double of(double x) {
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

  /** A polynomial by Horner's rule, the coefficient of the highest power first. */
  private static double polynomial(double[] coefficients, double x) {
    double sum = coefficients[0];
    for (int k = 1; k < coefficients.length; k++) {
      sum = sum * x + coefficients[k];
    }
    return sum;
  }
}
