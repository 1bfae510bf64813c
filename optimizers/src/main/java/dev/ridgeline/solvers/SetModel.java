package dev.ridgeline.solvers;

/**
 * J to second order on a working set: g' (u - w) + (u - w)' G (u - w) / 2 + R(u), with the
 * intercept at its best for every u, from the weights w and in the metric where it was made.
 *
 * <p>Each loop over columns is a method of its own, so that it is compiled soon and but once: the
 * rounds around them are few, and whenever one takes a turn that none has taken before, the JIT
 * compiler has to begin again with the whole method.
 */
final class SetModel {
  private final int[] members;
  private final Threshold rule;
  private final double[] from;
  private final double[] gradient;
  private final double[] curvature;
  private double[] sums = new double[0];
  private double mass;
  private double total;

  /**
   * Of no metric yet.
   *
   * @param members the columns of the set
   * @param rule the penalty on them, by place
   */
  SetModel(int[] members, Threshold rule) {
    this.members = members;
    this.rule = rule;
    this.from = new double[members.length];
    this.gradient = new double[members.length];
    this.curvature = new double[members.length];
  }

  /** The penalty by place. */
  Threshold rule() {
    return rule;
  }

  /** g, one a column; what descends on the model keeps it up to date. */
  double[] gradient() {
    return gradient;
  }

  /** The diagonal of G, with a small positive number for a constant column. */
  double[] curvature() {
    return curvature;
  }

  /** The weights that it was made at; not to be modified. */
  double[] from() {
    return from;
  }

  /**
   * Makes the model anew.
   *
   * @param w all weights
   * @param metric holds the columns' sums and curvatures, which the model reads until the next look
   * @param point whose slopes' products with the columns {@link #gradient} holds
   */
  void take(double[] w, KeptMetric metric, LossPoint point) {
    sums = metric.sums();
    mass = metric.mass();
    total = point.sumOfSlopes();
    System.arraycopy(metric.curvatures(), 0, curvature, 0, curvature.length);
    look(w);
    centre(mass > 0 ? total / mass : 0);
    replaceZeros();
  }

  private void look(double[] w) {
    for (int a = 0; a < members.length; a++) {
      from[a] = w[members[a]];
    }
  }

  private void centre(double mean) {
    for (int a = 0; a < gradient.length; a++) {
      gradient[a] = curvature[a] == 0 ? 0 : gradient[a] - mean * sums[a];
    }
  }

  /** The penalty alone moves a constant column, at once. */
  private void replaceZeros() {
    double largest = 0;
    for (double c : curvature) {
      largest = Math.max(largest, c);
    }
    double small = largest > 0 ? 1e-12 * largest : 1;
    for (int a = 0; a < curvature.length; a++) {
      curvature[a] = curvature[a] == 0 ? small : curvature[a];
    }
  }

  /** Gathers how far the weights are from the model's minimum. */
  void addTo(SetGap gap) {
    for (int a = 0; a < from.length; a++) {
      gap.add(a, from[a], gradient[a], curvature[a]);
    }
  }

  /** Whether coordinates are not all those of the weights. */
  boolean moves(double[] u) {
    boolean moves = false;
    for (int a = 0; a < u.length; a++) {
      moves |= u[a] != from[a];
    }
    return moves;
  }

  /** What the best intercept for coordinates u is more than that for the weights. */
  double shift(double[] u) {
    double shift = -total;
    for (int a = 0; a < u.length; a++) {
      shift -= (u[a] - from[a]) * sums[a];
    }
    return mass > 0 ? shift / mass : 0;
  }

  /** Adds the columns times coordinates u to predictions. */
  void addColumns(ColumnDesign design, double[] u, double[] predictions) {
    int[] support = new int[u.length];
    double[] scales = new double[u.length];
    int count = support(u, support, scales);
    design.addAllTo(support, count, scales, predictions);
  }

  private int support(double[] u, int[] support, double[] scales) {
    int count = 0;
    for (int a = 0; a < u.length; a++) {
      if (u[a] != 0) {
        support[count] = members[a];
        scales[count++] = u[a];
      }
    }
    return count;
  }

  /** Puts coordinates in the places of all weights. */
  void put(double[] u, double[] w) {
    for (int a = 0; a < u.length; a++) {
      w[members[a]] = u[a];
    }
  }
}
