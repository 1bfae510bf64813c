package dev.ridgeline.plugin;

import com.google.common.collect.BoundType;
import com.google.common.collect.Range;

/** Ranges in interval notation, and defaults within them. */
final class Ranges {
  private Ranges() {}

  /** Refuses a default that its own setting would refuse. */
  static void checkDefault(String name, String text, boolean allowed, String what) {
    if (!allowed) {
      throw new IllegalArgumentException(
          "the default " + text + " of setting '" + name + "' is not allowed: " + what);
    }
  }

  static String text(Range<? extends Comparable<?>> range) {
    String low =
        range.hasLowerBound()
            ? (range.lowerBoundType() == BoundType.OPEN ? "(" : "[") + range.lowerEndpoint()
            : "(-inf";
    String high =
        range.hasUpperBound()
            ? range.upperEndpoint() + (range.upperBoundType() == BoundType.OPEN ? ")" : "]")
            : "inf)";
    return low + ", " + high;
  }
}
