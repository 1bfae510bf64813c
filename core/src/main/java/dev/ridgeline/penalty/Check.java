package dev.ridgeline.penalty;

/** Argument checks that every penalty shares; for authors who override the bulk methods. */
public final class Check {
  private Check() {}

  /**
   * Refuses a strength that is negative, NaN or infinite.
   *
   * @param strength lambda / m
   * @throws IllegalArgumentException with the value
   */
  public static void strength(double strength) {
    if (!(strength >= 0 && strength < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "penalty strength (lambda / m) must be finite and at least 0, found " + strength);
    }
  }

  /**
   * Refuses bounds that do not hold 0 between them, and a base that cannot have any.
   *
   * @param lower the least weight
   * @param upper the largest weight
   * @param base what weights inside the bounds cost
   * @throws IllegalArgumentException unless lower &lt;= 0 &lt;= upper and lower &lt; upper, or if
   *     the base is not convex, saying what was found
   */
  public static void bounds(double lower, double upper, SeparablePenalty base) {
    if (!(lower <= 0 && upper >= 0 && lower < upper)) {
      throw new IllegalArgumentException(
          "bounds must hold 0 between them, lower <= 0 <= upper and lower < upper; found lower "
              + lower
              + " and upper "
              + upper);
    }
    if (!base.isConvex(1)) {
      throw new IllegalArgumentException(
          base
              + " is not convex, so cutting its prox to bounds would not minimise: use a convex"
              + " base, such as l1 or l2");
    }
  }

  /**
   * Refuses a step that is negative, NaN or infinite.
   *
   * @param step the step of a prox
   * @throws IllegalArgumentException with the value
   */
  public static void step(double step) {
    if (!(step >= 0 && step < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("prox step must be finite and at least 0, found " + step);
    }
  }
}
