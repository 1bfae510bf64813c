package dev.ridgeline.solvers;

/**
 * Where weights go next along a path: on the line through those of the last two lambdas, since a
 * path is smooth as long as no weight enters or leaves. A weight that would change its sign ends at
 * 0, and one that is 0 stays.
 */
final class PathSecant {
  /** Steps that are so many times longer than the last one are not foreseen. */
  private static final double LONGEST = 2;

  private final double[] w;
  private final double[] last;
  private final double[] ahead;
  private double lambda = Double.NaN;
  private boolean isOpen;

  /**
   * Knows no lambda yet.
   *
   * @param w the descent's weights, read at every step
   */
  PathSecant(double[] w) {
    this.w = w;
    this.last = new double[w.length];
    this.ahead = new double[w.length];
  }

  /**
   * Takes the weights, as they are for one lambda, on the way to another.
   *
   * @param from the lambda that they belong to
   * @param to the next one
   */
  void step(double from, double to) {
    double share = (from - to) / (lambda - from);
    isOpen = share > 0 && share <= LONGEST;
    for (int j = 0; j < w.length; j++) {
      double next = isOpen ? w[j] + share * (w[j] - last[j]) : w[j];
      ahead[j] = (w[j] * next > 0 ? next : 0) - w[j];
      last[j] = w[j];
    }
    lambda = from;
  }

  /** Whether a step is foreseen that was not asked for yet; it is forgotten with that. */
  boolean isAhead() {
    boolean isNew = isOpen;
    isOpen = false;
    return isNew;
  }

  /** The step of the weights of some columns; a new array. */
  double[] on(int[] columns) {
    double[] step = new double[columns.length];
    for (int a = 0; a < step.length; a++) {
      step[a] = ahead[columns[a]];
    }
    return step;
  }
}
