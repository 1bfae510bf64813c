package dev.ridgeline.solvers;

import dev.ridgeline.data.DenseFeatures;
import dev.ridgeline.data.Features;
import dev.ridgeline.linalg.Blas;
import dev.ridgeline.linalg.Team;
import java.util.Arrays;

/**
 * Dense features, read where they are: each pass copies a few rows at a time into a block that
 * stays in the cache, takes the means off there, and does all its products with the block.
 *
 * <p>The rows are cut into shares whose number depends on the shape alone; threads take whole
 * shares and the shares' sums are added in order, so the bits do not depend on the threads.
 */
final class DenseDesign extends RowDesign {
  private static final int MOST_SHARES = 16;
  private static final int SHARED_CELLS = 1 << 20;
  private static final int PANELS = 8;

  private final Features features;
  private final int[] rowNumbers;
  private final int columns;
  private final int blockRows;
  private final int shares;
  private final Team team;
  private final Blas blas = Blas.best();
  private final double[][] blocks;
  private final double[][] sums;
  private final double[] rawSquares;
  private int[] constant = new int[0];

  DenseDesign(Features features, DataLoss loss, boolean centred, Team team) {
    super(features.columns());
    this.features = features;
    this.rowNumbers = loss.rowNumbers();
    this.columns = features.columns();
    this.team = team;
    // One output's products are simple loops and want the first cache; BLAS wants long blocks.
    int cells = loss.outputs() == 1 ? 1 << 12 : 1 << 16;
    this.blockRows = Math.max(4, Math.min(128, cells / Math.max(1, columns) / 4 * 4));
    int affordable = SHARED_CELLS / Math.max(1, loss.outputs() * columns);
    int most = Math.max(2, Math.min(MOST_SHARES, affordable));
    this.shares = Math.max(1, Math.min(most, (rows() + blockRows - 1) / blockRows));
    this.blocks = new double[team.size()][Math.multiplyExact(blockRows, columns)];
    this.sums = new double[shares][];
    this.rawSquares = new double[columns];
    measure(loss, centred);
  }

  private int firstRow(int share) {
    int unit = (rows() + shares - 1) / shares;
    unit = (unit + blockRows - 1) / blockRows * blockRows;
    return (int) Math.min(rows(), (long) share * unit);
  }

  private DenseDesign(DenseDesign centred) {
    super(centred.columns);
    this.features = centred.features;
    this.rowNumbers = centred.rowNumbers;
    this.columns = centred.columns;
    this.blockRows = centred.blockRows;
    this.shares = centred.shares;
    this.team = centred.team;
    this.blocks = centred.blocks;
    this.sums = centred.sums;
    this.rawSquares = centred.rawSquares;
    System.arraycopy(rawSquares, 0, squares, 0, columns);
  }

  /** What a pass does with each of its blocks: rows from ... to - 1, their cells, the share. */
  private interface BlockJob {
    void run(int from, int to, double[] x, int share);
  }

  private void pass(BlockJob job) {
    team.run(
        shares,
        (share, worker) -> {
          int end = firstRow(share + 1);
          for (int from = firstRow(share); from < end; from += blockRows) {
            int to = Math.min(end, from + blockRows);
            for (int i = from; i < to; i++) {
              load(i, blocks[worker], (i - from) * columns);
            }
            job.run(from, to, blocks[worker], share);
          }
        });
  }

  private void load(int i, double[] x, int at) {
    if (features instanceof DenseFeatures dense) {
      subtract(dense.matrix().data(), rowNumbers[i] * columns, means, x, at, columns);
    } else {
      features.copyRow(rowNumbers[i], x, at);
      subtract(x, at, means, x, at, columns);
    }
    for (int j : constant) {
      x[at + j] = 0;
    }
  }

  /**
   * Weighted means and centred squares in one pass, of distances from the first row: a constant
   * column has none, and where the first row is far off so is the square.
   */
  private void measure(DataLoss loss, boolean centred) {
    double[] shift = means;
    if (rows() > 0) {
      features.copyRow(rowNumbers[0], shift, 0);
    }
    double[] s = new double[columns];
    double[][] parts = new double[shares][columns];
    clearSums(1);
    pass(
        (from, to, x, share) ->
            BlockProducts.addMoments(x, to - from, columns, loss, from, sums[share], parts[share]));
    double[] d = new double[columns];
    if (rows() > 0) {
      addSums(d);
    }
    for (double[] part : parts) {
      for (int j = 0; j < columns; j++) {
        s[j] += part[j];
      }
    }
    int[] found = new int[columns];
    int count = 0;
    for (int j = 0; j < columns; j++) {
      double mean = shift[j] + d[j];
      double square = Math.max(0, s[j] - d[j] * d[j]);
      double raw = square + mean * mean;
      rawSquares[j] = dropRounding(raw, raw);
      squares[j] = dropRounding(centred ? square : raw, raw);
      means[j] = centred ? mean : 0;
      if (squares[j] == 0) {
        found[count++] = j;
      }
    }
    constant = Arrays.copyOf(found, count);
  }

  /** The same features as they were given, neither centred nor rid of rounding. */
  Design uncentred() {
    return new DenseDesign(this);
  }

  private static void subtract(
      double[] from, int fromAt, double[] means, double[] to, int toAt, int length) {
    for (int j = 0; j < length; j++) {
      to[toAt + j] = from[fromAt + j] - means[j];
    }
  }

  @Override
  public int rows() {
    return rowNumbers.length;
  }

  @Override
  public int columns() {
    return columns;
  }

  @Override
  public void computePredictions(double[] w, double[] b, double[] eta) {
    pass((from, to, x, share) -> predict(from, to, x, w, b, eta));
  }

  @Override
  public void computeGradient(double[] slopes, int outputs, double[] z) {
    clearSums(outputs);
    pass((from, to, x, share) -> addGradient(from, to, x, slopes, outputs, sums[share]));
    addSums(z);
  }

  @Override
  double evaluate(
      DataLoss loss, double[] w, double[] b, double[] eta, double[] slopes, double[] z) {
    clearSums(b.length);
    double[] value = new double[shares];
    pass(
        (from, to, x, share) -> {
          predict(from, to, x, w, b, eta);
          value[share] += loss.computeSlopes(from, to, eta, slopes);
          addGradient(from, to, x, slopes, b.length, sums[share]);
        });
    addSums(z);
    return Arrays.stream(value).sum();
  }

  private void clearSums(int outputs) {
    for (int share = 0; share < shares; share++) {
      if (sums[share] == null || sums[share].length != outputs * columns) {
        sums[share] = new double[outputs * columns];
      }
      Arrays.fill(sums[share], 0);
    }
  }

  private void addSums(double[] z) {
    System.arraycopy(sums[0], 0, z, 0, z.length);
    for (int share = 1; share < shares; share++) {
      double[] sum = sums[share];
      for (int j = 0; j < z.length; j++) {
        z[j] += sum[j];
      }
    }
  }

  private void predict(int from, int to, double[] x, double[] w, double[] b, double[] eta) {
    int outputs = b.length;
    int count = to - from;
    if (outputs > 1 && columns > 0 && blas.isNative()) {
      blas.multiply(
          false,
          true,
          count,
          outputs,
          columns,
          x,
          0,
          columns,
          w,
          0,
          columns,
          0,
          eta,
          from * outputs,
          outputs);
      for (int i = from, at = from * outputs; i < to; i++) {
        for (int k = 0; k < outputs; k++, at++) {
          eta[at] += b[k];
        }
      }
      return;
    }
    for (int k = 0; k < outputs; k++) {
      BlockProducts.predict(
          x, count, columns, w, k * columns, b[k], eta, from * outputs + k, outputs);
    }
  }

  private void addGradient(int from, int to, double[] x, double[] slopes, int outputs, double[] z) {
    int count = to - from;
    if (outputs > 1 && columns > 0 && blas.isNative()) {
      blas.multiply(
          true,
          false,
          outputs,
          columns,
          count,
          slopes,
          from * outputs,
          outputs,
          x,
          0,
          columns,
          1,
          z,
          0,
          columns);
      return;
    }
    for (int k = 0; k < outputs; k++) {
      BlockProducts.addRows(x, count, columns, slopes, from * outputs + k, outputs, z, k * columns);
    }
  }

  @Override
  void addSquareTo(double[] h, int[] some, double[] out, double[] q) {
    int chunk = Math.max(4, Math.min(512, SHARED_CELLS / Math.max(1, columns) / 4 * 4));
    chunk = Math.min(chunk, (some.length + 3) / 4 * 4);
    double[] x = new double[Math.multiplyExact(chunk, columns)];
    double[] roots = new double[chunk];
    int panels = columns < 8 * PANELS ? 1 : PANELS;
    for (int from = 0; from < some.length; from += chunk) {
      int first = from;
      int count = Math.min(chunk, some.length - from);
      int parts = (count + 31) / 32;
      team.run(
          parts,
          (part, worker) -> {
            for (int i = 32 * part; i < Math.min(count, 32 * part + 32); i++) {
              load(some[first + i], x, i * columns);
              roots[i] = Math.sqrt(h[some[first + i]]);
              for (int at = i * columns; at < (i + 1) * columns; at++) {
                x[at] *= roots[i];
              }
            }
          });
      team.run(
          panels,
          (panel, worker) -> {
            // Panels of equal area of the lower triangle.
            int low = (int) (columns * Math.sqrt((double) panel / panels));
            int high = (int) (columns * Math.sqrt((panel + 1.0) / panels));
            addPanel(x, count, low, high, out);
            for (int i = 0; i < count; i++) {
              for (int j = low; j < high; j++) {
                q[j] += roots[i] * x[i * columns + j];
              }
            }
          });
    }
  }

  private void addPanel(double[] x, int count, int low, int high, double[] out) {
    if (blas.isNative() && high > low) {
      blas.multiply(
          true,
          false,
          high - low,
          high,
          count,
          x,
          low,
          columns,
          x,
          0,
          columns,
          1,
          out,
          low * columns,
          columns);
    } else {
      BlockProducts.addSquares(x, count, columns, low, high, out);
    }
  }

  @Override
  double[] rowProducts() {
    int n = rows();
    double[] out = new double[Math.multiplyExact(n, n)];
    double[] row = new double[columns];
    double[] products = new double[n];
    double[] zero = new double[1];
    for (int i = 0; i < n; i++) {
      load(i, row, 0);
      computePredictions(row, zero, products);
      System.arraycopy(products, 0, out, i * n, n);
    }
    return out;
  }
}
