package dev.ridgeline.solvers;

import dev.ridgeline.data.SparseFeatures;
import java.util.Arrays;

/** Sparse features, read where they are; the means are applied to the results of the products. */
final class SparseDesign extends RowDesign {
  private final SparseFeatures features;
  private final int[] rows;
  private final int columns;

  SparseDesign(SparseFeatures features, DataLoss loss, boolean centred) {
    super(features.columns());
    this.features = features;
    this.columns = features.columns();
    this.rows = loss.rowNumbers();
    double[] stored = new double[columns];
    double[] raw = new double[columns];
    for (int i = 0; i < rows.length; i++) {
      double share = loss.share(i);
      for (int at = start(i); at < end(i); at++) {
        int j = features.columnAt(at);
        double x = features.valueAt(at);
        means[j] += share * x;
        raw[j] += share * x * x;
        stored[j] += share;
      }
    }
    if (!centred) {
      Arrays.fill(means, 0);
    }
    // Squares of the stored cells' distances from the mean, then of the zeros': no cancellation.
    for (int i = 0; i < rows.length; i++) {
      for (int at = start(i); at < end(i); at++) {
        double x = features.valueAt(at) - means[features.columnAt(at)];
        squares[features.columnAt(at)] += loss.share(i) * x * x;
      }
    }
    for (int j = 0; j < columns; j++) {
      squares[j] += Math.max(0, 1 - stored[j]) * means[j] * means[j];
      squares[j] = dropRounding(squares[j], raw[j]);
    }
  }

  private int start(int i) {
    return features.rowEnd(rows[i] - 1);
  }

  private int end(int i) {
    return features.rowEnd(rows[i]);
  }

  @Override
  void addSquareTo(double[] h, int[] some, double[] out, double[] q) {
    // sum h (x - mean)(x - mean)' = sum h x x' - r mean' - mean r' + (sum h) mean mean', r = X'h.
    double[] r = new double[columns];
    double mass = 0;
    for (int i : some) {
      mass += h[i];
      for (int a = start(i); a < end(i); a++) {
        double t = h[i] * features.valueAt(a);
        int row = features.columnAt(a) * columns;
        r[features.columnAt(a)] += t;
        for (int b = start(i); b <= a; b++) {
          out[row + features.columnAt(b)] += t * features.valueAt(b);
        }
      }
    }
    for (int j = 0; j < columns; j++) {
      q[j] += squares[j] == 0 ? 0 : r[j] - mass * means[j];
      for (int k = 0; k <= j; k++) {
        out[j * columns + k] += mass * means[j] * means[k] - r[j] * means[k] - means[j] * r[k];
      }
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
      for (int j = 0; j < columns; j++) {
        row[j] = -means[j];
      }
      for (int at = start(i); at < end(i); at++) {
        row[features.columnAt(at)] += features.valueAt(at);
      }
      computePredictions(row, zero, products);
      System.arraycopy(products, 0, out, i * n, n);
    }
    return out;
  }

  @Override
  public int rows() {
    return rows.length;
  }

  @Override
  public int columns() {
    return columns;
  }

  @Override
  public void computePredictions(double[] w, double[] b, double[] eta) {
    int outputs = b.length;
    double[] shifted = b.clone();
    shiftIntercepts(w, shifted, -1);
    for (int i = 0; i < rows.length; i++) {
      for (int k = 0; k < outputs; k++) {
        double sum = 0;
        for (int at = start(i); at < end(i); at++) {
          sum += features.valueAt(at) * w[k * columns + features.columnAt(at)];
        }
        eta[i * outputs + k] = shifted[k] + sum;
      }
    }
  }

  @Override
  public void computeGradient(double[] slopes, int outputs, double[] z) {
    Arrays.fill(z, 0);
    for (int k = 0; k < outputs; k++) {
      double total = 0;
      for (int i = 0; i < rows.length; i++) {
        double t = slopes[i * outputs + k];
        total += t;
        for (int at = start(i); at < end(i); at++) {
          z[k * columns + features.columnAt(at)] += t * features.valueAt(at);
        }
      }
      for (int j = 0; j < columns; j++) {
        z[k * columns + j] = squares[j] == 0 ? 0 : z[k * columns + j] - means[j] * total;
      }
    }
  }
}
