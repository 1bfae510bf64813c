package dev.ridgeline.solvers;

import java.util.Arrays;

/**
 * Makes predictions optimal in their intercepts, and slopes sum to exactly 0 over the rows, which
 * is what a dual point must do where the intercept is free.
 */
final class Balance {
  private static final int ROUNDS = 20;
  private static final int HALVINGS = 10;
  private static final double ROUNDING = 4e-16;
  private static final double NEAR = 1e-13;
  private static final int MOST_SOLVED = 50;

  private final DataLoss loss;
  private final double[] masses;
  private final double[] slopes;
  private final double[] h;

  Balance(DataLoss loss) {
    this.loss = loss;
    this.masses = new double[loss.outputs()];
    for (int i = 0; loss.canBalance() && loss.outputs() > 1 && i < loss.rows(); i++) {
      for (int k = 0; k < masses.length; k++) {
        masses[k] += loss.share(i) * loss.label(i, k);
      }
    }
    this.slopes = new double[loss.rows() * loss.outputs()];
    this.h = new double[loss.outputs() == 1 ? loss.rows() : 0];
  }

  /** The slopes of the mean loss where the last improvement ended; not to be modified. */
  double[] slopes() {
    return slopes;
  }

  /** The mean loss; slopes and, for one output, second derivatives are overwritten. */
  private double evaluate(double[] eta) {
    return loss.outputs() == 1
        ? loss.computeDerivatives(eta, slopes, h)
        : loss.computeSlopes(eta, slopes);
  }

  /**
   * Shifts predictions, and the intercepts with them, until their slopes sum to 0.
   *
   * @return the mean loss before
   */
  double improve(double[] eta, double[] intercepts) {
    int outputs = loss.outputs();
    double before = evaluate(eta);
    double least = before;
    double[] trial = new double[0];
    for (int round = 0; round < ROUNDS; round++) {
      double[] sums = sums(slopes, outputs);
      double imbalance = norm(sums);
      if (imbalance <= ROUNDING * absoluteSum(slopes)) {
        return before;
      }
      double[] shift = shift(sums);
      trial = trial.length == 0 ? eta.clone() : trial;
      double step = norm(shift) < Double.POSITIVE_INFINITY ? 1 : 0;
      boolean better = false;
      // A shorter step gains nothing where rounding is all that is left.
      int halvings = imbalance <= NEAR * absoluteSum(slopes) ? 1 : HALVINGS;
      for (int half = 0; half < halvings && step > 0 && !better; half++) {
        for (int i = 0, at = 0; i < loss.rows(); i++) {
          for (int k = 0; k < outputs; k++, at++) {
            trial[at] = eta[at] + step * shift[k];
          }
        }
        double next = evaluate(trial);
        // Near the optimum the loss is blind to the last digits; the sums are not.
        better = next < least || norm(sums(slopes, outputs)) < imbalance;
        least = better ? next : least;
        step = better ? step : step / 2;
      }
      if (!better) {
        // The last trials have left their slopes behind.
        evaluate(eta);
        return before;
      }
      System.arraycopy(trial, 0, eta, 0, eta.length);
      for (int k = 0; k < outputs; k++) {
        intercepts[k] += step * shift[k];
      }
    }
    return before;
  }

  /** Newton's step; for very many classes the logarithm of how far their masses are off. */
  private double[] shift(double[] sums) {
    double[] shift = new double[sums.length];
    if (shift.length > 1 && shift.length <= MOST_SOLVED) {
      Cholesky factor = new Cholesky(ClassIntercepts.curvature(loss, slopes), shift.length);
      if (factor.isPositive()) {
        Arrays.setAll(shift, k -> -sums[k]);
        factor.solve(shift);
        return shift;
      }
    }
    for (int k = 0; k < shift.length; k++) {
      double mass = masses[k] + sums[k];
      if (shift.length == 1) {
        double curvature = 0;
        for (double second : h) {
          curvature += second;
        }
        shift[k] = -sums[k] / curvature;
      } else {
        shift[k] = masses[k] > 0 && mass > 0 ? Math.log(masses[k] / mass) : 0;
      }
    }
    return shift;
  }

  /**
   * Changes slopes as little as it takes for each output's sum to be 0, within the domain of f*.
   *
   * @return by what share of itself a slope has changed at most, for one output; 1 for several
   */
  double balance(double[] s) {
    if (loss.outputs() == 1) {
      return balanceSigns(s);
    }
    balanceMasses(s);
    return 1;
  }

  /** Shrinks the heavier sign: the domain of f* is convex and holds 0. */
  private static double balanceSigns(double[] s) {
    double up = 0;
    double down = 0;
    for (double v : s) {
      up += Math.max(v, 0);
      down -= Math.min(v, 0);
    }
    if (up == down) {
      return 0;
    }
    for (int i = 0; i < s.length; i++) {
      if (s[i] > 0 && up > down) {
        s[i] *= down / up;
      } else if (s[i] < 0 && down > up) {
        s[i] *= up / down;
      }
    }
    return 1 - Math.min(up, down) / Math.max(up, down);
  }

  /**
   * Mixes the probabilities Q = label + slope with one distribution d for all rows, so that the
   * classes get their true masses: Q' = (1 - a) Q + a d for the least a that leaves d &gt;= 0.
   */
  private void balanceMasses(double[] s) {
    int outputs = loss.outputs();
    double[] sums = sums(s, outputs);
    double keep = 1;
    for (int k = 0; k < outputs; k++) {
      if (masses[k] + sums[k] > masses[k]) {
        keep = Math.min(keep, masses[k] / (masses[k] + sums[k]));
      }
    }
    if (keep == 1) {
      return;
    }
    for (int i = 0; i < loss.rows(); i++) {
      double share = loss.share(i);
      for (int k = 0; k < outputs; k++) {
        int at = i * outputs + k;
        double label = share * loss.label(i, k);
        double deficit = Math.max(0, masses[k] - keep * (masses[k] + sums[k]));
        s[at] = keep * (s[at] + label) + share * deficit - label;
      }
    }
  }

  private static double[] sums(double[] s, int outputs) {
    double[] sums = new double[outputs];
    for (int at = 0; at < s.length; ) {
      for (int k = 0; k < outputs; k++, at++) {
        sums[k] += s[at];
      }
    }
    return sums;
  }

  private static double absoluteSum(double[] v) {
    double sum = 0;
    for (double x : v) {
      sum += Math.abs(x);
    }
    return sum;
  }

  private static double norm(double[] v) {
    double largest = 0;
    for (double x : v) {
      largest = Math.max(largest, Math.abs(x));
    }
    return largest;
  }
}
