package dev.ridgeline.solvers;

import com.google.common.collect.Range;
import dev.ridgeline.linalg.Team;
import dev.ridgeline.optimizer.PenaltyNotSupportedException;
import dev.ridgeline.penalty.ProximablePenalty;
import dev.ridgeline.penalty.SmoothPenalty;
import dev.ridgeline.plugin.SettingValues;
import dev.ridgeline.plugin.Settings;
import dev.ridgeline.plugin.SolverProvider;
import dev.ridgeline.plugin.Spec;
import dev.ridgeline.solver.LinearProblem;
import dev.ridgeline.solver.Solution;
import dev.ridgeline.solver.Solver;

/**
 * Accelerated proximal gradient descent, the solver that takes any convex loss and any penalty with
 * a prox or a gradient.
 *
 * <p>y = x + beta (x - x_before); x_next = prox(y - grad L(y) / (t D)) in the metric t D, where D
 * is the diagonal curvature of the data loss (for a penalty that is not separable: its largest
 * entry in each group, or overall) and t is found by backtracking. Momentum restarts where it
 * points uphill, and a step that raises J is taken back. Deterministic; time O(cells * outputs) an
 * iteration; memory one copy of the features. Thread-safe.
 *
 * <p>Beck and Teboulle, "A fast iterative shrinkage-thresholding algorithm for linear inverse
 * problems", 2009, section 4; O'Donoghue and Candes, "Adaptive restart for accelerated gradient
 * schemes", 2015, section 3.2. For a weakly convex penalty it finds a stationary point.
 *
 * @param tolerance the residual at which a solution is certified: relative duality gap or KKT
 *     residual; finite and positive
 * @param maxIterations how many iterations at most; positive
 */
public record ProximalGradient(double tolerance, int maxIterations) implements Solver {
  /**
   * Checks the settings.
   *
   * @param tolerance the residual at which a solution is certified, finite and positive
   * @param maxIterations how many iterations at most, positive
   * @throws IllegalArgumentException if a setting is out of range, with its value
   */
  public ProximalGradient {
    SolverSettings.check(tolerance, maxIterations, "max-iterations");
  }

  /** Tolerance 1e-6 and at most 100000 iterations. */
  public ProximalGradient() {
    this(1e-6, 100_000);
  }

  @Override
  public void check(LinearProblem problem) {
    if (!(problem.penalty() instanceof ProximablePenalty)
        && !(problem.penalty() instanceof SmoothPenalty)) {
      throw new PenaltyNotSupportedException(
          "proximal-gradient needs a penalty with a prox (ProximablePenalty) or a gradient"
              + " (SmoothPenalty); "
              + problem.penalty()
              + " ("
              + problem.penalty().getClass().getName()
              + ") has neither, so no solver can take it: implement one of them, SeparablePenalty"
              + " being the shortest");
    }
  }

  @Override
  public Solution solve(LinearProblem problem) {
    check(problem);
    return solve(problem, toString());
  }

  /** Solves under the name that the solution shall bear. */
  Solution solve(LinearProblem problem, String name) {
    DataLoss loss = new DataLoss(problem.data(), problem.loss());
    if (Degenerate.hasOneClass(problem)) {
      return Ending.ofOneClass(problem, loss, tolerance, name);
    }
    // A held intercept is held for the features as they are, so these are not centred then.
    boolean centred = problem.intercept() && Degenerate.absentClasses(problem).isEmpty();
    RowDesign design = RowDesign.stored(problem.data().features(), loss, centred, Team.of(1));
    Start start = Start.of(problem, design);
    AcceleratedDescent descent = new AcceleratedDescent(problem, loss, design, start);
    return Ending.tightened(
        tolerance,
        target -> {
          descent.run(target, maxIterations);
          double[] w = descent.weights();
          double[] b = descent.intercepts();
          design.shiftIntercepts(w, b, -1);
          int iterations = descent.iterations();
          return Ending.of(problem, loss, w, b, iterations, tolerance, descent.ending(), name);
        });
  }

  @Override
  public String toString() {
    return Spec.of("proximal-gradient")
        .with("tolerance", tolerance)
        .with("max-iterations", maxIterations)
        .toString();
  }

  /** Registers {@code proximal-gradient}. */
  public static final class Provider implements SolverProvider {
    /** For ServiceLoader. */
    public Provider() {}

    @Override
    public String name() {
      return "proximal-gradient";
    }

    @Override
    public Settings settings() {
      return SolverSettings.tolerance()
          .whole(
              "max-iterations", 100_000, Range.atLeast(1), "iterations, each two products with X");
    }

    @Override
    public Solver create(SettingValues values) {
      return new ProximalGradient(values.number("tolerance"), values.whole("max-iterations"));
    }
  }
}
