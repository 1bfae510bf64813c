package dev.ridgeline.solvers;

import dev.ridgeline.data.DenseFeatures;
import dev.ridgeline.data.Features;
import dev.ridgeline.linalg.Blas;
import dev.ridgeline.linalg.Team;
import java.util.Arrays;
import java.util.Optional;

/**
 * Dense features, read where they are, a block of rows at a time that stays in the cache for all
 * products with it.
 *
 * <p>Where no mean is large beside its column's spread, a block is a part of the features
 * themselves, if they are of type double, and the means are applied to the results; elsewhere it is
 * a copy with the means taken off.
 *
 * <p>The rows are cut into shares whose number depends on the shape alone; threads take whole
 * shares and the shares' sums are added in order, so the bits do not depend on the threads.
 */
final class DenseDesign extends RowDesign {
  private static final int SHARED_CELLS = 1 << 20;
  private static final int PANELS = 8;
  private static final int ROWS_AT_ONCE = 32;

  /** Of a column, mean square over centred square up to which its mean costs two digits at most. */
  private static final double MOST_RAW = 1e4;

  private final Features features;
  private final int[] rowNumbers;
  private final int columns;
  private final Team team;
  private final DenseProducts products;
  private final RowShares shares;
  private final double[] rawSquares;
  private final Optional<double[]> spreads;
  private int[] constant = new int[0];
  private boolean direct;

  DenseDesign(Features features, DataLoss loss, boolean centred, Team team) {
    super(features.columns());
    this.features = features;
    this.rowNumbers = loss.rowNumbers();
    this.columns = features.columns();
    this.team = team;
    this.rawSquares = new double[columns];
    this.spreads = Optional.empty();
    boolean isSmall = DenseProducts.isSmall(rowNumbers.length, columns, loss.outputs());
    if (!isSmall) {
      // The library may be loaded while the columns are measured, which does without.
      Blas.prepare();
    }
    measure(loss, centred);
    this.products = new DenseProducts(columns, isSmall);
    this.shares = cut(products.blockRows(loss.outputs()), loss.outputs());
  }

  private RowShares cut(int blockRows, int outputs) {
    return new RowShares(rows(), columns, blockRows, outputs, team.size());
  }

  private DenseDesign(DenseDesign centred) {
    super(centred.columns);
    this.spreads = Optional.of(centred.rootMeanSquares());
    this.features = centred.features;
    this.rowNumbers = centred.rowNumbers;
    this.columns = centred.columns;
    this.shares = centred.shares;
    this.team = centred.team;
    this.products = centred.products;
    this.rawSquares = centred.rawSquares;
    this.direct = true;
    System.arraycopy(rawSquares, 0, squares, 0, columns);
  }

  /** What a pass does with each of its blocks: rows from ... to - 1, their cells, the share. */
  private interface BlockJob {
    void run(int from, int to, double[] x, int at, int share);
  }

  /** A pass over blocks of cells as they are, or of copies with the means taken off. */
  private void pass(RowShares cut, boolean raw, BlockJob job) {
    team.run(
        cut.count(),
        (share, worker) -> {
          int end = cut.firstRow(share + 1);
          for (int from = cut.firstRow(share); from < end; from += cut.blockRows()) {
            int to = Math.min(end, from + cut.blockRows());
            boolean isWhole = rowNumbers[to - 1] - rowNumbers[from] == to - 1 - from;
            if (raw && isWhole && features instanceof DenseFeatures dense) {
              job.run(from, to, dense.matrix().data(), rowNumbers[from] * columns, share);
              continue;
            }
            double[] block = cut.block(worker);
            for (int i = from; i < to; i++) {
              if (raw) {
                features.copyRow(rowNumbers[i], block, (i - from) * columns);
              } else {
                load(i, block, (i - from) * columns);
              }
            }
            job.run(from, to, block, 0, share);
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
    RowShares cut = cut(DenseProducts.rowsOfLoops(columns), 1);
    double[][] parts = new double[cut.count()][columns];
    cut.clearSums(1);
    pass(
        cut,
        true,
        (from, to, x, at, share) ->
            BlockProducts.addMoments(
                x, at, to - from, columns, shift, loss, from, cut.sum(share), parts[share]));
    double[] d = new double[columns];
    if (rows() > 0) {
      cut.computeSums(d);
    }
    for (double[] part : parts) {
      for (int j = 0; j < columns; j++) {
        s[j] += part[j];
      }
    }
    int[] found = new int[columns];
    int count = 0;
    boolean isSpread = true;
    for (int j = 0; j < columns; j++) {
      double mean = shift[j] + d[j];
      double square = Math.max(0, s[j] - d[j] * d[j]);
      double raw = square + mean * mean;
      rawSquares[j] = dropRounding(raw, raw);
      squares[j] = dropRounding(centred ? square : raw, raw);
      means[j] = centred ? mean : 0;
      if (squares[j] == 0) {
        found[count++] = j;
      } else {
        isSpread &= means[j] * means[j] <= MOST_RAW * squares[j];
      }
    }
    constant = Arrays.copyOf(found, count);
    direct = isSpread;
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
  public double[] spreads() {
    return spreads.orElseGet(this::rootMeanSquares);
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
    double[] v = varying(w, b.length);
    double[] shifted = shifted(v, b);
    pass(
        shares,
        direct,
        (from, to, x, at, share) -> products.predict(x, at, from, to - from, v, shifted, eta));
  }

  @Override
  public void computeGradient(double[] slopes, int outputs, double[] z) {
    shares.clearSums(outputs);
    pass(
        shares,
        direct,
        (from, to, x, at, share) ->
            products.addGradient(x, at, from, to - from, slopes, outputs, shares.sum(share)));
    shares.computeSums(z);
    centre(slopes, outputs, z);
  }

  @Override
  public double evaluate(
      DataLoss loss, double[] w, double[] b, double[] eta, double[] slopes, double[] z) {
    int outputs = b.length;
    shares.clearSums(outputs);
    double[] value = new double[shares.count()];
    double[] v = varying(w, outputs);
    double[] shifted = shifted(v, b);
    pass(
        shares,
        direct,
        (from, to, x, at, share) -> {
          products.predict(x, at, from, to - from, v, shifted, eta);
          value[share] += loss.computeSlopes(from, to, eta, slopes);
          products.addGradient(x, at, from, to - from, slopes, outputs, shares.sum(share));
        });
    shares.computeSums(z);
    centre(slopes, outputs, z);
    return Arrays.stream(value).sum();
  }

  /** The weights, without those of constant columns, which copies hold as zeros. */
  private double[] varying(double[] w, int outputs) {
    if (!direct || constant.length == 0) {
      return w;
    }
    double[] v = w.clone();
    for (int k = 0; k < outputs; k++) {
      for (int j : constant) {
        v[k * columns + j] = 0;
      }
    }
    return v;
  }

  private double[] shifted(double[] v, double[] b) {
    if (!direct) {
      return b;
    }
    double[] shifted = b.clone();
    shiftIntercepts(v, shifted, -1);
    return shifted;
  }

  /** Turns products with cells as they are into products with centred ones. */
  private void centre(double[] slopes, int outputs, double[] z) {
    for (int k = 0; direct && k < outputs; k++) {
      double total = 0;
      for (int at = k; at < slopes.length; at += outputs) {
        total += slopes[at];
      }
      for (int j = 0; j < columns; j++) {
        z[k * columns + j] -= means[j] * total;
      }
      for (int j : constant) {
        z[k * columns + j] = 0;
      }
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
            products.addSquares(x, count, low, high, out);
            for (int i = 0; i < count; i++) {
              for (int j = low; j < high; j++) {
                q[j] += roots[i] * x[i * columns + j];
              }
            }
          });
    }
  }

  @Override
  double[] rowProducts() {
    int n = rows();
    double[] out = new double[Math.multiplyExact(n, n)];
    int most = Math.max(1, Math.min(ROWS_AT_ONCE, n));
    for (int from = 0; from < n; from += most) {
      int count = Math.min(most, n - from);
      double[] some = new double[Math.multiplyExact(count, columns)];
      for (int i = 0; i < count; i++) {
        load(from + i, some, i * columns);
      }
      double[] products = new double[n * count];
      computePredictions(some, new double[count], products);
      for (int k = 0; k < n; k++) {
        System.arraycopy(products, k * count, out, k * n + from, count);
      }
    }
    return out;
  }
}
