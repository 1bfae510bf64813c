package dev.ridgeline.testkit;

import dev.ridgeline.solver.Solver;
import dev.ridgeline.testkit.check.Check;
import dev.ridgeline.testkit.solver.SolverChecks;
import java.util.List;

/**
 * The contract of solvers as JUnit tests, on those of the kit's small problems that the solver's
 * own {@link Solver#check} takes.
 *
 * <pre>{@code
 * class ProximalGradientTest extends SolverContract {
 *   @Override
 *   protected Solver solver() {
 *     return new ProximalGradient();
 *   }
 * }
 * }</pre>
 */
public abstract class SolverContract extends Contract {
  /** For subclasses. */
  protected SolverContract() {}

  /**
   * The solver under test, with settings tight enough for problems of a few rows.
   *
   * @return a new or shared object
   */
  protected abstract Solver solver();

  @Override
  protected final List<Check> checks() {
    return SolverChecks.all(solver());
  }
}
