package dev.ridgeline.testkit.check;

import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * Derivatives by fourth-order central differences, which know nothing of the subject's formulas.
 */
public final class Numeric {
  private Numeric() {}

  /**
   * The derivative of a function along a direction, where it is smooth enough to say.
   *
   * @param f the function, not to modify its argument
   * @param x the point
   * @param direction the direction, not normalised
   * @param h the step; 1e-3 of the scale on which f changes
   * @param tolerance the accuracy asked for, times 1 + |derivative|
   * @return empty if the estimates of h, h/2 and h/4 differ by more than a quarter of the
   *     tolerance, as they do next to a kink
   */
  public static OptionalDouble slope(
      ToDoubleFunction<double[]> f, double[] x, double[] direction, double h, double tolerance) {
    double coarse = fourthOrder(f, x, direction, h);
    double fine = fourthOrder(f, x, direction, h / 2);
    double finest = fourthOrder(f, x, direction, h / 4);
    double allowed = tolerance / 4 * (1 + Math.abs(fine));
    // Beside a kink two estimates may agree by chance, three hardly.
    boolean agree = Math.abs(coarse - fine) <= allowed && Math.abs(fine - finest) <= allowed;
    return agree ? OptionalDouble.of(fine) : OptionalDouble.empty();
  }

  private static double fourthOrder(
      ToDoubleFunction<double[]> f, double[] x, double[] d, double h) {
    double near =
        f.applyAsDouble(Vectors.combine(1, x, h, d))
            - f.applyAsDouble(Vectors.combine(1, x, -h, d));
    double far =
        f.applyAsDouble(Vectors.combine(1, x, 2 * h, d))
            - f.applyAsDouble(Vectors.combine(1, x, -2 * h, d));
    return (8 * near - far) / (12 * h);
  }
}
