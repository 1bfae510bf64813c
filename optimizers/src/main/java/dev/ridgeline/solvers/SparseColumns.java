package dev.ridgeline.solvers;

import dev.ridgeline.data.SparseFeatures;
import java.util.stream.IntStream;

/**
 * Sparse columns (CSC), not centred: the intercept absorbs their means. Where every row counts the
 * cells are those that the features keep by column, so that one fit after another finds them made.
 *
 * <p>A column whose gradient stays below the l1 factor for all predictions, since no row's loss is
 * steeper than {@link DataLoss#steepness}, has no weight at any solution and is left out. Most rare
 * words of a text are.
 */
final class SparseColumns extends ColumnDesign {
  private final SparseFeatures columns;
  private final int[] numbers;

  /**
   * Takes the columns that may have weight.
   *
   * @param reach the l1 factor; 0 to keep all columns
   */
  static SparseColumns of(SparseFeatures features, DataLoss loss, boolean centred, double reach) {
    SparseFeatures columns = byColumn(features, loss);
    return new SparseColumns(columns, loss, centred, reaching(columns, loss, reach));
  }

  private static SparseFeatures byColumn(SparseFeatures features, DataLoss loss) {
    return (loss.rows() == features.rows() ? features : features.selectRows(loss.rowNumbers()))
        .transposed();
  }

  private SparseColumns(SparseFeatures columns, DataLoss loss, boolean centred, int[] numbers) {
    super(loss.rows(), numbers.length);
    this.columns = columns;
    this.numbers = numbers;
    for (int k = 0; k < squares.length; k++) {
      squares[k] = centredSquare(numbers[k], loss, centred);
    }
  }

  private static int[] reaching(SparseFeatures columns, DataLoss loss, double reach) {
    // The bound is rounded up by far more than its sum can be off.
    double steepness = loss.steepness() * (1 + 1e-9);
    return IntStream.range(0, columns.rows())
        .filter(j -> !(reach > 0 && steepness * size(columns, j, loss) < reach))
        .toArray();
  }

  /** Sum of share_i |x_ij|. */
  private static double size(SparseFeatures columns, int j, DataLoss loss) {
    double sum = 0;
    boolean isEven = loss.isEven();
    for (int at = columns.rowEnd(j - 1); at < columns.rowEnd(j); at++) {
      sum += Math.abs(columns.valueAt(at)) * (isEven ? 1 : loss.share(columns.columnAt(at)));
    }
    return isEven ? sum * loss.share(0) : sum;
  }

  @Override
  int[] numbers() {
    return numbers;
  }

  @Override
  int allColumns() {
    return columns.rows();
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
    return columns.dotRow(numbers[column], v, 0);
  }

  /**
   * Products with the numbers of several outputs, four of which share what is read of a column.
   *
   * @param v rows x outputs; not modified
   * @param out outputs x columns; overwritten
   */
  void computeGradients(double[] v, int outputs, double[] out) {
    int p = columns();
    for (int first = 0; first < outputs; first += 4) {
      // A last group that is not full repeats the last output.
      int k1 = Math.min(first + 1, outputs - 1);
      int k2 = Math.min(first + 2, outputs - 1);
      int k3 = Math.min(first + 3, outputs - 1);
      for (int j = 0; j < p; j++) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int to = columns.rowEnd(numbers[j]);
        for (int at = columns.rowEnd(numbers[j] - 1); at < to; at++) {
          int row = columns.columnAt(at) * outputs;
          double x = columns.valueAt(at);
          s0 += x * v[row + first];
          s1 += x * v[row + k1];
          s2 += x * v[row + k2];
          s3 += x * v[row + k3];
        }
        out[first * p + j] = s0;
        out[k1 * p + j] = s1;
        out[k2 * p + j] = s2;
        out[k3 * p + j] = s3;
      }
    }
  }

  @Override
  void addTo(int column, double scale, double[] v) {
    columns.addRowTo(numbers[column], scale, v, 0);
  }

  @Override
  void addWeightedTo(int column, double scale, double[] h, double[] v) {
    int j = numbers[column];
    for (int at = columns.rowEnd(j - 1); at < columns.rowEnd(j); at++) {
      int i = columns.columnAt(at);
      v[i] += scale * h[i] * columns.valueAt(at);
    }
  }

  @Override
  double weightedSquare(int column, double[] h) {
    int j = numbers[column];
    double sum = 0;
    for (int at = columns.rowEnd(j - 1); at < columns.rowEnd(j); at++) {
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
