package dev.ridgeline.solvers;

import dev.ridgeline.linalg.Matrix;
import dev.ridgeline.loss.ConjugateLoss;
import dev.ridgeline.penalty.NormPenalty;
import dev.ridgeline.penalty.SeparablePenalty;
import dev.ridgeline.solver.LinearProblem;
import java.util.Optional;

/**
 * Lower bounds on the least J, from Fenchel's dual of mean loss + penalty.
 *
 * <p>With theta = minus the slopes of the mean loss and Z = theta' X, for any k in [0, 1]:
 *
 * <ul>
 *   <li>R = sum r_j(W_ij), each r_j with l1 and l2 factors and bounds of its own: D = -f*(-k theta)
 *       - sum r_j*(k Z_ij), at k = 1 and at the largest k that leaves every term finite, and at
 *       that for which k |Z - l2 W| &lt;= l1;
 *   <li>R = s ||W||, k ||Z||* &lt;= s: D = -f*(-k theta);
 *   <li>the least loss there can be, k = 0.
 * </ul>
 *
 * <p>Where the intercept is free the slopes of each output must sum to 0, and where a feature is
 * not penalised they must be orthogonal to it, see {@link FreeColumns}. See Massias, Vaiter,
 * Gramfort and Salmon, "Dual extrapolation for sparse generalized linear models", 2020, section 2.
 */
final class DualGap {
  /** The share of the gap for whose sake no second bound is made. */
  private static final double NEGLIGIBLE = 0.05;

  private final DataLoss loss;
  private final LinearProblem problem;
  private final Optional<Threshold> rule;
  private final int columns;

  DualGap(LinearProblem problem, DataLoss loss) {
    this.loss = loss;
    this.problem = problem;
    this.rule = known(problem);
    this.columns = Math.max(1, problem.data().columns());
  }

  private static Optional<Threshold> known(LinearProblem problem) {
    return problem.penalty() instanceof SeparablePenalty
        ? Optional.of(Threshold.of(problem)).filter(Threshold::isKnown)
        : Optional.empty();
  }

  /** Whether loss and penalty have what these formulas need. */
  static boolean isAvailable(LinearProblem problem, DataLoss loss) {
    boolean held = problem.intercept() && !Degenerate.absentClasses(problem).isEmpty();
    if (!(problem.loss() instanceof ConjugateLoss)
        || !loss.canBalance()
        || held
        || problem.isUnpenalized()) {
      return false;
    }
    Optional<Threshold> rule = known(problem);
    if (rule.isPresent()) {
      return isAvailable(problem, loss, rule.get());
    }
    return problem.factors().areOnes()
        && problem.penalty() instanceof NormPenalty p
        && p.isConvex(problem.strength());
  }

  private static boolean isAvailable(LinearProblem problem, DataLoss loss, Threshold rule) {
    int free = 0;
    int distinct = problem.factors().areOnes() ? 1 : problem.data().columns();
    for (int j = 0; j < distinct; j++) {
      boolean scales = rule.l1(j) > 0 || rule.isFinite(j, 1) && rule.isFinite(j, -1);
      free += rule.isFree(j) ? 1 : 0;
      if (!scales && !rule.isFree(j)) {
        return false;
      }
    }
    return free < distinct && (free == 0 || free <= FreeColumns.MOST && loss.outputs() == 1);
  }

  /**
   * The best of the bounds.
   *
   * @param slopes of the mean loss, balanced where the intercept is free, and orthogonal to the
   *     features that are not penalised
   * @param gradient slopes' X, outputs x columns
   * @param w outputs x columns
   */
  double lowerBound(double[] slopes, double[] gradient, double[] w) {
    double bound =
        rule.isPresent()
            ? separable(scale(gradient, w, false), slopes, gradient, w)
            : norm(slopes, gradient);
    return orLeastLoss(bound, slopes);
  }

  private double orLeastLoss(double bound, double[] slopes) {
    // At k = 0 it is the least loss there can be.
    return bound == Double.NEGATIVE_INFINITY ? -loss.conjugate(slopes, 0) : bound;
  }

  /**
   * The same for the slopes of the mean loss at predictions, whose conjugate is slopes . eta - loss
   * by Fenchel's equality: no row takes a logarithm. D is concave in k, and strongly so where the
   * loss is smooth: so its derivative at k = 1 says how much the scaled point may add, which is
   * looked at only if that is more than a small share of the gap.
   *
   * @param eta predictions whose slopes these are, up to a shift of all where the intercept is free
   * @param value the mean loss there
   * @param primal J there
   */
  double lowerBound(
      double[] slopes, double[] gradient, double[] w, double[] eta, double value, double primal) {
    if (rule.isEmpty() || loss.outputs() > 1) {
      return lowerBound(slopes, gradient, w);
    }
    double finite = scale(gradient, w, false);
    if (finite < 1) {
      return orLeastLoss(separable(finite, slopes, gradient, w), slopes);
    }
    double along = product(slopes, eta);
    double bound = value - along - conjugates(1, gradient);
    if (!Double.isFinite(bound)) {
      // Predictions so far out that their products overflow.
      return lowerBound(slopes, gradient, w);
    }
    double fall = along + derivativeOfConjugates(gradient);
    double most = fall * fall / 2 * loss.smoothness() / loss.product(slopes, slopes);
    if (fall <= 0 || most <= NEGLIGIBLE * (primal - bound)) {
      return bound;
    }
    double shrunk = scale(gradient, w, true);
    return shrunk < 1 ? Math.max(bound, at(shrunk, slopes, gradient)) : bound;
  }

  private static double product(double[] u, double[] v) {
    double sum = 0;
    for (int i = 0; i < u.length; i++) {
      sum += u[i] * v[i];
    }
    return sum;
  }

  private double derivativeOfConjugates(double[] gradient) {
    Threshold limits = rule.get();
    double sum = 0;
    for (int j = 0; j < gradient.length; j++) {
      sum -= gradient[j] * limits.maximizer(j, -gradient[j]);
    }
    return sum;
  }

  private double norm(double[] slopes, double[] gradient) {
    double strength = problem.strength();
    double norm =
        ((NormPenalty) problem.penalty())
            .dualNorm(Matrix.of(gradient, loss.outputs(), gradient.length / loss.outputs()));
    return -loss.conjugate(slopes, norm <= strength ? 1 : strength / norm);
  }

  private double separable(double finite, double[] slopes, double[] gradient, double[] w) {
    double shrunk = scale(gradient, w, true);
    double bound = at(finite, slopes, gradient);
    return shrunk < finite ? Math.max(bound, at(shrunk, slopes, gradient)) : bound;
  }

  /**
   * The largest k for which no conjugate is infinite, or with {@code all} for which k |Z - l2 W| is
   * at most l1 wherever there is an l1.
   */
  private double scale(double[] gradient, double[] w, boolean all) {
    Threshold limits = rule.get();
    double k = 1;
    for (int at = 0, j = 0; at < gradient.length; at++, j = next(j)) {
      double u = -gradient[at] - (all ? limits.l2(j) * w[at] : 0);
      boolean counts = all ? limits.l1(j) > 0 : !limits.isFinite(j, u);
      if (counts && Math.abs(u) > limits.l1(j)) {
        k = Math.min(k, limits.l1(j) / Math.abs(u));
      }
    }
    return k;
  }

  private int next(int j) {
    return j + 1 == columns ? 0 : j + 1;
  }

  private double at(double k, double[] slopes, double[] gradient) {
    return -loss.conjugate(slopes, k) - conjugates(k, gradient);
  }

  private double conjugates(double k, double[] gradient) {
    Threshold limits = rule.get();
    double sum = 0;
    for (int at = 0, j = 0; at < gradient.length; at++, j = next(j)) {
      // The quotient that made k may round up: what is within l1 by then counts as such.
      double z = -k * gradient[at];
      double over = Math.abs(z) - limits.l1(j);
      sum += over <= 1e-15 * limits.l1(j) ? 0 : limits.conjugate(j, z);
    }
    return sum;
  }
}
