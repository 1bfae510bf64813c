package dev.ridgeline.solver;

import java.util.List;
import java.util.function.Predicate;

/**
 * A solver that gains from seeing all lambdas of a path at once: what it has copied, multiplied and
 * factored for one lambda serves the next.
 */
public interface PathSolver extends Solver {
  /**
   * Solves a problem at each of some lambdas, one after the other, each from the solution before
   * it. Every solution meets the same tolerance, and bears the same kind of certificate, as one of
   * {@link Solver#solve}.
   *
   * @param problem the problem; its own lambda is not used, its start is that of the first lambda
   * @param lambdas finite and at least 0, in the order to take them in; the largest first is
   *     fastest; not modified
   * @return one solution a lambda, in the given order
   * @throws IllegalArgumentException as {@link Solver#check}, or if a lambda is not allowed
   */
  default List<Solution> solvePath(LinearProblem problem, double[] lambdas) {
    return solvePath(problem, lambdas, solution -> false);
  }

  /**
   * The same, up to the first solution at which it is told to stop.
   *
   * @param problem the problem; its own lambda is not used, its start is that of the first lambda
   * @param lambdas finite and at least 0, in the order to take them in; not modified
   * @param stop asked of every solution as soon as there is one
   * @return one solution a lambda, in the given order; shorter than the lambdas if stopped, and the
   *     last is the one that stop was true of
   * @throws IllegalArgumentException as {@link Solver#check}, or if a lambda is not allowed
   */
  List<Solution> solvePath(LinearProblem problem, double[] lambdas, Predicate<Solution> stop);
}
