package dev.ridgeline.solvers;

/** Predictions with the mean loss and its derivatives there, computed when they are asked for. */
final class LossPoint {
  private final DataLoss loss;
  private final double[] eta;
  private final double[] slopes;
  private final double[] h;
  private double value;
  private boolean isEvaluated;

  LossPoint(DataLoss loss) {
    this.loss = loss;
    this.eta = new double[loss.rows()];
    this.slopes = new double[loss.rows()];
    this.h = new double[loss.rows()];
  }

  /** The predictions, to be overwritten: what was known of others is forgotten. */
  double[] newPredictions() {
    isEvaluated = false;
    return eta;
  }

  /** The predictions; not to be modified. */
  double[] predictions() {
    return eta;
  }

  private void evaluate() {
    if (!isEvaluated) {
      value = loss.computeDerivatives(eta, slopes, h);
      isEvaluated = true;
    }
  }

  double value() {
    evaluate();
    return value;
  }

  /** First derivatives of the mean loss; not to be modified. */
  double[] slopes() {
    evaluate();
    return slopes;
  }

  /** Second derivatives of the mean loss, not floored; not to be modified. */
  double[] curvatures() {
    evaluate();
    return h;
  }
}
