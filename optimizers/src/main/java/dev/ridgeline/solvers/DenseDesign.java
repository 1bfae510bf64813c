package dev.ridgeline.solvers;

import dev.ridgeline.data.Features;
import java.util.Arrays;

/** A dense row-major copy; products take four rows at a time, so that weights stay in registers. */
final class DenseDesign extends RowDesign {
  private final double[] cells;
  private final int rows;
  private final int columns;

  DenseDesign(Features features, DataLoss loss, boolean centred) {
    super(features.columns());
    this.rows = loss.rows();
    this.columns = features.columns();
    this.cells = new double[Math.multiplyExact(rows, columns)];
    double[] raw = new double[columns];
    for (int i = 0; i < rows; i++) {
      int at = i * columns;
      double share = loss.share(i);
      features.copyRow(loss.row(i), cells, at);
      for (int j = 0; j < columns; j++) {
        double x = cells[at + j];
        means[j] += share * x;
        raw[j] += share * x * x;
      }
    }
    if (!centred) {
      Arrays.fill(means, 0);
    }
    for (int i = 0, at = 0; i < rows; i++) {
      double share = loss.share(i);
      for (int j = 0; j < columns; j++, at++) {
        double x = cells[at] - means[j];
        cells[at] = x;
        squares[j] += share * x * x;
      }
    }
    for (int j = 0; j < columns; j++) {
      squares[j] = dropRounding(squares[j], raw[j]);
      for (int i = 0; squares[j] == 0 && i < rows; i++) {
        cells[i * columns + j] = 0;
      }
    }
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public int columns() {
    return columns;
  }

  @Override
  public void computePredictions(double[] w, double[] b, double[] eta) {
    int outputs = b.length;
    for (int k = 0; k < outputs; k++) {
      int i = 0;
      for (; i + 4 <= rows; i += 4) {
        dotFourRows(i, w, k * columns, b[k], eta, k, outputs);
      }
      for (; i < rows; i++) {
        int at = i * columns;
        double sum = 0;
        for (int j = 0; j < columns; j++) {
          sum += cells[at + j] * w[k * columns + j];
        }
        eta[i * outputs + k] = b[k] + sum;
      }
    }
  }

  private void dotFourRows(int i, double[] w, int wAt, double b, double[] eta, int k, int outputs) {
    double[] x = cells;
    int p = columns;
    int a0 = i * p;
    int a1 = a0 + p;
    int a2 = a1 + p;
    int a3 = a2 + p;
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    for (int j = 0; j < p; j++) {
      double v = w[wAt + j];
      s0 += x[a0 + j] * v;
      s1 += x[a1 + j] * v;
      s2 += x[a2 + j] * v;
      s3 += x[a3 + j] * v;
    }
    eta[i * outputs + k] = b + s0;
    eta[(i + 1) * outputs + k] = b + s1;
    eta[(i + 2) * outputs + k] = b + s2;
    eta[(i + 3) * outputs + k] = b + s3;
  }

  @Override
  public void computeGradient(double[] slopes, int outputs, double[] z) {
    Arrays.fill(z, 0);
    for (int k = 0; k < outputs; k++) {
      int i = 0;
      for (; i + 4 <= rows; i += 4) {
        addFourRows(i, slopes, k, outputs, z, k * columns);
      }
      for (; i < rows; i++) {
        double t = slopes[i * outputs + k];
        int at = i * columns;
        for (int j = 0; j < columns; j++) {
          z[k * columns + j] += t * cells[at + j];
        }
      }
    }
  }

  @Override
  void addSquareTo(double[] h, double[] out) {
    int i = 0;
    for (; i + 4 <= rows; i += 4) {
      addFourSquares(i, h, out);
    }
    for (; i < rows; i++) {
      int at = i * columns;
      for (int j = 0; j < columns; j++) {
        double t = h[i] * cells[at + j];
        for (int k = 0; k <= j; k++) {
          out[j * columns + k] += t * cells[at + k];
        }
      }
    }
  }

  private void addFourSquares(int i, double[] h, double[] out) {
    double[] x = cells;
    int p = columns;
    int a0 = i * p;
    int a1 = a0 + p;
    int a2 = a1 + p;
    int a3 = a2 + p;
    for (int j = 0; j < p; j++) {
      double t0 = h[i] * x[a0 + j];
      double t1 = h[i + 1] * x[a1 + j];
      double t2 = h[i + 2] * x[a2 + j];
      double t3 = h[i + 3] * x[a3 + j];
      int to = j * p;
      for (int k = 0; k <= j; k++) {
        out[to + k] += (t0 * x[a0 + k] + t1 * x[a1 + k]) + (t2 * x[a2 + k] + t3 * x[a3 + k]);
      }
    }
  }

  @Override
  double[] rowProducts() {
    double[] out = new double[Math.multiplyExact(rows, rows)];
    double[] row = new double[columns];
    double[] products = new double[rows];
    double[] zero = new double[1];
    for (int i = 0; i < rows; i++) {
      System.arraycopy(cells, i * columns, row, 0, columns);
      computePredictions(row, zero, products);
      System.arraycopy(products, 0, out, i * rows, rows);
    }
    return out;
  }

  private void addFourRows(int i, double[] slopes, int k, int outputs, double[] z, int zAt) {
    double[] x = cells;
    int p = columns;
    int a0 = i * p;
    int a1 = a0 + p;
    int a2 = a1 + p;
    int a3 = a2 + p;
    double t0 = slopes[i * outputs + k];
    double t1 = slopes[(i + 1) * outputs + k];
    double t2 = slopes[(i + 2) * outputs + k];
    double t3 = slopes[(i + 3) * outputs + k];
    for (int j = 0; j < p; j++) {
      z[zAt + j] += (t0 * x[a0 + j] + t1 * x[a1 + j]) + (t2 * x[a2 + j] + t3 * x[a3 + j]);
    }
  }
}
