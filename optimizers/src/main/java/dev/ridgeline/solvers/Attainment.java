package dev.ridgeline.solvers;

import dev.ridgeline.data.Task;
import dev.ridgeline.loss.ScalarLoss;
import dev.ridgeline.losses.SoftmaxCrossEntropy;
import dev.ridgeline.penalty.SeparablePenalty;
import dev.ridgeline.solver.LinearProblem;
import java.util.stream.IntStream;

/**
 * Whether J attains its least value where some weights are not penalised. A small gradient or gap
 * does not say so, since the loss may fall towards infinity along these weights; along the others
 * the penalty grows, so that only the columns X of the weights that nothing penalises count.
 *
 * <p>With the derivatives s and second derivatives H of the rows' losses and the solution d of X' H
 * X d = -X' s, the numbers s + H X d are orthogonal to X. If each lies strictly between the limits
 * that its row's derivative has at infinity they are a dual point in the interior, and the least
 * value is attained (Rockafellar, "Convex analysis", 1970, theorem 27.1). Near an optimum X d is
 * small and this holds. Otherwise Newton steps are taken until X d is a direction along which no
 * row's loss rises, which is checked row by row, or the optimum is proved.
 */
abstract class Attainment {
  /** Of the distance to a limit, what must be left in the interior. */
  static final double NEAREST = 0.01;

  /** Of the terms of a prediction, what counts as their rounding. */
  static final double ROUNDING = 1e-8;

  private static final int STEPS = 60;
  private static final int HALVINGS = 40;
  private static final int MOST_COEFFICIENTS = 2000;

  final FreePart free;
  final DataLoss loss;

  /** Rows x outputs: X d of the last step. */
  final double[] along;

  Attainment(FreePart free, DataLoss loss) {
    this.free = free;
    this.loss = loss;
    this.along = new double[loss.rows() * loss.outputs()];
  }

  /** Whether a small gradient leaves the question open, and Newton steps can answer it. */
  static boolean isOpen(LinearProblem problem, DataLoss loss) {
    boolean scalar = problem.loss() instanceof ScalarLoss;
    if (loss.isQuadratic() || !scalar && !(problem.loss() instanceof SoftmaxCrossEntropy)) {
      return false;
    }
    int free = count(problem);
    long size = scalar ? Math.min(loss.rows(), free) : (free + 1L) * loss.outputs();
    if (free == 0 || size > (scalar ? Newton.LARGEST : MOST_COEFFICIENTS)) {
      return false;
    }
    return scalar
        ? RowAttainment.mayFallForEver((ScalarLoss) problem.loss(), loss)
        : !Degenerate.isSmoothed(problem);
  }

  /** Columns in which nothing, or a bound on one side alone, holds a weight. */
  private static int count(LinearProblem problem) {
    int columns = problem.data().columns();
    if (problem.isUnpenalized()) {
      return columns;
    }
    if (!(problem.penalty() instanceof SeparablePenalty)) {
      return 0;
    }
    Threshold rule = Threshold.of(problem);
    if (problem.factors().areOnes()) {
      return rule.isEndless(0) ? columns : 0;
    }
    return (int) IntStream.range(0, columns).filter(rule::isEndless).count();
  }

  /**
   * Why there is no optimum, or none could be proved to exist; empty if there is one.
   *
   * @param w weights; not modified
   * @param eta predictions of the rows that count; not modified
   * @param isSmall whether the residual is small there; where it is not, that there is no optimum
   *     is said only if it is proved
   */
  static String reason(
      LinearProblem problem, DataLoss loss, double[] w, double[] eta, boolean isSmall) {
    FreePart free = FreePart.of(problem, loss, w);
    if (free.columns().length == 0) {
      return "";
    }
    Attainment here =
        loss.outputs() == 1 ? new RowAttainment(free, loss) : new ClassAttainment(free, loss);
    boolean isOver = here.search(eta.clone()) || !isSmall && !here.isRecession();
    return isOver ? "" : here.reason();
  }

  /** Whether Newton steps lead to a proof that there is an optimum. */
  private boolean search(double[] eta) {
    double[] trial = new double[eta.length];
    for (int step = 0; step < STEPS; step++) {
      double slope = computeStep(eta);
      if (isProved()) {
        return true;
      }
      if (isRecession()) {
        return false;
      }
      double before = loss.value(eta);
      double t = 1;
      int half = 0;
      for (; half < HALVINGS; half++, t /= 2) {
        for (int at = 0; at < trial.length; at++) {
          trial[at] = eta[at] + t * along[at];
        }
        if (loss.value(trial) <= before + 1e-4 * t * slope + 1e-15 * Math.abs(before)) {
          break;
        }
      }
      if (half == HALVINGS) {
        return false;
      }
      System.arraycopy(trial, 0, eta, 0, eta.length);
    }
    return false;
  }

  /** Solves for d at some predictions and computes X d; returns the loss's derivative along it. */
  abstract double computeStep(double[] eta);

  /** Whether the last step gave a dual point in the interior. */
  abstract boolean isProved();

  /**
   * How much a row's loss rises for ever along the last step, at the most; 0 or less where it does
   * not.
   */
  abstract double rise(int row);

  /** How much a row's predictions, as far as its loss can see them, change along the last step. */
  abstract double change(int row);

  /** outputs x columns of the free part: the last d. */
  abstract double[] step();

  /** Whether no row's loss rises along the direction, and some predictions change for ever. */
  private boolean isRecession() {
    double most = 0;
    for (int i = 0; i < loss.rows(); i++) {
      most = Math.max(most, change(i));
    }
    double[] norms = free.design().rootMeanSquares();
    double[] d = step();
    double size = most;
    for (int at = 0; at < d.length; at++) {
      size = Math.max(size, Math.abs(d[at]) * norms[at % norms.length]);
    }
    for (int i = 0; i < loss.rows(); i++) {
      if (rise(i) > ROUNDING * size) {
        return false;
      }
    }
    return most > 0;
  }

  private String reason() {
    if (!isRecession()) {
      return "the gradient is small, but a Newton step is not: "
          + free.cause()
          + " and the loss may fall towards infinity; "
          + free.remedy();
    }
    double[] norms = free.design().rootMeanSquares();
    double[] d = step();
    int largest = 0;
    for (int at = 0; at < d.length; at++) {
      double each = Math.abs(d[at]) * norms[at % norms.length];
      largest = each > Math.abs(d[largest]) * norms[largest % norms.length] ? at : largest;
    }
    String what =
        free.problem().data().task() == Task.CLASSIFICATION
            ? " and the classes are separable but for rows on the boundary"
            : " and there is a direction in which no row's loss rises and some fall";
    return free.cause()
        + what
        + ", so the weights have no finite optimum, most of all that of "
        + free.name(largest % norms.length)
        + ": "
        + free.remedy();
  }
}
