package dev.ridgeline.solvers;

import dev.ridgeline.data.Features;
import java.util.Arrays;

/** Products with the features as they were given, row by row: what certificates are made with. */
final class FeaturesDesign implements Design {
  private final Features features;
  private final int[] rows;

  FeaturesDesign(Features features, int[] rows) {
    this.features = features;
    this.rows = rows;
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
