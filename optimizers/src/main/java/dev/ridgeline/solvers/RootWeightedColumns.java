package dev.ridgeline.solvers;

import dev.ridgeline.data.SparseFeatures;

/**
 * A copy of sparse columns, H^(1/2) X cell after cell; the image of a move d is H^(1/2) X d. A pass
 * over the set streams eight bytes a cell and reads no weights. Cells are of single precision: what
 * they are multiplied with is a move from a point whose gradient is exact, so that their rounding
 * is as small beside it as the move.
 */
final class RootWeightedColumns extends MetricColumns {
  private final SparseFeatures columns;
  private final int[] numbers;
  private int[] ends = new int[1];
  private int[] rows = new int[0];
  private float[] cells = new float[0];
  private double[] roots = new double[0];

  /**
   * Copies of some columns of features.
   *
   * @param columns of the features, one a row
   * @param numbers which of them the design has
   */
  RootWeightedColumns(SparseFeatures columns, int[] numbers) {
    this.columns = columns;
    this.numbers = numbers;
  }

  @Override
  void turnTo(int[] set, double[] h, double[] sums, double[] squares) {
    if (ends.length <= set.length) {
      ends = new int[set.length + set.length / 2 + 1];
    }
    for (int a = 0; a < set.length; a++) {
      int j = numbers[set[a]];
      ends[a + 1] = Math.addExact(ends[a], columns.rowEnd(j) - columns.rowEnd(j - 1));
    }
    int needed = ends[set.length];
    if (rows.length < needed) {
      int wider = (int) Math.min(columns.storedCells(), needed + needed / 2L);
      rows = new int[Math.max(needed, wider)];
      cells = new float[rows.length];
    }
    roots = roots.length == h.length ? roots : new double[h.length];
    for (int i = 0; i < h.length; i++) {
      roots[i] = Math.sqrt(h[i]);
    }
    for (int a = 0; a < set.length; a++) {
      copy(numbers[set[a]], a, sums, squares);
    }
  }

  private void copy(int column, int a, double[] sums, double[] squares) {
    int to = ends[a];
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
