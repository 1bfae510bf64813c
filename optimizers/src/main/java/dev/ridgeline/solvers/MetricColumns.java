package dev.ridgeline.solvers;

/**
 * The columns of a working set in the metric H of a model of J, by place, and the image of a move
 * of their weights: numbers of the rows from which every product x_j' H X d follows.
 */
abstract class MetricColumns {
  /** x_a' H X d. */
  abstract double dot(int a, double[] image);

  /** Adds the image of a move of one weight. */
  abstract void addTo(int a, double move, double[] image);

  /** d' X' H X d. */
  abstract double square(double[] image);
}
