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
