package dev.ridgeline.solvers;

import com.google.common.collect.Range;
import dev.ridgeline.plugin.Settings;

/** Settings that all solvers share. */
final class SolverSettings {
  private static final int MOST_THREADS = 1024;

  private SolverSettings() {}

  static void check(double tolerance, int limit, String limitName) {
    if (!(tolerance > 0 && tolerance < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "tolerance must be finite and positive, found " + tolerance);
    }
    if (limit < 1) {
      throw new IllegalArgumentException(limitName + " must be at least 1, found " + limit);
    }
  }

  static void checkThreads(int threads) {
    if (threads < 1 || threads > MOST_THREADS) {
      throw new IllegalArgumentException(
          "threads must be from 1 to " + MOST_THREADS + ", found " + threads);
    }
  }

  static Settings withThreads(Settings settings) {
    return settings.whole(
        "threads",
        1,
        Range.closed(1, MOST_THREADS),
        "threads that share the passes over the features; the result has the same bits for any");
  }

  static Settings tolerance() {
    return Settings.none()
        .number(
            "tolerance",
            1e-6,
            Range.open(0.0, Double.POSITIVE_INFINITY),
            "relative duality gap, or KKT residual, at which a solution is certified");
  }
}
