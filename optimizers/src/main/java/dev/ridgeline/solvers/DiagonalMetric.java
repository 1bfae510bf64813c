package dev.ridgeline.solvers;

import java.util.Arrays;

/**
 * One curvature for all coefficients, larger only for columns whose mean square is above the
 * median: columns in units of 1e12 do not hold up the others, and rare columns, on which the
 * penalty rather than the data decides, are not hurried. Where nothing is penalised each column has
 * its own curvature, so that units do not matter at all.
 */
final class DiagonalMetric implements Metric {
  private final double[] inverse;

  DiagonalMetric(DataLoss loss, RowDesign design, double penaltyCurvature) {
    int p = design.columns();
    int outputs = loss.outputs();
    double nu = Double.isFinite(loss.smoothness()) ? loss.smoothness() : 1;
    double[] sorted = design.squares.clone();
    Arrays.sort(sorted);
    int constant = 0;
    while (constant < p && sorted[constant] == 0) {
      constant++;
    }
    double median = constant < p ? sorted[constant + (p - constant) / 2] : 1;
    double[] relative = new double[p];
    double sum = 1;
    for (int j = 0; j < p; j++) {
      double ratio = design.square(j) / median;
      relative[j] = ratio == 0 ? 1 : penaltyCurvature == 0 ? ratio : Math.max(1, ratio);
      sum += Math.min(1, design.square(j) / median);
    }
    // As if all columns were the same one: the first step is too short rather than too long.
    double unit = nu * median * sum + penaltyCurvature;
    this.inverse = new double[outputs * (p + 1)];
    for (int at = 0; at < inverse.length; at++) {
      inverse[at] = 1 / (unit * (at < outputs * p ? relative[at % p] : 1));
    }
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
