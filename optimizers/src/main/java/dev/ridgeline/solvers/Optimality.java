package dev.ridgeline.solvers;

import dev.ridgeline.linalg.Matrix;
import dev.ridgeline.penalty.ProximablePenalty;
import dev.ridgeline.penalty.SeparablePenalty;
import dev.ridgeline.penalty.SmoothPenalty;
import dev.ridgeline.solver.Certificate.Measure;
import dev.ridgeline.solver.LinearProblem;
import java.util.Arrays;
import java.util.Optional;

/**
 * How far coefficients are from optimal: the relative duality gap where {@link DualGap} has one,
 * else the largest violation of the optimality conditions.
 *
 * <p>The gap is a share of P(0), J at zero weights and the best intercept; of 1e-14 of the mean
 * loss at zero predictions where that is larger, so that a constant target divides by no rounding.
 *
 * <p>The violation of a weight is a share of sigma times the root mean square of its column, about
 * its mean where an intercept is fitted, and that of an intercept a share of sigma: no gradient can
 * be larger, by Cauchy and Schwarz, and no unit of features or targets matters. Sigma is the root
 * mean square of the rows' slopes at zero weights and the best intercept. For a penalty that is
 * neither separable nor smooth it is the prox-gradient map (W - prox(W - t G)) / t at t = 1 / (nu *
 * mean squared row norm), a step short enough for any data, as a share of the largest of these.
 *
 * <p>Above 300 lines, since gap and violation are made of the same scale, units and memory.
 */
final class Optimality {
  /** What forgiving a gradient its rounding may change about the gap. */
  private static final double FORGIVEN = 1e-9;

  /** By how much slopes may have been changed and still count as those of the predictions. */
  private static final double SAME = 1e-13;

  private final LinearProblem problem;
  private final DataLoss loss;
  private final Design design;
  private final Balance balance;
  private final DualGap dual;
  private final Optional<Threshold> rule;
  private final Optional<FreeColumns> freeColumns;
  private final Measure measure;
  private final boolean[] free;
  private final double scale;
  private final double[] units;
  private final double[] slopes;
  private final double[] gradient;

  Optimality(LinearProblem problem, DataLoss loss, Design design) {
    this.problem = problem;
    this.loss = loss;
    this.design = design;
    this.balance = new Balance(loss);
    this.free = Degenerate.freeIntercepts(problem);
    this.dual = new DualGap(problem, loss);
    this.measure =
        DualGap.isAvailable(problem, loss) ? Measure.RELATIVE_DUALITY_GAP : Measure.KKT_RESIDUAL;
    this.rule =
        problem.penalty() instanceof SeparablePenalty
            ? Optional.of(Threshold.of(problem))
            : Optional.empty();
    this.freeColumns =
        measure == Measure.RELATIVE_DUALITY_GAP
            ? rule.map(r -> FreeColumns.of(problem, loss, r)).filter(f -> f.count() > 0)
            : Optional.empty();
    int outputs = loss.outputs();
    this.slopes = new double[loss.rows() * outputs];
    this.gradient = new double[outputs * design.columns()];
    this.scale = computeScale();
    double[] norms = problem.intercept() ? design.spreads() : design.rootMeanSquares();
    double longest = largest(norms) > 0 ? largest(norms) : 1;
    this.units = new double[norms.length];
    Arrays.setAll(units, j -> scale * (norms[j] > 0 ? norms[j] : longest));
  }

  /** The same problem at another lambda: scale, units and memory are those of before. */
  private Optimality(LinearProblem problem, Design design, Threshold rule, Optimality before) {
    this.problem = problem;
    this.loss = before.loss;
    this.design = design;
    this.balance = before.balance;
    this.free = before.free;
    this.dual = new DualGap(problem, loss);
    this.measure = before.measure;
    this.rule = Optional.of(rule);
    this.freeColumns = before.freeColumns;
    this.scale = before.scale;
    this.units = before.units;
    this.slopes = before.slopes;
    this.gradient = before.gradient;
  }

  /**
   * Goes on to another lambda of the same problem. What does not depend on it is kept, and this
   * object is not to be used any more.
   *
   * @param other the problem at that lambda
   * @param through the design to compute gradients with
   * @param next the penalty there
   * @param hasGap whether there is a {@link DualGap} there
   */
  Optimality at(LinearProblem other, Design through, Threshold next, boolean hasGap) {
    boolean isSame = hasGap == (measure == Measure.RELATIVE_DUALITY_GAP) && rule.isPresent();
    for (int j = 0; isSame && freeColumns.isPresent() && j < design.columns(); j++) {
      isSame = next.isFree(j) == rule.get().isFree(j);
    }
    return isSame
        ? new Optimality(other, through, next, this)
        : new Optimality(other, loss, through);
  }

  private double computeScale() {
    double[] eta = new double[slopes.length];
    double atZero = loss.computeSlopes(eta, slopes);
    double steepAtZero = rootMeanSquareOfSlopes();
    if (problem.intercept()) {
      double[] best = problem.loss().bestConstant(problem.data());
      Arrays.setAll(eta, at -> best[at % best.length]);
    }
    double atBest = loss.computeSlopes(eta, slopes);
    if (measure == Measure.RELATIVE_DUALITY_GAP) {
      return Math.max(atBest, Math.max(1e-14 * atZero, Double.MIN_NORMAL));
    }
    double steep = Math.max(rootMeanSquareOfSlopes(), 1e-7 * steepAtZero);
    return Math.max(steep, Double.MIN_NORMAL);
  }

  private double rootMeanSquareOfSlopes() {
    // Slopes of the mean loss hold the row's share.
    if (loss.outputs() == 1 || loss.isEven()) {
      return Math.sqrt(loss.product(slopes, slopes));
    }
    double sum = 0;
    for (int i = 0, at = 0; i < loss.rows(); i++) {
      double squares = 0;
      for (int k = 0; k < loss.outputs(); k++, at++) {
        squares += slopes[at] * slopes[at];
      }
      sum += squares / loss.share(i);
    }
    return Math.sqrt(sum);
  }

  /** What a duality gap is a share of, or sigma. */
  double scale() {
    return scale;
  }

  /** What the violation of a column's weight is a share of where there is no gap. */
  double unit(int column) {
    return units[column];
  }

  Measure measure() {
    return measure;
  }

  /**
   * The residual, recomputed from the weights and the predictions that they make.
   *
   * @param w outputs x columns
   * @param eta predictions of the rows that count
   */
  double residual(double[] w, double[] eta) {
    return measure == Measure.RELATIVE_DUALITY_GAP ? gap(w, eta) : violation(w, eta);
  }

  /**
   * The residual where all that it is made of is at hand, but for slopes that may not quite sum to
   * 0: a constant is taken off each row's slope, and the means from the gradient with it. NaN where
   * that leaves the domain of f*; {@link #residual(double[], double[])} may still find one.
   *
   * @param w outputs x columns
   * @param eta predictions of the rows that count
   * @param primal J there
   * @param s slopes there; not modified
   * @param z slopes' X; not modified
   * @param means weighted means of the columns of X
   */
  double residual(double[] w, double[] eta, double primal, double[] s, double[] z, double[] means) {
    System.arraycopy(s, 0, slopes, 0, s.length);
    System.arraycopy(z, 0, gradient, 0, z.length);
    if (measure != Measure.RELATIVE_DUALITY_GAP) {
      return violationOfGradient(w);
    }
    for (int k = 0; problem.intercept() && k < loss.outputs(); k++) {
      double sum = sumOfSlopes(k);
      for (int i = 0; i < loss.rows(); i++) {
        slopes[i * loss.outputs() + k] -= loss.share(i) * sum;
      }
      for (int j = 0; j < means.length; j++) {
        gradient[k * means.length + j] -= means[j] * sum;
      }
    }
    return gapOfGradient(w, eta, primal);
  }

  /**
   * The residual where the mean loss and its slopes are at hand, with sums near enough to 0 where
   * intercepts are free: what is left of them is mixed away.
   *
   * @param w outputs x columns
   * @param eta predictions of the rows that count
   * @param value the mean loss there
   * @param s slopes there; not modified
   */
  double residual(double[] w, double[] eta, double value, double[] s) {
    if (freeColumns.isPresent()) {
      return residual(w, eta);
    }
    System.arraycopy(s, 0, slopes, 0, s.length);
    if (measure != Measure.RELATIVE_DUALITY_GAP) {
      design.computeGradient(slopes, loss.outputs(), gradient);
      return violationOfGradient(w);
    }
    boolean areOwn = !problem.intercept() || balance.balance(slopes) <= SAME;
    return gapOfSlopes(w, eta, value, areOwn);
  }

  private double sumOfSlopes(int output) {
    double sum = 0;
    for (int at = output; at < slopes.length; at += loss.outputs()) {
      sum += slopes[at];
    }
    return sum;
  }

  /** The gradient of the mean loss in the weights that the last residual was made of. */
  double[] gradient() {
    return gradient;
  }

  private double gap(double[] w, double[] eta) {
    int outputs = loss.outputs();
    double value;
    boolean areOwn = true;
    if (freeColumns.isPresent()) {
      double[] centred = eta.clone();
      value = problem.intercept() ? balance.improve(centred, new double[outputs]) : loss.value(eta);
      loss.computeSlopes(centred, slopes);
      freeColumns.get().project(centred, slopes);
      areOwn = false;
    } else if (problem.intercept()) {
      value = balance.improve(eta.clone(), new double[outputs]);
      System.arraycopy(balance.slopes(), 0, slopes, 0, slopes.length);
      areOwn = balance.balance(slopes) <= SAME;
    } else {
      value = loss.computeSlopes(eta, slopes);
    }
    return gapOfSlopes(w, eta, value, areOwn);
  }

  /**
   * The gap at a mean loss.
   *
   * @param areOwn whether the slopes are those of the predictions, up to a shift of all of them
   */
  private double gapOfSlopes(double[] w, double[] eta, double value, boolean areOwn) {
    Matrix weights = Matrix.of(w, loss.outputs(), design.columns());
    double primal = value + problem.penaltyValue(weights);
    design.computeGradient(slopes, loss.outputs(), gradient);
    freeColumns.ifPresent(f -> f.forgive(slopes, gradient));
    if (!areOwn) {
      return gapOfGradient(w, eta, primal);
    }
    forgiveRounding(w, eta);
    return share(primal, dual.lowerBound(slopes, gradient, w, eta, value, primal));
  }

  private double gapOfGradient(double[] w, double[] eta, double primal) {
    forgiveRounding(w, eta);
    return share(primal, dual.lowerBound(slopes, gradient, w));
  }

  private double share(double primal, double bound) {
    double gap = primal - bound;
    // Rounding of the two sums may leave the difference of equals a little below 0.
    return Double.isFinite(gap) ? Math.max(0, gap) / scale : Double.NaN;
  }

  /**
   * Takes off the gradient what the rounding of the slopes puts on it: 4 units in the last place of
   * the predictions' terms, and of the slopes, times the column. Slopes that differ by so little
   * have the same dual value, and a column of 1e12 would turn them into a gradient of 1e-4.
   */
  private void forgiveRounding(double[] w, double[] eta) {
    int columns = design.columns();
    double size = largest(eta);
    double[] norms = design.rootMeanSquares();
    for (int from = 0; from < w.length; from += columns) {
      for (int j = 0; j < columns; j++) {
        size = Math.max(size, Math.abs(w[from + j]) * norms[j]);
      }
    }
    // Where predictions are differences of huge terms rounding is no excuse: it would hide J.
    double terms = Math.max(loss.smoothness() * size, rootMeanSquareOfSlopes());
    double unit = Math.min(4 * Math.ulp(1.0) * terms, FORGIVEN * scale / size);
    for (int from = 0; from < w.length; from += columns) {
      for (int j = 0; j < columns; j++) {
        double g = gradient[from + j];
        double allowed = unit * norms[j];
        gradient[from + j] = g - Math.min(Math.max(g, -allowed), allowed);
      }
    }
  }

  private double violation(double[] w, double[] eta) {
    int outputs = loss.outputs();
    loss.computeSlopes(eta, slopes);
    design.computeGradient(slopes, outputs, gradient);
    return violationOfGradient(w);
  }

  private double violationOfGradient(double[] w) {
    double worst = 0;
    for (int k = 0; k < free.length; k++) {
      worst = free[k] ? Math.max(worst, Math.abs(sumOfSlopes(k)) / scale) : worst;
    }
    return Math.max(worst, weightViolation(w));
  }

  private double weightViolation(double[] w) {
    double strength = problem.strength();
    Matrix weights = Matrix.of(w, loss.outputs(), design.columns());
    Matrix g = Matrix.of(gradient, loss.outputs(), design.columns());
    if (rule.isPresent()) {
      double worst = 0;
      for (int at = 0; at < w.length; at++) {
        int j = at % design.columns();
        worst = Math.max(worst, rule.get().violation(j, w[at], gradient[at]) / units[j]);
      }
      return worst;
    } else if (strength == 0) {
      return largestShare(gradient);
    } else if (problem.penalty() instanceof SmoothPenalty p) {
      p.addGradientTo(weights, strength, g);
      return largestShare(gradient);
    }
    double step = shortStep();
    double[] moved = new double[w.length];
    for (int j = 0; j < w.length; j++) {
      moved[j] = w[j] - step * gradient[j];
    }
    ((ProximablePenalty) problem.penalty())
        .prox(Matrix.of(moved, loss.outputs(), design.columns()), strength, step);
    for (int j = 0; j < w.length; j++) {
      moved[j] = (w[j] - moved[j]) / step;
    }
    return largest(moved) / largest(units);
  }

  private double largestShare(double[] violations) {
    double worst = 0;
    for (int at = 0; at < violations.length; at++) {
      worst = Math.max(worst, Math.abs(violations[at]) / units[at % units.length]);
    }
    return worst;
  }

  private double shortStep() {
    double squares = 0;
    for (double norm : design.rootMeanSquares()) {
      squares += norm * norm;
    }
    double nu = Double.isFinite(loss.smoothness()) ? loss.smoothness() : 1;
    double curvature = Math.abs(problem.penalty().curvature(problem.strength()));
    return 1 / Math.max(nu * squares, Math.max(2 * curvature, 1e-12));
  }

  private static double largest(double[] v) {
    double worst = 0;
    for (double x : v) {
      worst = Math.max(worst, Math.abs(x));
    }
    return worst;
  }
}
