package dev.ridgeline.solver;

/**
 * An algorithm for a whole {@link LinearProblem}, such as coordinate descent. Immutable and
 * thread-safe. {@code toString()} is the spec string that the registry parses back to an equal
 * solver.
 */
public interface Solver {
  /**
   * Says whether a problem is one that this algorithm can take, before any work is done.
   *
   * @param problem the problem
   * @throws dev.ridgeline.optimizer.PenaltyNotSupportedException if the penalty lacks a capability,
   *     saying which and who could take it
   * @throws IllegalArgumentException if the loss or the data do not fit
   */
  void check(LinearProblem problem);

  /**
   * Solves a problem.
   *
   * @param problem the problem; not modified
   * @return coefficients with their certificate; never silently unfinished
   * @throws IllegalArgumentException as {@link #check}
   */
  Solution solve(LinearProblem problem);
}
