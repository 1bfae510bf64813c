package dev.ridgeline.schedules;

import com.google.common.collect.Range;

/** Argument checks of the schedules. */
final class Shares {
  private Shares() {}

  /** Refuses a setting outside its range, with both. */
  static void check(String setting, double value, Range<Double> range) {
    if (Double.isNaN(value) || !range.contains(value)) {
      throw new IllegalArgumentException(
          setting + " must be in " + range.toString().replace("..", ", ") + ", found " + value);
    }
  }

  /** Refuses a step that is not in the run. */
  static void checkStep(long step, long totalSteps) {
    if (step < 1 || step > totalSteps) {
      throw new IllegalArgumentException(
          "step must be from 1 to the length of the run, found step " + step + " of " + totalSteps);
    }
  }
}
