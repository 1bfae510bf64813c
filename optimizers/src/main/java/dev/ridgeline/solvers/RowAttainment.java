package dev.ridgeline.solvers;

import dev.ridgeline.linalg.Team;
import dev.ridgeline.loss.ScalarLoss;
import java.util.Arrays;

/** {@link Attainment} for losses of one output. */
final class RowAttainment extends Attainment {
  private static final double FLOOR = 1e-9;

  private final ScalarLoss scalar;
  private final NewtonSystem system;
  private final double[] d;
  private final double[] slopes;
  private final double[] h;

  RowAttainment(FreePart free, DataLoss loss) {
    super(free, loss);
    this.scalar = (ScalarLoss) free.problem().loss();
    this.d = new double[free.columns().length];
    boolean intercept = free.problem().intercept();
    this.system = new NewtonSystem(free.design(), new double[d.length], intercept, Team.of(1));
    this.slopes = new double[loss.rows()];
    this.h = new double[loss.rows()];
  }

  /** Whether some row's loss does not grow without end in both directions. */
  static boolean mayFallForEver(ScalarLoss scalar, DataLoss loss) {
    for (int i = 0; i < loss.rows(); i++) {
      if (!(low(scalar, loss.target(i)) < 0 && high(scalar, loss.target(i)) > 0)) {
        return true;
      }
    }
    return false;
  }

  private static double low(ScalarLoss scalar, double target) {
    return scalar.derivative(-Double.MAX_VALUE / 4, target);
  }

  private static double high(ScalarLoss scalar, double target) {
    return scalar.derivative(Double.MAX_VALUE / 4, target);
  }

  @Override
  double computeStep(double[] eta) {
    loss.computeSlopes(eta, slopes);
    loss.computeCurvatures(eta, FLOOR, h);
    double[] gradient = new double[d.length];
    free.design().computeGradient(slopes, 1, gradient);
    double total = free.problem().intercept() ? Arrays.stream(slopes).sum() : 0;
    double shift = system.solve(h, gradient, total, d);
    free.design().computePredictions(d, new double[] {shift}, along);
    double slope = 0;
    for (int i = 0; i < slopes.length; i++) {
      slope += slopes[i] * along[i];
    }
    return slope;
  }

  @Override
  boolean isProved() {
    for (int i = 0; i < slopes.length; i++) {
      double slope = slopes[i] / loss.share(i);
      double moved = slope + h[i] / loss.share(i) * along[i];
      double low = low(scalar, loss.target(i));
      double high = high(scalar, loss.target(i));
      // What rounding leaves of a derivative may be its limit, which must not hide the others.
      boolean isInside =
          moved - low > NEAREST * (slope - low)
              && (high == Double.POSITIVE_INFINITY || high - moved > NEAREST * (high - slope));
      if (!isInside && !(Math.abs(along[i]) <= ROUNDING)) {
        return false;
      }
    }
    return true;
  }

  @Override
  double rise(int row) {
    double target = loss.target(row);
    double limit = along[row] > 0 ? high(scalar, target) : low(scalar, target);
    return limit * along[row] > 0 ? Math.abs(along[row]) : 0;
  }

  @Override
  double change(int row) {
    return Math.abs(along[row]);
  }

  @Override
  double[] step() {
    return d;
  }
}
