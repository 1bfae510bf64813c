package dev.ridgeline.solvers;

import dev.ridgeline.data.Features;
import dev.ridgeline.data.SparseFeatures;
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

  static ColumnDesign columnsOf(Features features, DataLoss loss, boolean centred) {
    return features instanceof SparseFeatures sparse
        ? new SparseColumns(sparse, loss, centred)
        : new DenseColumns(features, loss, centred);
  }

  /** x_j . v. */
  abstract double dot(int column, double[] v);

  /** v := v + scale x_j. */
  abstract void addTo(int column, double scale, double[] v);

  /** v := v + scale (h x_j), cell by cell. */
  abstract void addWeightedTo(int column, double scale, double[] h, double[] v);

  /** Sum of h_i x_ij^2. */
  abstract double weightedSquare(int column, double[] h);

  /**
   * Products of many columns with each other, out[a * stride + b] = x_a' diag(h) x_b for from &lt;=
   * a &lt; to and b &lt;= a.
   *
   * @param set columns by place
   * @param h one weight a row
   * @param out rows from ... to - 1 are overwritten up to their diagonal, and what stands above it
   *     in columns from ... to - 1 has no meaning
   */
  void multiply(int[] set, int from, int to, double[] h, double[] out, int stride) {
    double[] column = new double[rows];
    for (int a = from; a < to; a++) {
      Arrays.fill(column, 0);
      addWeightedTo(set[a], 1, h, column);
      for (int b = 0; b <= a; b++) {
        out[a * stride + b] = dot(set[b], column);
      }
    }
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
    for (int j = 0; j < columns(); j++) {
      if (w[j] != 0) {
        addTo(j, w[j], eta);
      }
    }
  }

  @Override
  public void computeGradient(double[] slopes, int outputs, double[] z) {
    for (int j = 0; j < columns(); j++) {
      z[j] = dot(j, slopes);
    }
  }
}
