package dev.ridgeline.plugin;

import com.google.common.collect.BoundType;
import com.google.common.collect.Range;

/** Ranges in interval notation. */
final class Ranges {
  private Ranges() {}

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
