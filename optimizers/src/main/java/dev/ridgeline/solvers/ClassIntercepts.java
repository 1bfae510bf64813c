package dev.ridgeline.solvers;

/**
 * Makes the intercepts of classes optimal for given weights where they nearly are, by Newton steps
 * with one second derivative, mean of diag(P) - P P' over the rows, for all of them.
 */
final class ClassIntercepts {
  private static final int STEPS = 4;
  private static final double ROUNDING = 1e-15;

  private final DataLoss loss;
  private final double[] eta;
  private final double[] slopes;

  /**
   * At some predictions.
   *
   * @param eta rows x outputs, not modified
   */
  ClassIntercepts(DataLoss loss, double[] eta) {
    this.loss = loss;
    this.eta = eta.clone();
    this.slopes = new double[eta.length];
  }

  /** Adds to intercepts what makes them optimal, as far as few steps lead. */
  void improve(double[] b) {
    loss.computeSlopes(eta, slopes);
    Cholesky factor = new Cholesky(curvature(loss, slopes), b.length);
    double before = Double.POSITIVE_INFINITY;
    for (int step = 0; step < STEPS && factor.isPositive(); step++) {
      double[] shift = sums();
      double imbalance = largest(shift);
      if (!(imbalance > ROUNDING && imbalance < before / 2)) {
        return;
      }
      before = imbalance;
      factor.solve(shift);
      for (int at = 0; at < eta.length; at++) {
        eta[at] -= shift[at % shift.length];
      }
      for (int k = 0; k < b.length; k++) {
        b[k] -= shift[k];
      }
      loss.computeSlopes(eta, slopes);
    }
  }

  /**
   * Positive definite: what all intercepts share, which no loss can see, counts as a mean class.
   *
   * @param slopes of the mean loss, rows x outputs, of which the probabilities are made
   */
  static double[] curvature(DataLoss loss, double[] slopes) {
    int outputs = loss.outputs();
    double[] h = new double[outputs * outputs];
    double[] p = new double[slopes.length];
    loss.computeProbabilities(slopes, p);
    for (int i = 0, at = 0; i < loss.rows(); i++, at += outputs) {
      for (int k = 0; k < outputs; k++) {
        double t = loss.share(i) * p[at + k];
        h[k * outputs + k] += t;
        for (int l = 0; l <= k; l++) {
          h[k * outputs + l] -= t * p[at + l];
        }
      }
    }
    double trace = 0;
    for (int k = 0; k < outputs; k++) {
      trace += h[k * outputs + k];
    }
    for (int at = 0; at < h.length; at++) {
      h[at] += trace / outputs;
    }
    return h;
  }

  private double[] sums() {
    double[] sums = new double[loss.outputs()];
    for (int at = 0; at < slopes.length; at++) {
      sums[at % sums.length] += slopes[at];
    }
    return sums;
  }

  private static double largest(double[] v) {
    double most = 0;
    for (double x : v) {
      most = Math.max(most, Math.abs(x));
    }
    return most;
  }
}
