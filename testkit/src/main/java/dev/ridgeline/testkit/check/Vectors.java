package dev.ridgeline.testkit.check;

/** Arithmetic on arrays of one length; arguments are not modified. */
public final class Vectors {
  private Vectors() {}

  /**
   * Inner product.
   *
   * @param x any numbers
   * @param y as many
   * @return sum of x_i y_i
   */
  public static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }

  /**
   * Sum of the magnitudes of an inner product's terms: the scale of its rounding error.
   *
   * @param x any numbers
   * @param y as many
   * @return sum of |x_i y_i|
   */
  public static double absDot(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += Math.abs(x[i] * y[i]);
    }
    return sum;
  }

  /**
   * Euclidean norm.
   *
   * @param x any numbers
   * @return sqrt(sum of squares)
   */
  public static double norm(double[] x) {
    return Math.sqrt(dot(x, x));
  }

  /**
   * Largest magnitude.
   *
   * @param x any numbers
   * @return max |x_i|; NaN if one is NaN
   */
  public static double maxAbs(double[] x) {
    double max = 0;
    for (double v : x) {
      max = Math.max(max, Math.abs(v));
    }
    return max;
  }

  /**
   * Linear combination.
   *
   * @param a factor of x
   * @param x any numbers
   * @param b factor of y
   * @param y as many
   * @return a x + b y, a new array
   */
  public static double[] combine(double a, double[] x, double b, double[] y) {
    double[] out = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      out[i] = a * x[i] + b * y[i];
    }
    return out;
  }
}
