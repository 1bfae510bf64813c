package dev.ridgeline.solvers;

import dev.ridgeline.solver.Solver;
import dev.ridgeline.testkit.SolverContract;

/** The contract of solvers at a tight tolerance. */
class LbfgsTest extends SolverContract {
  @Override
  protected Solver solver() {
    return new Lbfgs(1e-10, 10, 10_000, 1);
  }
}
