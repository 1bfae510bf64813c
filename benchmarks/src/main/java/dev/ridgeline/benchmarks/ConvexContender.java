package dev.ridgeline.benchmarks;

import java.util.List;

/**
 * A library that minimises the J of a {@link ConvexWorkload}, over data already in its own form.
 */
interface ConvexContender {
  /** Library, version and algorithm. */
  String name();

  /** Tolerances to try, loose to tight. */
  List<Double> tolerances();

  /** The weights found, one a column. */
  double[] fit(double tolerance);
}
