package dev.ridgeline.solvers;

import dev.ridgeline.solver.Solver;
import dev.ridgeline.testkit.SolverContract;

/** The contract of solvers at a tight tolerance. */
class NewtonTest extends SolverContract {
  @Override
  protected Solver solver() {
    return new Newton(1e-10, 100);
  }
}
