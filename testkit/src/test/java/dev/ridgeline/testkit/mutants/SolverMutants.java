package dev.ridgeline.testkit.mutants;

import dev.ridgeline.testkit.solver.SampleSolver;
import dev.ridgeline.testkit.solver.SampleSolver.Fault;
import dev.ridgeline.testkit.solver.SolverChecks;
import java.util.List;

/** Solvers that are wrong in one way each. */
final class SolverMutants {
  private SolverMutants() {}

  static List<Mutant> all() {
    return List.of(
        mutant("strength lambda for lambda / m", "SOL-1", Fault.STRENGTH_LAMBDA),
        mutant("a certificate that always says CERTIFIED", "SOL-2", Fault.ALWAYS_CERTIFIED),
        mutant("sum for mean in the objective", "SOL-3", Fault.SUM_FOR_MEAN),
        mutant("weights that are never quite 0", "SOL-4", Fault.NO_ZEROS),
        mutant("a penalty at lambda 0", "SOL-5", Fault.ALWAYS_PENALISED),
        mutant("the warm start for the solution", "SOL-6", Fault.RETURNS_START),
        mutant("a penalised intercept", "SOL-7", Fault.SHRINKS_INTERCEPT),
        mutant("sample weights ignored", "SOL-8", Fault.IGNORES_WEIGHTS),
        mutant("the last solution as the next start", "SOL-9", Fault.REMEMBERS),
        mutant("no check of the penalty", "SOL-10", Fault.NO_CHECK),
        mutant("the last column left out", "SOL-11", Fault.LEAVES_LAST),
        mutant("a column of sparse features left out", "SOL-12", Fault.LEAVES_LAST_SPARSE));
  }

  private static Mutant mutant(String name, String rule, Fault fault) {
    return new Mutant(name, rule, () -> SolverChecks.all(new SampleSolver(fault)));
  }
}
