package dev.ridgeline.solver;

import dev.ridgeline.data.Standardizer;
import java.util.List;

/** Solves paths on the training sets of one cross-validation, as {@link FoldSolver} shares it. */
@FunctionalInterface
public interface FoldPaths {
  /**
   * Solves a fold's problem at each of some lambdas. Every solution meets the same tolerance, and
   * bears the same kind of certificate, as one of {@link PathSolver#solvePath}; the certificate is
   * made of the problem's own data, so that it holds whatever was shared.
   *
   * @param fold 0 ... k-1 for the rows that are not in this fold; k for all rows
   * @param problem those rows, standardised, with the loss, penalty, factors and intercept of the
   *     whole; its own lambda and start are not used
   * @param standardizer what has standardised them
   * @param lambdas finite and at least 0, the largest first is fastest; not modified
   * @return one solution a lambda, in the given order; may be called by several threads
   */
  List<Solution> solvePath(
      int fold, LinearProblem problem, Standardizer standardizer, double[] lambdas);
}
