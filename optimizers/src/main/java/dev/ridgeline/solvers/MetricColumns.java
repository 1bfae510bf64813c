package dev.ridgeline.solvers;

/**
 * The columns of a working set in the metric H of a model of J, by place, and the image of a move
 * of their weights: numbers of the rows from which every product x_j' H X d follows.
 */
abstract class MetricColumns {
  /**
   * Turns to a set, in memory that serves one set after the other.
   *
   * @param set columns of the design
   * @param h one weight a row, positive; read as long as the set is this one
   * @param sums overwritten by the sum of h_i x_ij of each
   * @param squares overwritten by that of h_i x_ij^2
   */
  abstract void turnTo(int[] set, double[] h, double[] sums, double[] squares);

  /** x_a' H X d. */
  abstract double dot(int a, double[] image);

  /** Adds the image of a move of one weight. */
  abstract void addTo(int a, double move, double[] image);

  /** d' X' H X d. */
  abstract double square(double[] image);
}
