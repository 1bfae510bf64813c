package dev.ridgeline.solvers;

import dev.ridgeline.data.Task;
import dev.ridgeline.loss.ScalarLoss;
import dev.ridgeline.solver.LinearProblem;
import java.util.Arrays;

/**
 * Whether a loss without penalty attains its least value, at coefficients with a small gradient; a
 * small gradient alone does not say so, since the loss may fall towards infinity.
 *
 * <p>With the derivatives s and positive weights h of the rows and the solution d of X' H X d = -X'
 * s, the numbers s + H X d are orthogonal to X. If each lies strictly between the limits that its
 * row's derivative has at minus and plus infinity they are a dual point in the interior, and the
 * least value is attained (Rockafellar, "Convex analysis", 1970, theorem 27.1). Near an optimum X d
 * is small and this holds. Otherwise Newton steps are taken until X d is a direction along which no
 * row's loss rises, which is checked row by row, or the optimum is proved.
 */
final class Attainment {
  private static final double FLOOR = 1e-9;
  private static final double NEAREST = 0.01;
  private static final int STEPS = 60;

  /** Of the terms of a prediction, what counts as their rounding. */
  private static final double ROUNDING = 1e-8;

  private final LinearProblem problem;
  private final ScalarLoss scalar;
  private final DataLoss loss;
  private final RowDesign design;
  private final double[] d;
  private final double[] along;

  private Attainment(LinearProblem problem, DataLoss loss, RowDesign design) {
    this.problem = problem;
    this.scalar = (ScalarLoss) problem.loss();
    this.loss = loss;
    this.design = design;
    this.d = new double[design.columns()];
    this.along = new double[loss.rows()];
  }

  /** Whether a small gradient leaves the question open, and Newton steps can answer it. */
  static boolean isOpen(LinearProblem problem, DataLoss loss) {
    if (!problem.isUnpenalized()
        || loss.isQuadratic()
        || !(problem.loss() instanceof ScalarLoss scalar)
        || Math.min(loss.rows(), problem.data().columns()) > Newton.LARGEST) {
      return false;
    }
    for (int i = 0; i < loss.rows(); i++) {
      if (!(low(scalar, loss.target(i)) < 0 && high(scalar, loss.target(i)) > 0)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Why there is no optimum, or none could be proved to exist; empty if there is one.
   *
   * @param w weights; not modified
   * @param b intercept for the features as they were given; not modified
   */
  static String reason(
      LinearProblem problem, DataLoss loss, RowDesign design, double[] w, double[] b) {
    double[] centred = b.clone();
    design.shiftIntercepts(w, centred, 1);
    Attainment here = new Attainment(problem, loss, design);
    if (here.isProvedAt(w, centred)) {
      return "";
    }
    NewtonDescent descent =
        new NewtonDescent(
            problem, loss, design, new double[w.length], new Start(w.clone(), centred));
    descent.run(1e-11, STEPS);
    if (here.isProvedAt(descent.weights(), descent.intercepts())) {
      return "";
    }
    return here.isRecession()
        ? here.cause()
        : "the gradient is small, but a Newton step is not: lambda is 0 and the loss may fall"
            + " towards infinity; give a lambda above 0";
  }

  private static double low(ScalarLoss scalar, double target) {
    return scalar.derivative(-Double.MAX_VALUE / 4, target);
  }

  private static double high(ScalarLoss scalar, double target) {
    return scalar.derivative(Double.MAX_VALUE / 4, target);
  }

  private boolean isProvedAt(double[] w, double[] b) {
    int n = loss.rows();
    double[] eta = new double[n];
    double[] slopes = new double[n];
    double[] h = new double[n];
    double[] gradient = new double[w.length];
    design.evaluate(loss, w, b, eta, slopes, gradient);
    loss.computeCurvatures(eta, FLOOR, h);
    double total = problem.intercept() ? Arrays.stream(slopes).sum() : 0;
    NewtonSystem system = new NewtonSystem(design, new double[w.length], problem.intercept());
    double shift = system.solve(h, gradient, total, d);
    design.computePredictions(d, new double[] {shift}, along);
    for (int i = 0; i < n; i++) {
      double slope = slopes[i] / loss.share(i);
      double moved = slope + h[i] / loss.share(i) * along[i];
      double low = low(scalar, loss.target(i));
      double high = high(scalar, loss.target(i));
      // What rounding leaves of a derivative may be its limit, which must not hide the others.
      boolean isInside =
          moved - low > NEAREST * (slope - low) && high - moved > NEAREST * (high - slope);
      if (!isInside && !(Math.abs(along[i]) <= ROUNDING)) {
        return false;
      }
    }
    return true;
  }

  /** Whether no row's loss rises along the direction, and some predictions change for ever. */
  private boolean isRecession() {
    double most = 0;
    for (double v : along) {
      most = Math.max(most, Math.abs(v));
    }
    double size = 0;
    for (int j = 0; j < d.length; j++) {
      size += Math.abs(d[j]) * design.rootMeanSquare(j);
    }
    for (int i = 0; i < along.length; i++) {
      double limit = along[i] > 0 ? high(scalar, loss.target(i)) : low(scalar, loss.target(i));
      if (Math.abs(along[i]) > ROUNDING * Math.max(size, most) && limit * along[i] > 0) {
        return false;
      }
    }
    return most > 0;
  }

  private String cause() {
    int largest = 0;
    for (int j = 0; j < d.length; j++) {
      double each = Math.abs(d[j]) * design.rootMeanSquare(j);
      largest = each > Math.abs(d[largest]) * design.rootMeanSquare(largest) ? j : largest;
    }
    String end =
        ", so the weights have no finite optimum, most of all that of "
            + problem.data().featureNames().get(largest)
            + ": give a lambda above 0";
    return problem.data().task() == Task.CLASSIFICATION
        ? "lambda is 0 and the classes are separable but for rows on the boundary" + end
        : "lambda is 0 and there is a direction in which no row's loss rises and some fall" + end;
  }
}
