package dev.ridgeline.solvers;

import dev.ridgeline.solver.LinearProblem;
import java.util.Arrays;

/**
 * The long way of Newton's method where rows are plenty: L-BFGS steps in the metric of a {@link
 * SampledHessian}, each one pass over the features instead of columns / 2 of them.
 */
final class SampledNewton {
  private static final int HISTORY = 10;
  private static final int REFRESHES = 3;
  private static final long LARGE = 1_000_000;
  private static final int ROWS_A_COLUMN = 20;
  private static final int PART = 8;

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
    return Math.max(ROWS_A_COLUMN * design.columns(), design.rows() / PART);
  }

  /** Whether a sample is small beside all rows, and all rows are many. */
  static boolean pays(DataLoss loss, RowDesign design) {
    return !loss.isQuadratic()
        && design instanceof DenseDesign
        && (long) design.rows() * design.columns() >= LARGE
        && ROWS_A_COLUMN * (long) design.columns() <= design.rows() / 2;
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
