package dev.ridgeline.solvers;

import dev.ridgeline.solver.Solver;
import dev.ridgeline.testkit.SolverContract;

/** The contract of solvers at a tight tolerance. */
class CoordinateDescentTest extends SolverContract {
  @Override
  protected Solver solver() {
    return new CoordinateDescent(1e-10, 10_000);
  }
}
