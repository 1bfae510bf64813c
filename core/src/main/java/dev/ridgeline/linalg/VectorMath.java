package dev.ridgeline.linalg;

/**
 * Functions of many numbers at once, several times as fast as calls of {@link Math} one by one and
 * accurate enough for single precision: arithmetic without branches, tables or bits of numbers, in
 * short loops over arrays at the same index, which the JIT compiles to vector instructions.
 *
 * <p>Arguments are made double by {@link #widen}, results float by {@link #narrow}. Relative errors
 * are below {@value #ERROR}, so that a result rounded to float is within 0.51 units in the last
 * place. Lengths of a few hundred keep the arrays in the nearest cache. NaN gives NaN.
 *
 * <p>Exponentials by scaling and squaring: Moler and Van Loan, "Nineteen dubious ways to compute
 * the exponential of a matrix, twenty-five years later", 2003, method 3. Quotients of polynomials
 * in the manner of Cody and Waite, "Software manual for the elementary functions", 1980, with
 * coefficients of our own: the minimax quotients of their degrees, by least squares with Lawson's
 * weights (Lawson, "Contributions to the theory of linear least maximum approximation", 1961).
 */
public final class VectorMath {
  /** The largest relative error of a result before it is rounded. */
  public static final double ERROR = 1e-9;

  // e^-104 rounds to 0 in single precision.
  private static final double MOST_EXPONENT = 104;
  // tanh(10) rounds to 1 in single precision.
  private static final double MOST_TANH = 10;
  // The tail beyond 15, times 15, rounds to 0 in single precision.
  private static final double MOST_NORMAL = 15;
  private static final double DENSITY_AT_0 = 1 / Math.sqrt(2 * Math.PI);
  private static final double HUGE = 1e300;

  private VectorMath() {}

  /**
   * Copies floats to doubles.
   *
   * @param x not modified
   * @param at first cell in x
   * @param t overwritten from its first cell on
   * @param n number of cells
   */
  public static void widen(float[] x, int at, double[] t, int n) {
    for (int i = 0; i < n; i++) {
      t[i] = x[at + i];
    }
  }

  /**
   * Rounds doubles to floats, with 0 for -0, such as a negative number that is too small.
   *
   * @param t not modified
   * @param y overwritten
   * @param at first cell in y
   * @param n number of cells
   */
  public static void narrow(double[] t, float[] y, int at, int n) {
    for (int i = 0; i < n; i++) {
      y[at + i] = (float) t[i] + 0f;
    }
  }

  /**
   * Hyperbolic tangents.
   *
   * @param t overwritten by tanh(t), 1 or -1 beyond +/- 10
   * @param n number of cells
   */
  public static void tanh(double[] t, int n) {
    for (int i = 0; i < n; i++) {
      t[i] = Math.max(-MOST_TANH, Math.min(t[i], MOST_TANH));
    }
    for (int i = 0; i < n; i++) {
      double x = t[i];
      double s = x * x;
      double top = 3.247614708444253e-11 * s + 1.041324102709472e-7;
      top = (top * s + 4.102593249156774e-5) * s + 0.004377169800257434;
      top = (top * s + 0.1406253031923816) * s + 0.9999999998668446;
      double bottom = 2.6934729134016146e-9 * s + 2.4887358264590865e-6;
      bottom = (bottom * s + 4.914769572066439e-4) * s + 0.029030050502119136;
      bottom = (bottom * s + 0.47395863516437403) * s + 1;
      t[i] = x * top / bottom;
    }
  }

  /**
   * Logistic functions 1 / (1 + e^-t).
   *
   * @param t overwritten by them
   * @param n number of cells
   */
  public static void logistic(double[] t, int n) {
    for (int i = 0; i < n; i++) {
      t[i] = Math.max(-MOST_EXPONENT, Math.min(-t[i], MOST_EXPONENT));
    }
    exp(t, n);
    for (int i = 0; i < n; i++) {
      t[i] = 1 / (1 + t[i]);
    }
  }

  /**
   * e^t by the Taylor polynomial of t / 1024, squared ten times.
   *
   * @param t within +/- 113, overwritten by e^t
   * @param n number of cells
   */
  public static void exp(double[] t, int n) {
    for (int i = 0; i < n; i++) {
      double r = t[i] * 0x1p-10;
      double p = (r * (1 / 5040.0) + 1 / 720.0) * r + 1 / 120.0;
      p = ((p * r + 1 / 24.0) * r + 1 / 6.0) * r + 0.5;
      t[i] = (p * r + 1) * r + 1;
    }
    for (int i = 0; i < n; i++) {
      double p = t[i];
      p *= p;
      p *= p;
      p *= p;
      p *= p;
      p *= p;
      p *= p;
      p *= p;
      p *= p;
      p *= p;
      t[i] = p * p;
    }
  }

  /**
   * x P(x) with P the distribution function of the standard normal distribution: max(x, 0) - |x|
   * P(-|x|), so that the left tail does not cancel.
   *
   * @param x overwritten by x P(x)
   * @param size overwritten
   * @param bell overwritten
   * @param n number of cells of each
   */
  public static void timesNormal(double[] x, double[] size, double[] bell, int n) {
    sizeAndBell(x, size, bell, n);
    for (int i = 0; i < n; i++) {
      x[i] = Math.max(x[i], 0);
    }
    for (int i = 0; i < n; i++) {
      x[i] -= size[i] * (bell[i] * tail(size[i]));
    }
  }

  /**
   * The derivative of x P(x), P(x) + x p(x) with p the density of the standard normal distribution.
   *
   * @param x overwritten by the derivative
   * @param size overwritten
   * @param bell overwritten
   * @param n number of cells of each
   */
  public static void timesNormalSlope(double[] x, double[] size, double[] bell, int n) {
    sizeAndBell(x, size, bell, n);
    for (int i = 0; i < n; i++) {
      // 1 for positive x, else 0.
      x[i] = Math.min(Math.max(x[i] * HUGE, 0), 1);
    }
    for (int i = 0; i < n; i++) {
      double left = bell[i] * (tail(size[i]) - DENSITY_AT_0 * size[i]);
      x[i] += (1 - 2 * x[i]) * left;
    }
  }

  /** |x|, at most 15, and e^(-x^2 / 2). */
  private static void sizeAndBell(double[] x, double[] size, double[] bell, int n) {
    for (int i = 0; i < n; i++) {
      size[i] = Math.min(Math.abs(x[i]), MOST_NORMAL);
    }
    for (int i = 0; i < n; i++) {
      bell[i] = -0.5 * size[i] * size[i];
    }
    exp(bell, n);
  }

  /** P(-z) e^(z^2 / 2) for z from 0 to 15. */
  private static double tail(double z) {
    double top = 0.0008972803677694568 * z + 0.011717330188818365;
    top = (top * z + 0.07163612607379025) * z + 0.25134314841118355;
    top = (top * z + 0.5084012813857557) * z + 0.49999999995520744;
    double bottom = 0.00224915092938244 * z + 0.029370814574739765;
    bottom = (bottom * z + 0.18181963890160088) * z + 0.6592985873754846;
    bottom = (bottom * z + 1.4505972595830476) * z + 1.8146871150294641;
    return top / (bottom * z + 1);
  }
}
