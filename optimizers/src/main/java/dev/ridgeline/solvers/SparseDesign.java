package dev.ridgeline.solvers;

import dev.ridgeline.data.SparseFeatures;
import java.util.Arrays;

/** A CSR copy of the rows that count; the means are applied to the results of the products. */
final class SparseDesign extends RowDesign {
  private final int[] starts;
  private final int[] indices;
  private final double[] values;
  private final int columns;

  SparseDesign(SparseFeatures features, DataLoss loss, boolean centred) {
    super(features.columns());
    this.columns = features.columns();
    int rows = loss.rows();
    this.starts = new int[rows + 1];
    for (int i = 0; i < rows; i++) {
      int row = loss.row(i);
      starts[i + 1] = starts[i] + features.rowEnd(row) - features.rowEnd(row - 1);
    }
    this.indices = new int[starts[rows]];
    this.values = new double[starts[rows]];
    double[] stored = new double[columns];
    double[] raw = new double[columns];
    for (int i = 0; i < rows; i++) {
      int from = features.rowEnd(loss.row(i) - 1);
      double share = loss.share(i);
      for (int at = starts[i]; at < starts[i + 1]; at++) {
        int j = features.columnAt(from + at - starts[i]);
        double x = features.valueAt(from + at - starts[i]);
        indices[at] = j;
        values[at] = x;
        means[j] += share * x;
        raw[j] += share * x * x;
        stored[j] += share;
      }
    }
    if (!centred) {
      Arrays.fill(means, 0);
    }
    // Squares of the stored cells' distances from the mean, then of the zeros': no cancellation.
    for (int i = 0; i < rows; i++) {
      for (int at = starts[i]; at < starts[i + 1]; at++) {
        double x = values[at] - means[indices[at]];
        squares[indices[at]] += loss.share(i) * x * x;
      }
    }
    for (int j = 0; j < columns; j++) {
      squares[j] += Math.max(0, 1 - stored[j]) * means[j] * means[j];
      squares[j] = dropRounding(squares[j], raw[j]);
    }
  }

  @Override
  void addSquareTo(double[] h, int[] some, double[] out, double[] q) {
    // sum h (x - mean)(x - mean)' = sum h x x' - r mean' - mean r' + (sum h) mean mean', r = X'h.
    double[] r = new double[columns];
    double mass = 0;
    for (int i : some) {
      mass += h[i];
      for (int a = starts[i]; a < starts[i + 1]; a++) {
        double t = h[i] * values[a];
        int row = indices[a] * columns;
        r[indices[a]] += t;
        for (int b = starts[i]; b <= a; b++) {
          out[row + indices[b]] += t * values[b];
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
      for (int at = starts[i]; at < starts[i + 1]; at++) {
        row[indices[at]] += values[at];
      }
      computePredictions(row, zero, products);
      System.arraycopy(products, 0, out, i * n, n);
    }
    return out;
  }

  @Override
  public int rows() {
    return starts.length - 1;
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
    for (int i = 0; i < rows(); i++) {
      for (int k = 0; k < outputs; k++) {
        double sum = 0;
        for (int at = starts[i]; at < starts[i + 1]; at++) {
          sum += values[at] * w[k * columns + indices[at]];
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
      for (int i = 0; i < rows(); i++) {
        double t = slopes[i * outputs + k];
        total += t;
        for (int at = starts[i]; at < starts[i + 1]; at++) {
          z[k * columns + indices[at]] += t * values[at];
        }
      }
      for (int j = 0; j < columns; j++) {
        z[k * columns + j] = squares[j] == 0 ? 0 : z[k * columns + j] - means[j] * total;
      }
    }
  }
}
