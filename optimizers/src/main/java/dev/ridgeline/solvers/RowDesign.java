package dev.ridgeline.solvers;

import dev.ridgeline.data.Features;
import dev.ridgeline.data.SparseFeatures;

/** A solver's own copy of the features, row by row. */
abstract class RowDesign extends CentredDesign {
  RowDesign(int columns) {
    super(columns);
  }

  /**
   * Copies the features.
   *
   * @param features all rows
   * @param loss which rows count, and how much
   * @param centred whether an intercept is fitted
   */
  static RowDesign of(Features features, DataLoss loss, boolean centred) {
    return features instanceof SparseFeatures sparse
        ? new SparseDesign(sparse, loss, centred)
        : new DenseDesign(features, loss, centred);
  }

  /**
   * Adds X' diag(h) X to the lower triangle of a matrix.
   *
   * @param h one weight a row
   * @param out columns x columns, row-major; the lower triangle accumulates
   */
  abstract void addSquareTo(double[] h, double[] out);

  /**
   * X X' of the centred rows.
   *
   * @return rows x rows, row-major, both triangles
   */
  abstract double[] rowProducts();
}
