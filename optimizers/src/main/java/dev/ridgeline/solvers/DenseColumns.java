package dev.ridgeline.solvers;

import dev.ridgeline.data.Features;
import dev.ridgeline.linalg.Blas;
import java.util.Arrays;
import java.util.Optional;

/** Dense centred columns, one after the other; dots keep four sums apart so that they overlap. */
final class DenseColumns extends ColumnDesign {
  private static final int BLOCK = 64;

  /** Rows whose cells of a column fill a line of the cache, and cells that stay in cache. */
  private static final int LINE = 8;

  private static final int CACHED = 1 << 17;

  /** A Gram matrix of so many columns is cheap enough to be made again every now and then. */
  private static final int MOST_KEPT = 1500;

  /** Fewer columns than these are multiplied one by one. */
  private static final int FEW = 16;

  /**
   * Up to so many products of all columns with each other are made here: a native library that
   * makes them three times as fast takes longer to load, some 200 ms, than a path can gain by it.
   */
  private static final double SMALL = 1e6;

  private final double[] cells;
  private final Optional<NativeProducts> products;

  DenseColumns(Features features, DataLoss loss, boolean centred) {
    super(loss.rows(), features.columns());
    int n = loss.rows();
    int p = features.columns();
    this.cells = new double[cells(n, p)];
    boolean isSmall = (double) n * p * p <= SMALL;
    if (!isSmall) {
      // The library may be loaded while the columns are copied.
      Blas.prepare();
    }
    // Rows go through a small block, so that neither side of the transposition leaves the cache.
    int most = Math.max(LINE, Math.min(BLOCK, CACHED / Math.max(1, p) / LINE * LINE));
    double[] block = new double[Math.multiplyExact(Math.min(most, n), p)];
    for (int from = 0; from < n; from += most) {
      int to = Math.min(n, from + most);
      for (int i = from; i < to; i++) {
        features.copyRow(loss.row(i), block, (i - from) * p);
      }
      for (int j = 0; j < p; j++) {
        copy(block, j, p, cells, j * n + from, to - from);
      }
    }
    for (int j = 0; j < p; j++) {
      centre(j, n, loss, centred);
    }
    this.products =
        !isSmall && Blas.best().isNative()
            ? Optional.of(new NativeProducts(Blas.best()))
            : Optional.empty();
  }

  /** A method of its own, soon compiled, and as a whole: the loop around it is not so soon. */
  private static void copy(double[] from, int at, int stride, double[] to, int start, int count) {
    for (int i = 0; i < count; i++) {
      to[start + i] = from[at + i * stride];
    }
  }

  private static int cells(int rows, int columns) {
    long cells = (long) rows * columns;
    if (cells > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "coordinate descent copies dense features column by column, and "
              + rows
              + " rows x "
              + columns
              + " columns are "
              + cells
              + " cells, more than one array holds; proximal-gradient, and newton or lbfgs for"
              + " smooth penalties, read the rows where they are");
    }
    return (int) cells;
  }

  private void centre(int j, int n, DataLoss loss, boolean centred) {
    double mean = 0;
    double raw = 0;
    for (int i = 0; i < n; i++) {
      double x = cells[j * n + i];
      mean += loss.share(i) * x;
      raw += loss.share(i) * x * x;
    }
    means[j] = centred ? mean : 0;
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double x = cells[j * n + i] - means[j];
      cells[j * n + i] = x;
      sum += loss.share(i) * x * x;
    }
    squares[j] = dropRounding(sum, raw);
    for (int i = 0; squares[j] == 0 && i < n; i++) {
      cells[j * n + i] = 0;
    }
  }

  @Override
  double dot(int column, double[] v) {
    double[] x = cells;
    int n = rows();
    int at = column * n;
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i + 4 <= n; i += 4) {
      s0 += x[at + i] * v[i];
      s1 += x[at + i + 1] * v[i + 1];
      s2 += x[at + i + 2] * v[i + 2];
      s3 += x[at + i + 3] * v[i + 3];
    }
    for (; i < n; i++) {
      s0 += x[at + i] * v[i];
    }
    return (s0 + s1) + (s2 + s3);
  }

  /**
   * Four columns share what is read of v; a last group that is not full repeats its last column.
   */
  @Override
  void dots(int[] columns, int count, double[] v, double[] out) {
    int n = rows();
    for (int k = 0; k < count; k += 4) {
      int last = count - 1;
      int k1 = Math.min(k + 1, last);
      int k2 = Math.min(k + 2, last);
      int k3 = Math.min(k + 3, last);
      int a0 = columns[k] * n;
      int a1 = columns[k1] * n;
      int a2 = columns[k2] * n;
      int a3 = columns[k3] * n;
      double s0 = 0;
      double s1 = 0;
      double s2 = 0;
      double s3 = 0;
      for (int i = 0; i < n; i++) {
        double t = v[i];
        s0 += cells[a0 + i] * t;
        s1 += cells[a1 + i] * t;
        s2 += cells[a2 + i] * t;
        s3 += cells[a3 + i] * t;
      }
      out[k] = s0;
      out[k1] = s1;
      out[k2] = s2;
      out[k3] = s3;
    }
  }

  @Override
  void addAllTo(int[] columns, int count, double[] scales, double[] v) {
    int n = rows();
    int k = 0;
    for (; k + 4 <= count; k += 4) {
      addFourTo(
          columns[k] * n,
          columns[k + 1] * n,
          columns[k + 2] * n,
          columns[k + 3] * n,
          scales[k],
          scales[k + 1],
          scales[k + 2],
          scales[k + 3],
          v);
    }
    for (; k < count; k++) {
      addTo(columns[k], scales[k], v);
    }
  }

  private void addFourTo(
      int a0, int a1, int a2, int a3, double t0, double t1, double t2, double t3, double[] v) {
    double[] x = cells;
    for (int i = 0; i < v.length; i++) {
      v[i] += (t0 * x[a0 + i] + t1 * x[a1 + i]) + (t2 * x[a2 + i] + t3 * x[a3 + i]);
    }
  }

  @Override
  void addTo(int column, double scale, double[] v) {
    int at = column * rows();
    for (int i = 0; i < v.length; i++) {
      v[i] += scale * cells[at + i];
    }
  }

  @Override
  void addWeightedTo(int column, double scale, double[] h, double[] v) {
    int at = column * rows();
    for (int i = 0; i < v.length; i++) {
      v[i] += scale * h[i] * cells[at + i];
    }
  }

  @Override
  double weightedSquare(int column, double[] h) {
    double[] x = cells;
    int n = rows();
    int at = column * n;
    double s0 = 0;
    double s1 = 0;
    int i = 0;
    for (; i + 2 <= n; i += 2) {
      s0 += h[i] * x[at + i] * x[at + i];
      s1 += h[i + 1] * x[at + i + 1] * x[at + i + 1];
    }
    for (; i < n; i++) {
      s0 += h[i] * x[at + i] * x[at + i];
    }
    return s0 + s1;
  }

  @Override
  void multiply(
      int[] set, int from, int to, double[] h, double[] out, int stride, boolean isRough) {
    if (from == to) {
      return;
    }
    if (products.isPresent() && isRough) {
      products.get().multiplyRoughly(cells, rootMeanSquares(), set, from, to, h, out, stride);
      return;
    }
    if (to - from < FEW) {
      super.multiply(set, from, to, h, out, stride, isRough);
      return;
    }
    if (products.isPresent()) {
      products.get().multiply(cells, set, from, to, h, out, stride);
      return;
    }
    for (int a = from; a < to; a++) {
      Arrays.fill(out, a * stride, a * stride + a + 1, 0);
    }
    // Rows of the chosen columns, a few at a time: products of whole rows, where sums run side by
    // side, are several times faster than dots of columns.
    double[] rows = new double[BLOCK * to];
    double[] t = new double[4];
    int n = rows();
    for (int first = 0; first < n; first += BLOCK) {
      int count = Math.min(BLOCK, n - first);
      for (int b = 0; b < to; b++) {
        int at = set[b] * n + first;
        for (int i = 0; i < count; i++) {
          rows[i * to + b] = cells[at + i];
        }
      }
      Arrays.fill(rows, count * to, rows.length, 0);
      for (int a = from; a < to; a++) {
        for (int i = 0; i < count; i += 4) {
          for (int k = 0; k < 4; k++) {
            t[k] = i + k < count ? h[first + i + k] * rows[(i + k) * to + a] : 0;
          }
          addFourRows(rows, i * to, to, t, out, a * stride, a + 1);
        }
      }
    }
  }

  private static void addFourRows(
      double[] x, int at, int width, double[] t, double[] out, int to, int count) {
    int x1 = at + width;
    int x2 = x1 + width;
    int x3 = x2 + width;
    double t0 = t[0];
    double t1 = t[1];
    double t2 = t[2];
    double t3 = t[3];
    for (int k = 0; k < count; k++) {
      out[to + k] += (t0 * x[at + k] + t1 * x[x1 + k]) + (t2 * x[x2 + k] + t3 * x[x3 + k]);
    }
  }

  @Override
  int mostKept() {
    return products.isPresent() ? MOST_KEPT : super.mostKept();
  }

  @Override
  long storedCells() {
    return cells.length;
  }
}
