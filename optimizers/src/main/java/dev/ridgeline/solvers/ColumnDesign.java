package dev.ridgeline.solvers;

import dev.ridgeline.data.Features;
import dev.ridgeline.data.SparseFeatures;
import dev.ridgeline.linalg.Team;
import dev.ridgeline.penalty.SeparablePenalty;
import dev.ridgeline.solver.LinearProblem;
import java.util.Arrays;

/**
 * A solver's own copy of the features, column by column, for a single output. Dense columns are
 * centred in place; sparse ones are stored as they are and centred by the sums over their cells.
 */
abstract class ColumnDesign extends CentredDesign {
  private final int rows;

  ColumnDesign(int rows, int columns) {
    super(columns);
    this.rows = rows;
  }

  /**
   * The columns of a problem.
   *
   * @param least the smallest lambda that they serve: sparse columns whose weight is 0 there,
   *     whatever the others are, may be left out
   * @param team shares the copying of dense columns
   */
  static ColumnDesign columnsOf(LinearProblem problem, DataLoss loss, double least, Team team) {
    double reach = reach(problem.withLambda(least));
    return columnsOf(problem.data().features(), loss, problem.intercept(), reach, team);
  }

  /** The same, of columns whose gradient may come to at least this much; 0 for all. */
  static ColumnDesign columnsOf(
      Features features, DataLoss loss, boolean centred, double reach, Team team) {
    return features instanceof SparseFeatures sparse
        ? SparseColumns.of(sparse, loss, centred, reach)
        : new DenseColumns(features, loss, centred, team);
  }

  /** The same on this thread. */
  static ColumnDesign columnsOf(Features features, DataLoss loss, boolean centred, double reach) {
    try (Team alone = Team.of(1)) {
      return columnsOf(features, loss, centred, reach, alone);
    }
  }

  /** A gradient up to which a column has no weight; 0 where none is known. */
  private static double reach(LinearProblem problem) {
    if (!(problem.penalty() instanceof SeparablePenalty)
        || !problem.factors().areOnes()
        || problem.outputs() > 1) {
      return 0;
    }
    Threshold rule = Threshold.of(problem);
    return rule.isL1L2() ? rule.largestL1() : 0;
  }

  /** Numbers of the columns in the features; not to be modified. Empty for all of them in order. */
  int[] numbers() {
    return new int[0];
  }

  /** How many columns the features have. */
  int allColumns() {
    return columns();
  }

  /** Weights of all columns of the features, outputs x columns, from those here; a new array. */
  final double[] spread(double[] w) {
    if (numbers().length == 0 && columns() == allColumns()) {
      return w.clone();
    }
    int columns = columns();
    int outputs = columns == 0 ? 1 : w.length / columns;
    double[] all = new double[outputs * allColumns()];
    int[] numbers = numbers();
    for (int at = 0; at < w.length; at++) {
      all[at / columns * allColumns() + numbers[at % columns]] = w[at];
    }
    return all;
  }

  /** x_j . v. */
  abstract double dot(int column, double[] v);

  /** v := v + scale x_j. */
  abstract void addTo(int column, double scale, double[] v);

  /** out_k = x_j . v for j = columns[k], for the first so many; the same bits in any company. */
  void dots(int[] columns, int count, double[] v, double[] out) {
    for (int k = 0; k < count; k++) {
      out[k] = dot(columns[k], v);
    }
  }

  /** v := v + the sum of scales[k] x_j for j = columns[k], for the first so many of them. */
  void addAllTo(int[] columns, int count, double[] scales, double[] v) {
    for (int k = 0; k < count; k++) {
      addTo(columns[k], scales[k], v);
    }
  }

  /** v := v + scale (h x_j), cell by cell. */
  abstract void addWeightedTo(int column, double scale, double[] h, double[] v);

  /** Sum of h_i x_ij^2. */
  abstract double weightedSquare(int column, double[] h);

  /**
   * Products of many columns with each other, out[a * stride + b] = x_a' diag(h) x_b for from &lt;=
   * a &lt; to and b &lt;= a.
   *
   * @param set columns by place; may repeat
   * @param h one weight a row
   * @param out rows from ... to - 1 are overwritten up to their diagonal, and what stands above it
   *     in columns from ... to - 1 has no meaning
   * @param isRough whether single precision will do
   */
  void multiply(
      int[] set, int from, int to, double[] h, double[] out, int stride, boolean isRough) {
    double[] column = new double[rows];
    double[] products = new double[to];
    for (int a = from; a < to; a++) {
      Arrays.fill(column, 0);
      addWeightedTo(set[a], 1, h, column);
      dots(set, a + 1, column, products);
      System.arraycopy(products, 0, out, a * stride, a + 1);
    }
  }

  /** Memory for columns in a metric, turned to no set yet. */
  MetricColumns inMetric() {
    return new ViewedColumns(this);
  }

  /** How large a Gram matrix may be that serves while its metric is near enough. */
  int mostKept() {
    return 500;
  }

  /** Number of stored cells, for choosing an algorithm. */
  abstract long storedCells();

  @Override
  public final int rows() {
    return rows;
  }

  @Override
  public final int columns() {
    return means.length;
  }

  @Override
  public final void computePredictions(double[] w, double[] b, double[] eta) {
    Arrays.fill(eta, b[0]);
    int[] support = new int[columns()];
    double[] scales = new double[columns()];
    int count = 0;
    for (int j = 0; j < columns(); j++) {
      if (w[j] != 0) {
        support[count] = j;
        scales[count++] = w[j];
      }
    }
    addAllTo(support, count, scales, eta);
  }

  @Override
  public void computeGradient(double[] slopes, int outputs, double[] z) {
    int[] all = new int[columns()];
    Arrays.setAll(all, j -> j);
    dots(all, all.length, slopes, z);
  }
}
