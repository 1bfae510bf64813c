package dev.ridgeline.testkit.check;

/** The tolerances of the kit, each with its reason. */
public final class Tolerance {
  /**
   * Identities in double, relative: a few thousand roundings of 1e-16, with room for a cancellation
   * of four digits.
   */
  public static final double IDENTITY = 1e-10;

  /**
   * Gradients against fourth-order central differences, times 1 + |g|: the differences are good to
   * about eps^(4/5) = 3e-13 of the function's scale.
   */
  public static final double GRADIENT = 1e-6;

  /**
   * Single precision storage, relative: one rounding is 6e-8, and a kernel may do a dozen of them a
   * cell.
   */
  public static final double FLOAT = 1e-6;

  private Tolerance() {}
}
