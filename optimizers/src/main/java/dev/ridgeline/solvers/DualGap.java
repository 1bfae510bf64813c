package dev.ridgeline.solvers;

import dev.ridgeline.linalg.Matrix;
import dev.ridgeline.loss.ConjugateLoss;
import dev.ridgeline.penalty.L1L2Penalty;
import dev.ridgeline.penalty.NormPenalty;
import dev.ridgeline.penalty.Penalty;
import dev.ridgeline.solver.LinearProblem;

/**
 * Lower bounds on the least J, from Fenchel's dual of mean loss + penalty.
 *
 * <p>With theta = minus the slopes of the mean loss and Z = theta' X, for any k in [0, 1]:
 *
 * <ul>
 *   <li>R = a ||W||_1 + (c/2) ||W||^2, c &gt; 0: D = -f*(-theta) - sum (|Z| - a)_+^2 / (2c);
 *   <li>the same R, U = Z - c W, k ||U||_max &lt;= a: D = -f*(-k theta) - k^2 (c/2) ||W||^2;
 *   <li>R = s ||W||, k ||Z||* &lt;= s: D = -f*(-k theta).
 * </ul>
 *
 * <p>Where the intercept is free the slopes of each output must sum to 0. See Massias, Vaiter,
 * Gramfort and Salmon, "Dual extrapolation for sparse generalized linear models", 2020, section 2.
 */
final class DualGap {
  private final DataLoss loss;
  private final Penalty penalty;
  private final double strength;

  DualGap(LinearProblem problem, DataLoss loss) {
    this.loss = loss;
    this.penalty = problem.penalty();
    this.strength = problem.strength();
  }

  /** Whether loss and penalty have what these formulas need. */
  static boolean isAvailable(LinearProblem problem, DataLoss loss) {
    double strength = problem.strength();
    boolean held = problem.intercept() && !Degenerate.absentClasses(problem).isEmpty();
    if (!(problem.loss() instanceof ConjugateLoss) || !loss.canBalance() || held || strength == 0) {
      return false;
    }
    if (problem.penalty() instanceof L1L2Penalty p) {
      return p.l1(strength) > 0 || p.l2(strength) > 0;
    }
    return problem.penalty() instanceof NormPenalty p && p.isConvex(strength);
  }

  /**
   * The best of the bounds.
   *
   * @param slopes of the mean loss, balanced where the intercept is free
   * @param gradient slopes' X, outputs x columns
   * @param w outputs x columns
   */
  double lowerBound(double[] slopes, double[] gradient, double[] w) {
    if (penalty instanceof L1L2Penalty p) {
      double l1 = p.l1(strength);
      double l2 = p.l2(strength);
      double scaled = l1 > 0 ? scaled(slopes, gradient, w, l1, l2) : Double.NEGATIVE_INFINITY;
      return l2 > 0 ? Math.max(scaled, direct(slopes, gradient, l1, l2)) : scaled;
    }
    int outputs = loss.outputs();
    double norm =
        ((NormPenalty) penalty)
            .dualNorm(Matrix.of(gradient, outputs, gradient.length / Math.max(1, outputs)));
    return -loss.conjugate(slopes, norm <= strength ? 1 : strength / norm);
  }

  private double direct(double[] slopes, double[] gradient, double l1, double l2) {
    double sum = 0;
    for (double z : gradient) {
      double over = Math.max(0, Math.abs(z) - l1);
      sum += over * over / l2;
    }
    return -loss.conjugate(slopes, 1) - sum / 2;
  }

  private double scaled(double[] slopes, double[] gradient, double[] w, double l1, double l2) {
    double largest = 0;
    double squares = 0;
    for (int j = 0; j < w.length; j++) {
      largest = Math.max(largest, Math.abs(gradient[j] + l2 * w[j]));
      squares += w[j] * w[j];
    }
    double k = largest <= l1 ? 1 : l1 / largest;
    return -loss.conjugate(slopes, k) - k * k * (l2 * squares) / 2;
  }
}
