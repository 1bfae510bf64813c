package dev.ridgeline.solvers;

import dev.ridgeline.data.Features;
import dev.ridgeline.data.SparseFeatures;
import java.util.Arrays;

/** Products with the features as they were given, row by row: what certificates are made with. */
final class FeaturesDesign implements Design {
  private final Features features;
  private final int[] rows;
  private final double[] norms;

  FeaturesDesign(Features features, DataLoss loss) {
    this.features = features;
    this.rows = loss.rowNumbers();
    this.norms = new double[features.columns()];
    if (features instanceof SparseFeatures sparse) {
      for (int i = 0; i < rows.length; i++) {
        for (int at = sparse.rowEnd(rows[i] - 1); at < sparse.rowEnd(rows[i]); at++) {
          double x = sparse.valueAt(at);
          norms[sparse.columnAt(at)] += loss.share(i) * x * x;
        }
      }
    } else {
      addDenseSquares(loss);
    }
    Arrays.setAll(norms, j -> Math.sqrt(norms[j]));
  }

  private void addDenseSquares(DataLoss loss) {
    double[] row = new double[features.columns()];
    for (int i = 0; i < rows.length; i++) {
      features.copyRow(rows[i], row, 0);
      for (int j = 0; j < row.length; j++) {
        norms[j] += loss.share(i) * row[j] * row[j];
      }
    }
  }

  @Override
  public double[] rootMeanSquares() {
    return norms;
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
