package dev.ridgeline.solvers;

import java.util.Arrays;

/**
 * The second derivatives of the mean loss that models of J are made with, and what is known in
 * their metric of the columns of a working set: sums, curvatures, Gram matrix. They serve on while
 * they are near those of J: a step in an old metric is as sound as any, since the line search knows
 * J; it only gains a little less.
 */
final class KeptMetric {
  /** The drift allowed of a metric whose Gram matrix costs as much as a round, or more. */
  private static final double MOST_DRIFT = 0.25;

  /** Of one that costs nothing. */
  private static final double LEAST_DRIFT = 0.02;

  /** Products of a matrix that take the time of one of a round. */
  private static final double PACKED = 4;

  /** What a row costs a round, in products: its exponential and what follows from it. */
  private static final double ROW = 100;

  private final DataLoss loss;
  private final ColumnDesign design;
  private final boolean centred;
  private final GramDescent gram = new GramDescent();
  private final MetricColumns columns;
  private final double[] h;
  private double mass;
  private double[] sums = new double[0];
  private double[] curvatures = new double[0];
  private int known;
  private boolean isSpent;

  /**
   * Knows nothing yet.
   *
   * @param centred whether an intercept is fitted, so that columns are centred in the metric
   */
  KeptMetric(DataLoss loss, ColumnDesign design, boolean centred) {
    this.loss = loss;
    this.design = design;
    this.centred = centred;
    this.columns = design.inMetric();
    this.h = new double[loss.rows()];
  }

  /**
   * Takes the second derivatives at a point, none less than a share of the largest there can be.
   */
  void renew(LossPoint point, double floor) {
    forget();
    double[] fresh = point.curvatures();
    double least = loss.leastCurvature(floor);
    double sum = 0;
    for (int i = 0; i < h.length; i++) {
      h[i] = Math.max(least * loss.share(i), fresh[i]);
      sum += h[i];
    }
    mass = centred ? sum : 0;
  }

  /** Forgets all columns. */
  void forget() {
    known = 0;
    isSpent = false;
    gram.clear();
  }

  /** Says that a step in this metric was too long: it is not to serve again. */
  void spend() {
    isSpent = true;
  }

  /** Whether the metric may serve on. */
  boolean isUsable() {
    return known > 0 && !isSpent;
  }

  /**
   * Gives the metric the mass of the second derivatives at a point: along a path they mostly fall
   * together, and what is known of the columns falls with them.
   */
  void follow(LossPoint point) {
    double by = point.sumOfCurvatures() / sum(h);
    multiply(h, h.length, by);
    multiply(sums, known, by);
    multiply(curvatures, known, by);
    mass *= by;
    gram.scale(by);
  }

  private static double sum(double[] v) {
    double sum = 0;
    for (double x : v) {
      sum += x;
    }
    return sum;
  }

  private static void multiply(double[] v, int count, double by) {
    for (int i = 0; i < count; i++) {
      v[i] *= by;
    }
  }

  /**
   * How far the second derivatives may move before a new Gram matrix of so many columns is the
   * better way: a round with an old one leaves about the {@link #drift} of what there was to gain,
   * so a matrix that costs a small share of a round saves rounds if it is made often. A round reads
   * each column for its gradient, for the predictions and for the residual.
   */
  static double allowedDrift(int columns) {
    double matrix = (double) columns * columns / 2 / PACKED;
    double round = ROW + 3.0 * columns;
    return Math.max(LEAST_DRIFT, MOST_DRIFT * Math.min(1, matrix / round));
  }

  /** How far the second derivatives at a point are from these, as a share of their sum. */
  double drift(LossPoint point) {
    double[] fresh = point.curvatures();
    double change = 0;
    double sum = 0;
    for (int i = 0; i < h.length; i++) {
      change += Math.abs(fresh[i] - h[i]);
      sum += fresh[i];
    }
    return change / sum;
  }

  /**
   * Looks at the columns that are new in a set, and makes their products with all before them.
   *
   * @param isRough whether single precision is good enough for these
   */
  void measure(int[] members, boolean isRough) {
    int size = members.length;
    reserve(size);
    if (centred && known < size) {
      double[] fresh = new double[size - known];
      design.dots(Arrays.copyOfRange(members, known, size), fresh.length, h, fresh);
      System.arraycopy(fresh, 0, sums, known, fresh.length);
    }
    gram.extend(design, members, size, h, sums, mass, isRough);
    for (int a = known; a < size; a++) {
      curvatures[a] = gram.curvature(a);
    }
    known = size;
  }

  /**
   * Looks at the columns of a set for a descent without their Gram matrix.
   *
   * @return the columns, until the next look
   */
  MetricColumns view(int[] members) {
    int size = members.length;
    reserve(size);
    columns.turnTo(members, h, sums, curvatures);
    for (int a = 0; a < size; a++) {
      double raw = curvatures[a];
      double square = mass > 0 ? raw - sums[a] * sums[a] / mass : raw;
      boolean isConstant = !(design.square(members[a]) > 0);
      curvatures[a] = isConstant ? 0 : CentredDesign.dropRounding(square, 1e12 * raw);
    }
    known = size;
    return columns;
  }

  private void reserve(int size) {
    if (size > sums.length) {
      int wider = Math.min(design.columns(), Math.max(size, 2 * sums.length));
      sums = Arrays.copyOf(sums, wider);
      curvatures = Arrays.copyOf(curvatures, wider);
    }
  }

  /** Sum of s_i^2 / h_i over the rows. */
  double squareOf(double[] slopes) {
    double sum = 0;
    for (int i = 0; i < h.length; i++) {
      sum += slopes[i] * slopes[i] / h[i];
    }
    return sum;
  }

  /** One weight a row; not to be modified. */
  double[] weights() {
    return h;
  }

  /** The sum of the weights; 0 without intercept. */
  double mass() {
    return mass;
  }

  /** Sum of h_i x_ij of each column of the set; not to be modified. */
  double[] sums() {
    return sums;
  }

  /** Centred curvature of each column of the set; not to be modified. */
  double[] curvatures() {
    return curvatures;
  }

  /** The Gram matrix, with the columns measured so far. */
  GramDescent gram() {
    return gram;
  }
}
