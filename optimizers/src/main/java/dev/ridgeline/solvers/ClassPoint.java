package dev.ridgeline.solvers;

/** Predictions of classes with the mean loss and its slopes there, computed when asked for. */
final class ClassPoint {
  private final DataLoss loss;
  private final int outputs;
  private final double[] eta;
  private final double[] slopes;
  private final double[] p;
  private double value;
  private boolean isEvaluated;

  ClassPoint(DataLoss loss) {
    this.loss = loss;
    this.outputs = loss.outputs();
    this.eta = new double[loss.rows() * outputs];
    this.slopes = new double[eta.length];
    this.p = new double[eta.length];
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
      loss.computeProbabilities(slopes, p);
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
   * The probabilities of the classes, rows x outputs, to the rounding of 1: what the slopes add to
   * the labels; not to be modified.
   */
  double[] probabilities() {
    evaluate();
    return p;
  }

  /** Sums of the slopes over the rows, one a class: the gradient in the intercepts. */
  double[] sumsOfSlopes() {
    evaluate();
    double[] sums = new double[outputs];
    for (int at = 0; at < slopes.length; ) {
      for (int k = 0; k < outputs; k++, at++) {
        sums[k] += slopes[at];
      }
    }
    return sums;
  }

  /**
   * Sum over the rows of s' H^+ s, for slopes s and second derivatives H = share (diag(p) - p p').
   * As (diag(p) - p p') (-y/p) = p - y, a row's is share (sum of y_k^2 / p_k - 1).
   *
   * @param least probabilities are taken to be at least this
   */
  double squareOfSlopes(double least) {
    evaluate();
    boolean isHard = loss.isHard();
    double sum = 0;
    for (int i = 0; i < loss.rows(); i++) {
      double row = -1;
      if (isHard) {
        row += 1 / Math.max(least, p[i * outputs + (int) loss.target(i)]);
      }
      for (int k = 0; k < outputs && !isHard; k++) {
        double y = loss.label(i, k);
        row += y * y / Math.max(least, p[i * outputs + k]);
      }
      sum += loss.share(i) * Math.max(0, row);
    }
    return sum;
  }
}
