package dev.ridgeline.solvers;

import dev.ridgeline.solver.Solver;
import dev.ridgeline.testkit.SolverContract;

/** The contract of solvers at a tight tolerance. */
class AutoSolverTest extends SolverContract {
  @Override
  protected Solver solver() {
    return new AutoSolver(1e-10);
  }
}
