package dev.ridgeline.solvers;

import dev.ridgeline.solver.LinearProblem;
import java.util.Arrays;

/**
 * The long way of Newton's method on large data: L-BFGS steps in the metric of a {@link
 * SampledHessian}, each one pass over the features instead of columns / 2 of them. Where rows are
 * too few for a sample all of them are in it, and a factor serves many steps instead of one.
 */
final class SampledNewton {
  private static final int HISTORY = 10;
  private static final int REFRESHES = 3;
  private static final long LARGE = 1_000_000;
  private static final int ROWS_A_COLUMN = 20;
  private static final int PART = 8;

  /**
   * From so many columns on the second derivative costs several passes over the features, though
   * its products are made some ten times as fast.
   */
  private static final int MANY_COLUMNS = 100;

  private final QuasiNewton descent;
  private final int weights;

  SampledNewton(LinearProblem problem, DataLoss loss, RowDesign design, Start start) {
    SmoothObjective objective = new SmoothObjective(problem, loss, design);
    int size = sampleSize(design);
    Metric metric = new SampledHessian(objective, loss, design, problem.intercept(), size);
    this.weights = start.weights().length;
    double[] x = Arrays.copyOf(start.weights(), weights + 1);
    x[weights] = start.intercepts()[0];
    this.descent = new QuasiNewton(objective, metric, HISTORY, x);
  }

  private static int sampleSize(RowDesign design) {
    return Math.min(
        design.rows(), Math.max(ROWS_A_COLUMN * design.columns(), design.rows() / PART));
  }

  /** Whether the features are large, and a sample small beside them or a step much dearer. */
  static boolean pays(DataLoss loss, RowDesign design) {
    long columns = design.columns();
    return !loss.isQuadratic()
        && design instanceof DenseDesign
        && design.rows() * columns >= LARGE
        && design.rows() >= columns
        && (columns >= MANY_COLUMNS || ROWS_A_COLUMN * columns <= design.rows() / 2);
  }

  void run(double tolerance, int maxIterations) {
    descent.run(tolerance, maxIterations, REFRESHES);
  }

  Start end() {
    double[] x = descent.coefficients();
    return new Start(Arrays.copyOf(x, weights), Arrays.copyOfRange(x, weights, x.length));
  }

  boolean isConverged() {
    return descent.isConverged();
  }

  int iterations() {
    return descent.iterations();
  }
}
