package dev.ridgeline.solvers;

/**
 * The best intercept for given weights and one output, by Newton's method between two points: what
 * a point knows of the loss is not computed again. Where a shift multiplies the rates the step is
 * the logarithm that Newton's method would approach.
 */
final class FreeIntercept {
  private static final int ROUNDS = 20;
  private static final int HALVINGS = 10;
  private static final double ROUNDING = 4e-16;
  private static final double NEAR = 1e-13;

  /** The square of so short a shift, 1e-14, is what a nudge may miss of a slope. */
  private static final double SHORT = 1e-7;

  private final boolean isExponential;
  private final boolean isSelfConcordant;

  FreeIntercept(DataLoss loss) {
    this.isExponential = loss.isExponential();
    this.isSelfConcordant = loss.isSelfConcordant();
  }

  /**
   * Shifts predictions, and the intercept with them, until their slopes sum to 0.
   *
   * @param start the predictions; may be overwritten
   * @param other overwritten
   * @param b the intercept, to which the shifts are added
   * @return the point where the intercept is best, one of the two
   */
  LossPoint improve(LossPoint start, LossPoint other, double[] b) {
    LossPoint at = start;
    LossPoint trial = other;
    for (int round = 0; round < ROUNDS; round++) {
      double sum = at.sumOfSlopes();
      double size = sizes(at.slopes());
      double imbalance = Math.abs(sum);
      double shift = shift(sum, at.sumOfCurvatures());
      if (imbalance <= ROUNDING * size || !(Math.abs(shift) < Double.POSITIVE_INFINITY)) {
        return at;
      }
      if (isSelfConcordant && Math.abs(shift) <= SHORT) {
        at.nudge(shift);
        b[0] += shift;
        return at;
      }
      boolean isBetter = tries(shift, imbalance, at, trial);
      // A shorter step gains nothing where rounding is all that is left.
      int halvings = imbalance <= NEAR * size ? 1 : HALVINGS;
      for (int half = 1; half < halvings && !isBetter; half++) {
        shift /= 2;
        isBetter = tries(shift, imbalance, at, trial);
      }
      if (!isBetter) {
        return at;
      }
      b[0] += shift;
      LossPoint left = at;
      at = trial;
      trial = left;
    }
    return at;
  }

  private static boolean tries(double shift, double imbalance, LossPoint at, LossPoint trial) {
    add(shift, at.predictions(), trial.newPredictions());
    // Near the optimum the loss is blind to the last digits; the sum is not.
    return trial.value() < at.value() || Math.abs(trial.sumOfSlopes()) < imbalance;
  }

  private static void add(double shift, double[] eta, double[] moved) {
    for (int i = 0; i < eta.length; i++) {
      moved[i] = eta[i] + shift;
    }
  }

  private static double sizes(double[] v) {
    double sum = 0;
    for (double x : v) {
      sum += Math.abs(x);
    }
    return sum;
  }

  private double shift(double sum, double curvature) {
    double step = -sum / curvature;
    return isExponential && step > -1 ? Math.log1p(step) : step;
  }
}
