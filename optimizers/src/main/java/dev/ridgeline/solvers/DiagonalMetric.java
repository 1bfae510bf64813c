package dev.ridgeline.solvers;

/** The columns' mean squares times the loss's curvature, plus the penalty's. */
final class DiagonalMetric implements Metric {
  private final double[] inverse;

  DiagonalMetric(DataLoss loss, RowDesign design, double penaltyCurvature) {
    int p = design.columns();
    int outputs = loss.outputs();
    double nu = Double.isFinite(loss.smoothness()) ? loss.smoothness() : 1;
    this.inverse = new double[outputs * (p + 1)];
    for (int at = 0; at < inverse.length; at++) {
      double curvature = at < outputs * p ? nu * design.square(at % p) + penaltyCurvature : nu;
      // A constant column that nothing penalises stays where it is.
      inverse[at] = curvature > 0 ? 1 / curvature : 0;
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
