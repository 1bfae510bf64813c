package dev.ridgeline.solvers;

/** Predictions of classes with the mean loss and its slopes there, computed when asked for. */
final class ClassPoint {
  private final DataLoss loss;
  private final int outputs;
  private final double[] eta;
  private final double[] slopes;
  private double value;
  private boolean isEvaluated;

  ClassPoint(DataLoss loss) {
    this.loss = loss;
    this.outputs = loss.outputs();
    this.eta = new double[loss.rows() * outputs];
    this.slopes = new double[eta.length];
  }

  /** The predictions, rows x outputs, to be overwritten: what was known of others is forgotten. */
  double[] newPredictions() {
    isEvaluated = false;
    return eta;
  }

  /** The predictions, rows x outputs; not to be modified. */
  double[] predictions() {
    return eta;
  }

  private void evaluate() {
    if (!isEvaluated) {
      value = loss.computeSlopes(eta, slopes);
      isEvaluated = true;
    }
  }

  double value() {
    evaluate();
    return value;
  }

  /** Derivatives of the mean loss, rows x outputs; not to be modified. */
  double[] slopes() {
    evaluate();
    return slopes;
  }

  /**
   * The probability of a class in a row, to the rounding of 1: what the slope adds to the label.
   */
  double probability(int row, int k) {
    evaluate();
    return slopes[row * outputs + k] / loss.share(row) + loss.label(row, k);
  }

  /**
   * Sum over the rows of s' H^+ s, for slopes s and second derivatives H = share (diag(p) - p p').
   * As (diag(p) - p p') (-y/p) = p - y, a row's is share (sum of y_k^2 / p_k - 1).
   *
   * @param least probabilities are taken to be at least this
   */
  double squareOfSlopes(double least) {
    double sum = 0;
    for (int i = 0; i < loss.rows(); i++) {
      double row = -1;
      for (int k = 0; k < outputs; k++) {
        double y = loss.label(i, k);
        row += y == 0 ? 0 : y * y / Math.max(least, probability(i, k));
      }
      sum += loss.share(i) * Math.max(0, row);
    }
    return sum;
  }
}
