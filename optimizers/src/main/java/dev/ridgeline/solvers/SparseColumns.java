package dev.ridgeline.solvers;

import dev.ridgeline.data.SparseFeatures;
import java.util.Arrays;

/** Sparse columns (CSC), not centred: the intercept absorbs their means. */
final class SparseColumns extends ColumnDesign {
  private final int[] starts;
  private final int[] indices;
  private final double[] values;

  SparseColumns(SparseFeatures features, DataLoss loss, boolean centred) {
    super(loss.rows(), features.columns());
    int p = features.columns();
    this.starts = new int[p + 1];
    for (int i = 0; i < loss.rows(); i++) {
      int row = loss.row(i);
      for (int at = features.rowEnd(row - 1); at < features.rowEnd(row); at++) {
        starts[features.columnAt(at) + 1]++;
      }
    }
    for (int j = 0; j < p; j++) {
      starts[j + 1] += starts[j];
    }
    this.indices = new int[starts[p]];
    this.values = new double[starts[p]];
    int[] next = Arrays.copyOf(starts, p);
    for (int i = 0; i < loss.rows(); i++) {
      int row = loss.row(i);
      for (int at = features.rowEnd(row - 1); at < features.rowEnd(row); at++) {
        int to = next[features.columnAt(at)]++;
        indices[to] = i;
        values[to] = features.valueAt(at);
      }
    }
    for (int j = 0; j < p; j++) {
      squares[j] = centredSquare(j, loss, centred);
    }
  }

  private double centredSquare(int j, DataLoss loss, boolean centred) {
    double mean = 0;
    double raw = 0;
    double stored = 0;
    for (int at = starts[j]; at < starts[j + 1]; at++) {
      double share = loss.share(indices[at]);
      mean += share * values[at];
      raw += share * values[at] * values[at];
      stored += share;
    }
    if (!centred) {
      return raw;
    }
    double sum = Math.max(0, 1 - stored) * mean * mean;
    for (int at = starts[j]; at < starts[j + 1]; at++) {
      double x = values[at] - mean;
      sum += loss.share(indices[at]) * x * x;
    }
    return dropRounding(sum, raw);
  }

  @Override
  double dot(int column, double[] v) {
    double sum = 0;
    for (int at = starts[column]; at < starts[column + 1]; at++) {
      sum += values[at] * v[indices[at]];
    }
    return sum;
  }

  @Override
  void addTo(int column, double scale, double[] v) {
    for (int at = starts[column]; at < starts[column + 1]; at++) {
      v[indices[at]] += scale * values[at];
    }
  }

  @Override
  void addWeightedTo(int column, double scale, double[] h, double[] v) {
    for (int at = starts[column]; at < starts[column + 1]; at++) {
      v[indices[at]] += scale * h[indices[at]] * values[at];
    }
  }

  @Override
  double weightedSquare(int column, double[] h) {
    double sum = 0;
    for (int at = starts[column]; at < starts[column + 1]; at++) {
      sum += h[indices[at]] * values[at] * values[at];
    }
    return sum;
  }

  @Override
  long storedCells() {
    return values.length;
  }
}
