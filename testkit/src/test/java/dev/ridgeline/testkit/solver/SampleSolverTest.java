package dev.ridgeline.testkit.solver;

import dev.ridgeline.solver.Solver;
import dev.ridgeline.testkit.SolverContract;

/** A correct solver passes its contract. */
class SampleSolverTest extends SolverContract {
  @Override
  protected Solver solver() {
    return new SampleSolver(SampleSolver.Fault.NONE);
  }
}
