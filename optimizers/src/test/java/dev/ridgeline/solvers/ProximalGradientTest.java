package dev.ridgeline.solvers;

import dev.ridgeline.solver.Solver;
import dev.ridgeline.testkit.SolverContract;

/** The contract of solvers at a tight tolerance. */
class ProximalGradientTest extends SolverContract {
  @Override
  protected Solver solver() {
    return new ProximalGradient(1e-10, 100_000);
  }
}
