package dev.ridgeline.solvers;

import dev.ridgeline.data.Features;
import dev.ridgeline.linalg.Blas;
import dev.ridgeline.linalg.Team;
import java.util.Optional;

/**
 * Dense centred columns, one after the other; dots keep four sums apart so that they overlap. Above
 * 300 lines, since copying, sums and products all are loops over the same cells.
 */
final class DenseColumns extends ColumnDesign {
  private static final int BLOCK = 64;

  /** Rows whose cells of a column fill a line of the cache, and cells that stay in cache. */
  private static final int LINE = 8;

  private static final int CACHED = 1 << 17;

  private static final int EIGHT = 8;

  /** Tasks of a copy: enough for any team. */
  private static final int TASKS = 64;

  /** A Gram matrix of so many columns is cheap enough to be made again every now and then. */
  private static final int MOST_KEPT = 1500;

  /** Fewer columns than these are multiplied one by one. */
  private static final int FEW = 16;

  /**
   * The same where there is a native library: it takes half the time of products one by one, and
   * gathering all columns before costs as much as two or three products with each.
   */
  private static final int FEW_NATIVE = 8;

  /**
   * Up to so many products of all columns with each other are made here: a native library that
   * makes them three times as fast takes longer to load, some 200 ms, than a path can gain by it.
   */
  private static final double SMALL = 1e6;

  private final double[] cells;
  private final Optional<NativeProducts> products;

  /**
   * Copies and centres the columns.
   *
   * @param team shares the work
   */
  DenseColumns(Features features, DataLoss loss, boolean centred, Team team) {
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
    double[][] blocks = new double[team.size()][];
    int count = (n + most - 1) / most;
    int copies = Math.min(count, TASKS);
    team.run(
        copies,
        (task, worker) -> {
          if (blocks[worker] == null) {
            blocks[worker] = new double[Math.multiplyExact(Math.min(most, n), p)];
          }
          int end = Math.min(n, most * share(count, task + 1, copies));
          for (int from = most * share(count, task, copies); from < end; from += most) {
            copyRows(features, loss, from, Math.min(end, from + most), blocks[worker]);
          }
        });
    int parts = Math.min(p, TASKS);
    team.run(
        parts,
        (task, worker) -> {
          for (int j = share(p, task, parts); j < share(p, task + 1, parts); j++) {
            centre(j, n, loss, centred);
          }
        });
    this.products =
        !isSmall && Blas.best().isNative()
            ? Optional.of(new NativeProducts(Blas.best()))
            : Optional.empty();
  }

  private static int share(int count, int task, int tasks) {
    return (int) ((long) count * task / tasks);
  }

  private void copyRows(Features features, DataLoss loss, int from, int to, double[] block) {
    int n = rows();
    int p = features.columns();
    for (int i = from; i < to; i++) {
      features.copyRow(loss.row(i), block, (i - from) * p);
    }
    for (int j = 0; j < p; j++) {
      copy(block, j, p, cells, j * n + from, to - from);
    }
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
   * Eight columns side by side, since new lines of memory come the sooner the more are under way;
   * the rest by four, which share what is read of v; a last group that is not full repeats its last
   * column.
   */
  @Override
  void dots(int[] columns, int count, double[] v, double[] out) {
    int n = rows();
    int first = 0;
    for (; first + EIGHT <= count; first += EIGHT) {
      dotEight(columns, first, v, out);
    }
    for (int k = first; k < count; k += 4) {
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

  private void dotEight(int[] columns, int k, double[] v, double[] out) {
    double[] x = cells;
    int n = rows();
    int a0 = columns[k] * n;
    int a1 = columns[k + 1] * n;
    int a2 = columns[k + 2] * n;
    int a3 = columns[k + 3] * n;
    int a4 = columns[k + 4] * n;
    int a5 = columns[k + 5] * n;
    int a6 = columns[k + 6] * n;
    int a7 = columns[k + 7] * n;
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    double s4 = 0;
    double s5 = 0;
    double s6 = 0;
    double s7 = 0;
    for (int i = 0; i < n; i++) {
      double t = v[i];
      s0 += x[a0 + i] * t;
      s1 += x[a1 + i] * t;
      s2 += x[a2 + i] * t;
      s3 += x[a3 + i] * t;
      s4 += x[a4 + i] * t;
      s5 += x[a5 + i] * t;
      s6 += x[a6 + i] * t;
      s7 += x[a7 + i] * t;
    }
    out[k] = s0;
    out[k + 1] = s1;
    out[k + 2] = s2;
    out[k + 3] = s3;
    out[k + 4] = s4;
    out[k + 5] = s5;
    out[k + 6] = s6;
    out[k + 7] = s7;
  }

  @Override
  void addAllTo(int[] columns, int count, double[] scales, double[] v) {
    int n = rows();
    int k = 0;
    for (; k + 4 <= count; k += 4) {
      FourRows.addTo(
          cells,
          columns[k] * n,
          columns[k + 1] * n,
          columns[k + 2] * n,
          columns[k + 3] * n,
          scales[k],
          scales[k + 1],
          scales[k + 2],
          scales[k + 3],
          v,
          0,
          n);
    }
    for (; k < count; k++) {
      addTo(columns[k], scales[k], v);
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
    if (to - from < (products.isPresent() ? FEW_NATIVE : FEW)) {
      super.multiply(set, from, to, h, out, stride, isRough);
      return;
    }
    if (products.isPresent()) {
      products.get().multiply(cells, set, from, to, h, out, stride);
      return;
    }
    RowwiseProducts.multiply(cells, set, from, to, h, out, stride);
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
