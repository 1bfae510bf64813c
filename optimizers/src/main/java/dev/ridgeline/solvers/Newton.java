package dev.ridgeline.solvers;

import com.google.common.collect.Range;
import dev.ridgeline.linalg.Team;
import dev.ridgeline.loss.ScalarLoss;
import dev.ridgeline.optimizer.PenaltyNotSupportedException;
import dev.ridgeline.plugin.SettingValues;
import dev.ridgeline.plugin.Settings;
import dev.ridgeline.plugin.SolverProvider;
import dev.ridgeline.plugin.Spec;
import dev.ridgeline.solver.LinearProblem;
import dev.ridgeline.solver.Solution;
import dev.ridgeline.solver.Solver;

/**
 * Newton's method (iteratively reweighted least squares) for a loss of one output with a ridge
 * penalty or none: few iterations whatever the correlations.
 *
 * <p>Each step solves (X' D X + c I) d = -gradient by Cholesky, D the second derivatives of the
 * rows' losses; through the n x n matrix X X' where there are fewer rows than features. A line
 * search keeps J falling. Time O(n p min(n, p)) an iteration and memory O(min(n, p)^2) beside one
 * copy of sparse features, so min(n, p) is limited. On large dense features with no fewer rows than
 * columns most of the way is gone by L-BFGS steps whose metric is the second derivative at a point
 * before, on a sample of the rows where they are many times more than the columns, at O(n p) an
 * iteration. Deterministic, thread-safe.
 *
 * <p>Boyd and Vandenberghe, "Convex optimization", 2004, algorithm 9.5; the form by rows is
 * Woodbury's identity, appendix C.4.3 there.
 *
 * @param tolerance the residual at which a solution is certified: relative duality gap, or KKT
 *     residual where lambda is 0; finite and positive
 * @param maxIterations how many Newton steps at most; positive
 * @param threads how many threads share the passes over dense features, 1 to 1024; the result has
 *     the same bits for any number
 */
public record Newton(double tolerance, int maxIterations, int threads) implements Solver {
  /** Largest min(rows, features): a matrix of 128 MB. */
  static final int LARGEST = 4000;

  private static final int DEFAULT_ITERATIONS = 200;

  /**
   * Checks the settings.
   *
   * @param tolerance the residual at which a solution is certified, finite and positive
   * @param maxIterations how many Newton steps at most, positive
   * @param threads how many threads share the passes over dense features, 1 to 1024
   * @throws IllegalArgumentException if a setting is out of range, with its value
   */
  public Newton {
    SolverSettings.check(tolerance, maxIterations, "max-iterations");
    SolverSettings.checkThreads(threads);
  }

  /**
   * On one thread.
   *
   * @param tolerance the residual at which a solution is certified, finite and positive
   * @param maxIterations how many Newton steps at most, positive
   * @throws IllegalArgumentException if a setting is out of range, with its value
   */
  public Newton(double tolerance, int maxIterations) {
    this(tolerance, maxIterations, 1);
  }

  /** Tolerance 1e-6 and at most 200 iterations. */
  public Newton() {
    this(1e-6, DEFAULT_ITERATIONS, 1);
  }

  @Override
  public void check(LinearProblem problem) {
    if (!SmoothObjective.isRidge(problem)) {
      throw new PenaltyNotSupportedException(
          "newton needs a penalty with a constant second derivative (QuadraticPenalty, or an"
              + " L1L2Penalty without its l1 part), or lambda 0; "
              + problem.penalty()
              + " ("
              + problem.penalty().getClass().getName()
              + ") is none: use coordinate-descent for a SeparablePenalty, else"
              + " proximal-gradient");
    }
    if (!(problem.loss() instanceof ScalarLoss)) {
      throw new IllegalArgumentException(
          "newton needs a loss of one output with a second derivative (ScalarLoss), such as"
              + " squared, logistic, huber or poisson; "
              + problem.loss()
              + " ("
              + problem.loss().getClass().getName()
              + ") is none: use lbfgs or proximal-gradient");
    }
    if (size(problem) > LARGEST) {
      throw new IllegalArgumentException(
          "newton factors a matrix of the smaller of rows and features (of the features where"
              + " penalty factors differ), at most "
              + LARGEST
              + "; found "
              + problem.data().rows()
              + " rows and "
              + problem.data().columns()
              + " features: use lbfgs or proximal-gradient");
    }
  }

  /** Whether {@link #check} lets the problem through. */
  static boolean takes(LinearProblem problem) {
    return problem.loss() instanceof ScalarLoss
        && size(problem) <= LARGEST
        && SmoothObjective.isRidge(problem);
  }

  /** Rows of the matrix to factor. */
  static int size(LinearProblem problem) {
    int columns = problem.data().columns();
    return problem.factors().areOnes() ? Math.min(problem.data().rows(), columns) : columns;
  }

  @Override
  public Solution solve(LinearProblem problem) {
    return solve(problem, toString());
  }

  /** Solves under the name that the solution shall bear. */
  Solution solve(LinearProblem problem, String name) {
    check(problem);
    DataLoss loss = new DataLoss(problem.data(), problem.loss());
    if (Degenerate.hasOneClass(problem)) {
      return Ending.ofOneClass(problem, loss, tolerance, name);
    }
    double[] ridge = SmoothObjective.ridges(problem);
    try (Team team = Team.of(threads)) {
      RowDesign design =
          RowDesign.stored(problem.data().features(), loss, problem.intercept(), team);
      Start start = Start.of(problem, design);
      int iterations = 0;
      if (SampledNewton.pays(loss, design)) {
        SampledNewton sampled = new SampledNewton(problem, loss, design, start);
        sampled.run(tolerance, maxIterations);
        start = sampled.end();
        iterations = sampled.iterations();
        if (sampled.isConverged()) {
          Solution solution = end(problem, loss, design, start, iterations, "", name);
          if (solution.certificate().reason().isEmpty()) {
            return solution;
          }
        }
      }
      NewtonDescent descent = new NewtonDescent(problem, loss, design, ridge, start, team);
      int before = iterations;
      return Ending.tightened(
          tolerance,
          target -> {
            descent.run(target, Math.max(0, maxIterations - before));
            Start end = new Start(descent.weights(), descent.intercepts());
            int all = before + descent.iterations();
            return end(problem, loss, design, end, all, descent.ending(), name);
          });
    }
  }

  private Solution end(
      LinearProblem problem,
      DataLoss loss,
      RowDesign design,
      Start end,
      int iterations,
      String ending,
      String name) {
    double[] w = end.weights().clone();
    double[] b = end.intercepts().clone();
    design.shiftIntercepts(w, b, -1);
    return Ending.of(problem, loss, design, w, b, iterations, tolerance, ending, name);
  }

  @Override
  public String toString() {
    return Spec.of("newton")
        .with("tolerance", tolerance)
        .with("max-iterations", maxIterations)
        .with("threads", threads)
        .toString();
  }

  /** Registers {@code newton}. */
  public static final class Provider implements SolverProvider {
    /** For ServiceLoader. */
    public Provider() {}

    @Override
    public String name() {
      return "newton";
    }

    @Override
    public Settings settings() {
      return SolverSettings.withThreads(
          SolverSettings.tolerance()
              .whole("max-iterations", DEFAULT_ITERATIONS, Range.atLeast(1), "Newton steps"));
    }

    @Override
    public Solver create(SettingValues values) {
      return new Newton(
          values.number("tolerance"), values.whole("max-iterations"), values.whole("threads"));
    }
  }
}
