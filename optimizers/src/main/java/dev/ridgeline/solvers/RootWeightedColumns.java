package dev.ridgeline.solvers;

import dev.ridgeline.data.SparseFeatures;

/**
 * A copy of sparse columns, H^(1/2) X cell after cell; the image of a move d is H^(1/2) X d. A pass
 * over the set streams eight bytes a cell and reads no weights. Cells are of single precision: what
 * they are multiplied with is a move from a point whose gradient is exact, so that their rounding
 * is as small beside it as the move.
 */
final class RootWeightedColumns extends MetricColumns {
  private final int[] ends;
  private final int[] rows;
  private final float[] cells;

  /**
   * Copies columns.
   *
   * @param columns of the features, one a row
   * @param numbers of the columns to copy
   * @param h one weight a row
   * @param sums overwritten by the sums of h_i x_ij
   * @param squares overwritten by those of h_i x_ij^2
   */
  RootWeightedColumns(
      SparseFeatures columns, int[] numbers, double[] h, double[] sums, double[] squares) {
    ends = new int[numbers.length + 1];
    for (int a = 0; a < numbers.length; a++) {
      int length = columns.rowEnd(numbers[a]) - columns.rowEnd(numbers[a] - 1);
      ends[a + 1] = Math.addExact(ends[a], length);
    }
    rows = new int[ends[numbers.length]];
    cells = new float[rows.length];
    double[] roots = new double[h.length];
    for (int i = 0; i < h.length; i++) {
      roots[i] = Math.sqrt(h[i]);
    }
    for (int a = 0; a < numbers.length; a++) {
      copy(columns, numbers[a], ends[a], roots, a, sums, squares);
    }
  }

  private void copy(
      SparseFeatures columns,
      int column,
      int to,
      double[] roots,
      int a,
      double[] sums,
      double[] squares) {
    int from = columns.rowEnd(column - 1);
    int count = columns.rowEnd(column) - from;
    double sum = 0;
    double square = 0;
    for (int k = 0; k < count; k++) {
      int i = columns.columnAt(from + k);
      double cell = roots[i] * columns.valueAt(from + k);
      sum += roots[i] * cell;
      square += cell * cell;
      rows[to + k] = i;
      cells[to + k] = (float) cell;
    }
    sums[a] = sum;
    squares[a] = square;
  }

  @Override
  double dot(int a, double[] image) {
    // Four sums side by side: one alone waits for each addition to end.
    int end = ends[a + 1];
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int k = ends[a];
    for (; k < end - 3; k += 4) {
      s0 += cells[k] * image[rows[k]];
      s1 += cells[k + 1] * image[rows[k + 1]];
      s2 += cells[k + 2] * image[rows[k + 2]];
      s3 += cells[k + 3] * image[rows[k + 3]];
    }
    for (; k < end; k++) {
      s0 += cells[k] * image[rows[k]];
    }
    return (s0 + s1) + (s2 + s3);
  }

  @Override
  void addTo(int a, double move, double[] image) {
    int end = ends[a + 1];
    for (int k = ends[a]; k < end; k++) {
      image[rows[k]] += move * cells[k];
    }
  }

  @Override
  double square(double[] image) {
    double sum = 0;
    for (double v : image) {
      sum += v * v;
    }
    return sum;
  }
}
