package dev.ridgeline.solvers;

import dev.ridgeline.data.Features;
import dev.ridgeline.data.SparseFeatures;
import java.util.Arrays;

/** Products with the features as they were given, row by row: what certificates are made with. */
final class FeaturesDesign implements Design {
  private final Features features;
  private final int[] rows;
  private final double[] norms;
  private final double[] spreads;

  FeaturesDesign(Features features, DataLoss loss) {
    this.features = features;
    this.rows = loss.rowNumbers();
    int p = features.columns();
    double[] first = new double[p];
    if (!features.isSparse() && rows.length > 0) {
      // About the first row, so that a mean far from 0 takes no digits.
      features.copyRow(rows[0], first, 0);
    }
    double[] sums = new double[p];
    double[] squares = new double[p];
    if (features instanceof SparseFeatures sparse) {
      addSparse(sparse, loss, sums, squares);
    } else {
      addDense(loss, first, sums, squares);
    }
    this.norms = new double[p];
    this.spreads = new double[p];
    for (int j = 0; j < p; j++) {
      double mean = first[j] + sums[j];
      double spread = Math.max(0, squares[j] - sums[j] * sums[j]);
      norms[j] = Math.sqrt(spread + mean * mean);
      // What is left of equal numbers is rounding.
      spreads[j] = spread > 1e-14 * squares[j] ? Math.sqrt(spread) : 0;
    }
  }

  private void addSparse(SparseFeatures sparse, DataLoss loss, double[] sums, double[] squares) {
    for (int i = 0; i < rows.length; i++) {
      for (int at = sparse.rowEnd(rows[i] - 1); at < sparse.rowEnd(rows[i]); at++) {
        double x = sparse.valueAt(at);
        sums[sparse.columnAt(at)] += loss.share(i) * x;
        squares[sparse.columnAt(at)] += loss.share(i) * x * x;
      }
    }
  }

  private void addDense(DataLoss loss, double[] first, double[] sums, double[] squares) {
    double[] row = new double[features.columns()];
    for (int i = 0; i < rows.length; i++) {
      features.copyRow(rows[i], row, 0);
      for (int j = 0; j < row.length; j++) {
        double x = row[j] - first[j];
        sums[j] += loss.share(i) * x;
        squares[j] += loss.share(i) * x * x;
      }
    }
  }

  @Override
  public double[] rootMeanSquares() {
    return norms;
  }

  @Override
  public double[] spreads() {
    return spreads;
  }

  @Override
  public int rows() {
    return rows.length;
  }

  @Override
  public int columns() {
    return features.columns();
  }

  @Override
  public void computePredictions(double[] w, double[] b, double[] eta) {
    int p = features.columns();
    for (int i = 0, at = 0; i < rows.length; i++) {
      for (int k = 0; k < b.length; k++, at++) {
        eta[at] = b[k] + features.dotRow(rows[i], w, k * p);
      }
    }
  }

  @Override
  public void computeGradient(double[] slopes, int outputs, double[] z) {
    int p = features.columns();
    Arrays.fill(z, 0);
    for (int i = 0, at = 0; i < rows.length; i++) {
      for (int k = 0; k < outputs; k++, at++) {
        features.addRowTo(rows[i], slopes[at], z, k * p);
      }
    }
  }
}
