package dev.ridgeline.solvers;

import dev.ridgeline.data.SparseFeatures;

/**
 * Sparse columns (CSC), not centred: the intercept absorbs their means. Where every row counts the
 * columns are those that the features keep, so that one fit after another finds them made.
 */
final class SparseColumns extends ColumnDesign {
  private final SparseFeatures columns;

  SparseColumns(SparseFeatures features, DataLoss loss, boolean centred) {
    super(loss.rows(), features.columns());
    this.columns =
        (loss.rows() == features.rows() ? features : features.selectRows(loss.rowNumbers()))
            .transposed();
    for (int j = 0; j < squares.length; j++) {
      squares[j] = centredSquare(j, loss, centred);
    }
  }

  private double centredSquare(int j, DataLoss loss, boolean centred) {
    int from = columns.rowEnd(j - 1);
    int to = columns.rowEnd(j);
    double mean = 0;
    double raw = 0;
    double stored = 0;
    boolean isEven = loss.isEven();
    for (int at = from; at < to; at++) {
      double share = isEven ? 1 : loss.share(columns.columnAt(at));
      double x = columns.valueAt(at);
      mean += share * x;
      raw += share * x * x;
      stored += share;
    }
    if (isEven) {
      double share = loss.share(0);
      mean *= share;
      raw *= share;
      stored *= share;
    }
    if (!centred) {
      return raw;
    }
    double centredSquare = raw - mean * mean;
    if (centredSquare >= 0.5 * raw) {
      // Nothing to speak of has cancelled.
      return centredSquare;
    }
    double sum = Math.max(0, 1 - stored) * mean * mean;
    for (int at = from; at < to; at++) {
      double x = columns.valueAt(at) - mean;
      sum += loss.share(columns.columnAt(at)) * x * x;
    }
    return dropRounding(sum, raw);
  }

  @Override
  double dot(int column, double[] v) {
    return columns.dotRow(column, v, 0);
  }

  @Override
  void addTo(int column, double scale, double[] v) {
    columns.addRowTo(column, scale, v, 0);
  }

  @Override
  void addWeightedTo(int column, double scale, double[] h, double[] v) {
    for (int at = columns.rowEnd(column - 1); at < columns.rowEnd(column); at++) {
      int i = columns.columnAt(at);
      v[i] += scale * h[i] * columns.valueAt(at);
    }
  }

  @Override
  double weightedSquare(int column, double[] h) {
    double sum = 0;
    for (int at = columns.rowEnd(column - 1); at < columns.rowEnd(column); at++) {
      double x = columns.valueAt(at);
      sum += h[columns.columnAt(at)] * x * x;
    }
    return sum;
  }

  @Override
  long storedCells() {
    return columns.storedCells();
  }
}
