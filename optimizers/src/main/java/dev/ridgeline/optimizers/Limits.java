package dev.ridgeline.optimizers;

import com.google.common.collect.Range;

/** A number that several optimizers have as a setting, with the values allowed. */
enum Limits {
  /** A learning rate. */
  RATE(Range.open(0.0, Double.POSITIVE_INFINITY), "positive and finite"),
  /** A factor by which the past is forgotten from step to step. */
  MEMORY(Range.closedOpen(0.0, 1.0), "at least 0 and below 1"),
  /** What keeps a division finite; smaller numbers would vanish in float. */
  EPSILON(Range.closedOpen(1e-30, Double.POSITIVE_INFINITY), "at least 1e-30 and finite");

  private final Range<Double> range;
  private final String words;

  Limits(Range<Double> range, String words) {
    this.range = range;
    this.words = words;
  }

  Range<Double> range() {
    return range;
  }

  /** Refuses a value that is not allowed, naming the setting and the value. */
  void check(String setting, double value) {
    if (Double.isNaN(value) || !range.contains(value)) {
      throw new IllegalArgumentException(setting + " must be " + words + ", found " + value);
    }
  }
}
