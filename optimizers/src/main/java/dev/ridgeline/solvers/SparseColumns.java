package dev.ridgeline.solvers;

import dev.ridgeline.data.SparseFeatures;
import java.util.Arrays;

/**
 * Sparse columns (CSC), not centred: the intercept absorbs their means. Where every row counts the
 * cells are those that the features keep by column, so that one fit after another finds them made.
 *
 * <p>A column whose gradient stays below the l1 factor for all predictions, since no row's loss is
 * steeper than {@link DataLoss#steepness}, has no weight at any solution and is left out. Most rare
 * words of a text are.
 */
final class SparseColumns extends ColumnDesign {
  private static final int FEW = 16;

  private final SparseFeatures rows;
  private final SparseFeatures columns;
  private final int[] numbers;

  /**
   * Takes the columns that may have weight.
   *
   * @param reach the l1 factor; 0 to keep all columns
   */
  static SparseColumns of(SparseFeatures features, DataLoss loss, boolean centred, double reach) {
    SparseFeatures rows =
        loss.rows() == features.rows() ? features : features.selectRows(loss.rowNumbers());
    SparseFeatures columns = rows.transposed();
    int[] numbers = new int[columns.rows()];
    double[] squares = new double[columns.rows()];
    // The bound is rounded up by far more than its sum can be off.
    double steepness = loss.steepness() * (1 + 1e-9);
    double[] moments = new double[4];
    int count = 0;
    for (int j = 0; j < numbers.length; j++) {
      computeMoments(columns, j, loss, moments);
      if (!(reach > 0 && steepness * moments[0] < reach)) {
        numbers[count] = j;
        squares[count++] = centred ? centredSquare(columns, j, loss, moments) : moments[2];
      }
    }
    return new SparseColumns(
        rows, columns, Arrays.copyOf(numbers, count), Arrays.copyOf(squares, count));
  }

  private SparseColumns(
      SparseFeatures rows, SparseFeatures columns, int[] numbers, double[] squares) {
    super(rows.rows(), numbers.length);
    this.rows = rows;
    this.columns = columns;
    this.numbers = numbers;
    System.arraycopy(squares, 0, this.squares, 0, squares.length);
  }

  /** Weighted means of a column's |x|, x and x^2, and the share of the rows with a cell. */
  private static void computeMoments(
      SparseFeatures columns, int j, DataLoss loss, double[] moments) {
    int from = columns.rowEnd(j - 1);
    int to = columns.rowEnd(j);
    double size = 0;
    double mean = 0;
    double raw = 0;
    double stored = 0;
    if (loss.isEven()) {
      for (int at = from; at < to; at++) {
        double x = columns.valueAt(at);
        size += Math.abs(x);
        mean += x;
        raw += x * x;
      }
      double share = from < to ? loss.share(0) : 0;
      size *= share;
      mean *= share;
      raw *= share;
      stored = (to - from) * share;
    } else {
      for (int at = from; at < to; at++) {
        double share = loss.share(columns.columnAt(at));
        double x = columns.valueAt(at);
        size += share * Math.abs(x);
        mean += share * x;
        raw += share * x * x;
        stored += share;
      }
    }
    moments[0] = size;
    moments[1] = mean;
    moments[2] = raw;
    moments[3] = stored;
  }

  @Override
  int[] numbers() {
    return numbers;
  }

  @Override
  int allColumns() {
    return columns.rows();
  }

  private static double centredSquare(
      SparseFeatures columns, int j, DataLoss loss, double[] moments) {
    double mean = moments[1];
    double raw = moments[2];
    double centredSquare = raw - mean * mean;
    if (centredSquare >= 0.5 * raw) {
      // Nothing to speak of has cancelled.
      return centredSquare;
    }
    double sum = Math.max(0, 1 - moments[3]) * mean * mean;
    for (int at = columns.rowEnd(j - 1); at < columns.rowEnd(j); at++) {
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

  /**
   * Where that is less, the products of a column are found in the rows in which it has cells; not
   * so where columns repeat.
   */
  @Override
  void multiply(
      int[] set, int from, int to, double[] h, double[] out, int stride, boolean isRough) {
    int[] places = new int[columns.rows()];
    Arrays.fill(places, to);
    boolean repeats = false;
    for (int a = 0; a < to; a++) {
      int j = numbers[set[a]];
      repeats |= places[j] < to;
      places[j] = a;
    }
    if (repeats || !paysByRows(set, from, to)) {
      super.multiply(set, from, to, h, out, stride, isRough);
      return;
    }
    for (int a = from; a < to; a++) {
      int j = numbers[set[a]];
      int row = a * stride;
      Arrays.fill(out, row, row + a + 1, 0);
      for (int at = columns.rowEnd(j - 1); at < columns.rowEnd(j); at++) {
        int i = columns.columnAt(at);
        double t = h[i] * columns.valueAt(at);
        for (int k = rows.rowEnd(i - 1); k < rows.rowEnd(i); k++) {
          int b = places[rows.columnAt(k)];
          if (b <= a) {
            out[row + b] += t * rows.valueAt(k);
          }
        }
      }
    }
  }

  /** A model with new weights of the rows costs no more than a pass: few are worth keeping. */
  @Override
  int mostKept() {
    return FEW;
  }

  /** Whether the cells of the rows of a column are fewer than those of the columns before it. */
  private boolean paysByRows(int[] set, int from, int to) {
    long before = 0;
    long byColumns = 0;
    long own = 0;
    for (int a = 0; a < to; a++) {
      int j = numbers[set[a]];
      int cells = columns.rowEnd(j) - columns.rowEnd(j - 1);
      before += cells;
      own += a < from ? 0 : cells;
      byColumns += a < from ? 0 : before + rows();
    }
    return (double) own * columns.storedCells() / rows() < byColumns;
  }

  @Override
  MetricColumns inMetric() {
    return new RootWeightedColumns(columns, numbers);
  }

  @Override
  long storedCells() {
    return columns.storedCells();
  }
}
