package dev.ridgeline.linalg;

/** Numbers as text, in the one way in which specs, plans and tables write them. */
public final class Decimal {
  private static final double LONGEST_WHOLE = 1e15;

  private Decimal() {}

  /**
   * The shortest text that parses back to the same double; whole numbers without ".0".
   *
   * @param x any number
   * @return such as 100, 0.5, 1.0E-6, NaN
   */
  public static String exact(double x) {
    boolean negativeZero = x == 0 && 1 / x < 0;
    return x == Math.rint(x) && Math.abs(x) < LONGEST_WHOLE && !negativeZero
        ? Long.toString((long) x)
        : Double.toString(x);
  }
}
