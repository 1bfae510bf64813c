package dev.ridgeline.solvers;

import dev.ridgeline.data.Features;
import dev.ridgeline.data.RescaledFeatures;
import dev.ridgeline.data.SparseFeatures;
import dev.ridgeline.linalg.Team;

/** The features as a solver works with them, row by row. */
abstract class RowDesign extends CentredDesign {
  RowDesign(int columns) {
    super(columns);
  }

  /**
   * Measures the features, which stay where they are; on the caller's thread.
   *
   * @param features all rows
   * @param loss which rows count, and how much
   * @param centred whether an intercept is fitted
   */
  static RowDesign of(Features features, DataLoss loss, boolean centred) {
    return of(features, loss, centred, Team.of(1));
  }

  /** The same with passes shared by the threads of a team, for dense features. */
  static RowDesign of(Features features, DataLoss loss, boolean centred, Team team) {
    return features instanceof SparseFeatures sparse
        ? new SparseDesign(sparse, loss, centred)
        : new DenseDesign(features, loss, centred, team);
  }

  /** The same for many passes: features that are computed when they are read are copied. */
  static RowDesign stored(Features features, DataLoss loss, boolean centred, Team team) {
    return features instanceof RescaledFeatures view
        ? of(view.stored(), loss, centred, team)
        : of(features, loss, centred, team);
  }

  /**
   * Adds X' diag(h) X over some rows to the lower triangle of a matrix, and X' h to a vector.
   *
   * @param h one weight a row, not negative
   * @param some numbers of the rows, ascending
   * @param out columns x columns, row-major; the lower triangle accumulates, what is above the
   *     diagonal is lost
   * @param q accumulates one number a column
   */
  abstract void addSquareTo(double[] h, int[] some, double[] out, double[] q);

  /**
   * X X' of the centred rows.
   *
   * @return rows x rows, row-major, both triangles
   */
  abstract double[] rowProducts();
}
