package dev.ridgeline.solvers;

import com.google.common.collect.Range;
import dev.ridgeline.linalg.Team;
import dev.ridgeline.optimizer.PenaltyNotSupportedException;
import dev.ridgeline.plugin.SettingValues;
import dev.ridgeline.plugin.Settings;
import dev.ridgeline.plugin.SolverProvider;
import dev.ridgeline.plugin.Spec;
import dev.ridgeline.solver.LinearProblem;
import dev.ridgeline.solver.Solution;
import dev.ridgeline.solver.Solver;
import java.util.Arrays;

/**
 * The limited-memory BFGS method, for any loss with a gradient and any penalty with a gradient, of
 * any size: softmax with a ridge penalty is its home.
 *
 * <p>It works on centred features, where the intercepts hardly depend on the weights, starts from
 * the columns' mean squares and the penalty as metric, and corrects that by the last {@code
 * history} steps. Each iteration is one pass over the features, O(cells * outputs), rarely more.
 * Memory 2 * history * outputs * features numbers; dense features are read in place. Deterministic,
 * thread-safe.
 *
 * <p>Liu and Nocedal, "On the limited memory BFGS method for large scale optimization", 1989,
 * algorithm 2.1; the acceptance of steps at rounding level is that of Hager and Zhang, "A new
 * conjugate gradient method with guaranteed descent", 2005, section 4.
 *
 * @param tolerance the residual at which a solution is certified: relative duality gap or KKT
 *     residual; finite and positive
 * @param history how many steps correct the metric; positive
 * @param maxIterations how many iterations at most; positive
 * @param threads how many threads share the passes over dense features, 1 to 1024; the result has
 *     the same bits for any number
 */
public record Lbfgs(double tolerance, int history, int maxIterations, int threads)
    implements Solver {
  private static final int DEFAULT_HISTORY = 10;
  private static final int DEFAULT_ITERATIONS = 10_000;

  /**
   * Checks the settings.
   *
   * @param tolerance the residual at which a solution is certified, finite and positive
   * @param history how many steps correct the metric, positive
   * @param maxIterations how many iterations at most, positive
   * @param threads how many threads share the passes over dense features, 1 to 1024
   * @throws IllegalArgumentException if a setting is out of range, with its value
   */
  public Lbfgs {
    SolverSettings.check(tolerance, maxIterations, "max-iterations");
    SolverSettings.check(tolerance, history, "history");
    SolverSettings.checkThreads(threads);
  }

  /** Tolerance 1e-6, 10 steps remembered, at most 10000 iterations, one thread. */
  public Lbfgs() {
    this(1e-6, DEFAULT_HISTORY, DEFAULT_ITERATIONS, 1);
  }

  @Override
  public void check(LinearProblem problem) {
    if (!SmoothObjective.takes(problem)) {
      throw new PenaltyNotSupportedException(
          "lbfgs needs a penalty with a gradient (SmoothPenalty, or an L1L2Penalty without its l1"
              + " part), or lambda 0; "
              + problem.penalty()
              + " ("
              + problem.penalty().getClass().getName()
              + ") has none: use coordinate-descent for a SeparablePenalty, else"
              + " proximal-gradient");
    }
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
    // A held intercept is held for the features as they are, so these are not centred then.
    boolean centred = problem.intercept() && Degenerate.absentClasses(problem).isEmpty();
    try (Team team = Team.of(threads)) {
      RowDesign design = RowDesign.stored(problem.data().features(), loss, centred, team);
      SmoothObjective objective = new SmoothObjective(problem, loss, design);
      Metric metric = new DiagonalMetric(loss, design, objective::penaltyCurvature);
      Start start = Start.of(problem, design);
      int weights = start.weights().length;
      double[] x = Arrays.copyOf(start.weights(), objective.size());
      System.arraycopy(start.intercepts(), 0, x, weights, loss.outputs());
      QuasiNewton descent = new QuasiNewton(objective, metric, history, x);
      return Ending.tightened(
          tolerance,
          target -> {
            descent.run(target, maxIterations, 0);
            double[] end = descent.coefficients().clone();
            objective.improveIntercepts(end);
            double[] w = Arrays.copyOf(end, weights);
            double[] b = Arrays.copyOfRange(end, weights, end.length);
            design.shiftIntercepts(w, b, -1);
            int iterations = descent.iterations();
            String ending = descent.ending();
            return Ending.of(problem, loss, design, w, b, iterations, tolerance, ending, name);
          });
    }
  }

  @Override
  public String toString() {
    return Spec.of("lbfgs")
        .with("tolerance", tolerance)
        .with("history", history)
        .with("max-iterations", maxIterations)
        .with("threads", threads)
        .toString();
  }

  /** Registers {@code lbfgs}. */
  public static final class Provider implements SolverProvider {
    /** For ServiceLoader. */
    public Provider() {}

    @Override
    public String name() {
      return "lbfgs";
    }

    @Override
    public Settings settings() {
      return SolverSettings.withThreads(
          SolverSettings.tolerance()
              .whole("history", DEFAULT_HISTORY, Range.atLeast(1), "steps that are remembered")
              .whole(
                  "max-iterations",
                  DEFAULT_ITERATIONS,
                  Range.atLeast(1),
                  "iterations, each one pass over the features"));
    }

    @Override
    public Solver create(SettingValues values) {
      return new Lbfgs(
          values.number("tolerance"),
          values.whole("history"),
          values.whole("max-iterations"),
          values.whole("threads"));
    }
  }
}
