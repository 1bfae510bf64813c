package dev.ridgeline.solvers;

import dev.ridgeline.plugin.SettingValues;
import dev.ridgeline.plugin.Settings;
import dev.ridgeline.plugin.SolverProvider;
import dev.ridgeline.plugin.Spec;
import dev.ridgeline.solver.LinearProblem;
import dev.ridgeline.solver.Solution;
import dev.ridgeline.solver.Solver;

/**
 * Picks the algorithm by loss, penalty and shape; {@link Solution#solver()} says which ran and why.
 *
 * @param tolerance the residual at which a solution is certified; finite and positive
 */
public record AutoSolver(double tolerance) implements Solver {
  /**
   * Checks the tolerance.
   *
   * @param tolerance the residual at which a solution is certified, finite and positive
   * @throws IllegalArgumentException if it is not finite and positive, with its value
   */
  public AutoSolver {
    SolverSettings.check(tolerance, 1, "");
  }

  /** Tolerance 1e-6. */
  public AutoSolver() {
    this(1e-6);
  }

  @Override
  public void check(LinearProblem problem) {
    new ProximalGradient().check(problem);
  }

  @Override
  public Solution solve(LinearProblem problem) {
    check(problem);
    ProximalGradient chosen = new ProximalGradient(tolerance, 100_000);
    return chosen.solve(
        problem, chosen + ", chosen by auto: it takes any loss and any penalty with a prox");
  }

  @Override
  public String toString() {
    return Spec.of("auto").with("tolerance", tolerance).toString();
  }

  /** Registers {@code auto}. */
  public static final class Provider implements SolverProvider {
    /** For ServiceLoader. */
    public Provider() {}

    @Override
    public String name() {
      return "auto";
    }

    @Override
    public Settings settings() {
      return SolverSettings.tolerance();
    }

    @Override
    public Solver create(SettingValues values) {
      return new AutoSolver(values.number("tolerance"));
    }
  }
}
