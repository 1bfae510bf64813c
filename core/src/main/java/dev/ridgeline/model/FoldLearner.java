package dev.ridgeline.model;

import dev.ridgeline.data.Dataset;
import java.util.List;

/** Fits models to the training sets of one cross-validation, as {@link Learner#onFolds} made it. */
@FunctionalInterface
public interface FoldLearner {
  /**
   * Fits a model at each of some lambdas.
   *
   * @param fold 0 ... k-1, or k for all rows
   * @param train the rows that the fold trains on, raw; all rows for k
   * @param dev the dev set, raw: for early stopping only, never fitted to
   * @param lambdas in any order, not modified
   * @return one model a lambda, in the given order; may be called by several threads
   */
  List<Model> fitAll(int fold, Dataset train, Dataset dev, double[] lambdas);
}
