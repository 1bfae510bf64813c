package dev.ridgeline.testkit.solver;

import dev.ridgeline.solver.Solver;
import dev.ridgeline.testkit.check.Check;
import java.util.ArrayList;
import java.util.List;

/** The contract of solvers, SOL-1 to SOL-12, on small problems that the solver takes. */
public final class SolverChecks {
  private SolverChecks() {}

  /**
   * All checks of a solver.
   *
   * @param solver the solver under test
   * @return checks, not yet run
   */
  public static List<Check> all(Solver solver) {
    SolverCase c = new SolverCase(solver);
    List<Check> checks = new ArrayList<>();
    checks.addAll(OptimumRules.of(c));
    checks.addAll(EquivalenceRules.of(c));
    return List.copyOf(checks);
  }
}
