package dev.ridgeline.solvers;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/**
 * A bound on each weight's own second derivative: that of the rows' loss times the mean square of
 * its column, and the penalty's. Rare columns, on which the penalty rather than the data decides,
 * take the penalty's steps, frequent ones those of the data, and where nothing is penalised units
 * do not matter at all.
 */
final class DiagonalMetric implements Metric {
  /**
   * Sparse columns share few rows, so each one's own curvature is what a step meets, and that of
   * the intercepts is a share of the loss's bound: it counts little between 0.2 and 1, while with a
   * twentieth, or that of a typical column, they take several times as many iterations.
   */
  private static final double SPARSE_INTERCEPT = 0.4;

  private final double[] inverse;

  /**
   * Measures columns.
   *
   * @param penalty a bound on the second derivative of the penalty in a column's weights
   */
  DiagonalMetric(DataLoss loss, RowDesign design, IntToDoubleFunction penalty) {
    int p = design.columns();
    int weights = loss.outputs() * p;
    double nu = Double.isFinite(loss.smoothness()) ? loss.smoothness() : 1;
    double largest = 0;
    double sum = 0;
    for (double square : design.squares) {
      largest = Math.max(largest, square);
      sum += square;
    }
    // As if all columns were the same one: the first step is too short rather than too long.
    double first = largest > 0 ? 1 + sum / largest : 1;
    double intercept =
        nu * (design instanceof SparseDesign ? SPARSE_INTERCEPT : median(design.squares));
    this.inverse = new double[weights + loss.outputs()];
    for (int at = 0; at < inverse.length; at++) {
      int j = at % Math.max(1, p);
      double curvature =
          at < weights ? nu * design.square(j) + penalty.applyAsDouble(j) : intercept;
      inverse[at] = 1 / (first * (curvature > 0 ? curvature : 1));
    }
  }

  /**
   * The mean square of a typical column. Dense columns go together, so the directions that steps
   * take are curved more than any one of them; intercepts, which stand apart, must not fall behind:
   * on 10000 pictures of 784 pixels in ten classes they would take twice as many iterations.
   */
  private static double median(double[] squares) {
    double[] sorted = Arrays.stream(squares).filter(square -> square > 0).sorted().toArray();
    return sorted.length == 0 ? 1 : sorted[sorted.length / 2];
  }

  @Override
  public void solve(double[] v) {
    for (int j = 0; j < v.length; j++) {
      v[j] *= inverse[j];
    }
  }

  @Override
  public boolean refresh() {
    return false;
  }
}
