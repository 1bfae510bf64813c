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

  /**
   * Moves all predictions by so little that value and slopes follow from what is known, to a share
   * of shift^2 of the second derivatives, for a loss that is {@link DataLoss#isSelfConcordant}. The
   * second derivatives stay, which is off by a share of the shift.
   */
  void nudge(double shift) {
    value = value() + shift * (sumOfSlopes() + shift / 2 * sumOfCurvatures());
    for (int i = 0; i < eta.length; i++) {
      slopes[i] += shift * h[i];
      eta[i] += shift;
    }
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

  /** The derivative of the mean loss in a shift of all predictions. */
  double sumOfSlopes() {
    return sum(slopes());
  }

  /** Its second derivative in such a shift. */
  double sumOfCurvatures() {
    return sum(curvatures());
  }

  private static double sum(double[] v) {
    double sum = 0;
    for (double x : v) {
      sum += x;
    }
    return sum;
  }
}
