package dev.ridgeline.penalty;

/**
 * An interval of float weights, such as that of a {@link BoundedPenalty}. Immutable.
 *
 * @param low the least weight, at most 0; may be minus infinity
 * @param high the largest weight, at least 0; may be infinite
 */
public record FloatBounds(float low, float high) {
  /** All floats. */
  public static final FloatBounds NONE =
      new FloatBounds(Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);

  /**
   * Checks the interval.
   *
   * @param low the least weight, at most 0; may be minus infinity
   * @param high the largest weight, at least 0; may be infinite
   * @throws IllegalArgumentException if 0 is not between them
   */
  public FloatBounds {
    if (!(low <= 0 && high >= 0)) {
      throw new IllegalArgumentException("bounds of weights hold 0, found " + low + " and " + high);
    }
  }

  /**
   * The floats between the bounds of a penalty.
   *
   * @param penalty its own bounds, not those of its base
   * @return from the least to the largest float that is not outside
   */
  public static FloatBounds of(BoundedPenalty penalty) {
    float low = (float) penalty.lower();
    float high = (float) penalty.upper();
    return new FloatBounds(
        low < penalty.lower() ? Math.nextUp(low) : low,
        high > penalty.upper() ? Math.nextDown(high) : high);
  }

  /**
   * Whether every float is inside.
   *
   * @return true for {@link #NONE}
   */
  public boolean isNone() {
    return low == Float.NEGATIVE_INFINITY && high == Float.POSITIVE_INFINITY;
  }

  /**
   * The floats within both.
   *
   * @param other other bounds
   * @return the intersection
   */
  public FloatBounds and(FloatBounds other) {
    return new FloatBounds(Math.max(low, other.low), Math.min(high, other.high));
  }

  /**
   * Takes weights outside to the nearest inside; NaN stays NaN.
   *
   * @param w the storage; the range is modified
   * @param from first index
   * @param to index after the last
   */
  public void cut(float[] w, int from, int to) {
    float least = low;
    float most = high;
    if (least == 0 && most == Float.POSITIVE_INFINITY) {
      for (int i = from; i < to; i++) {
        w[i] = 0.5f * (w[i] + Math.abs(w[i])); // max(w, 0) in fewer instructions
      }
      return;
    }
    for (int i = from; i < to; i++) {
      w[i] = Math.min(Math.max(w[i], least), most);
    }
  }
}
