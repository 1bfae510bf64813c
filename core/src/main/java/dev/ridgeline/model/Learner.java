package dev.ridgeline.model;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.Features;
import dev.ridgeline.data.KFold;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Fits models at given lambdas: what a lambda search calls. Immutable and thread-safe. */
public interface Learner {
  /**
   * Fits one model.
   *
   * @param train the training set, raw
   * @param dev the dev set, raw: for early stopping only, never fitted to
   * @param lambda how much penalty, finite and at least 0
   * @return the model
   */
  Model fit(Dataset train, Dataset dev, double lambda);

  /**
   * Fits a model at each of some lambdas, one after the other. A learner for which the solution at
   * one lambda is a good start for the next overrides this and {@link #startsWarm}.
   *
   * @param train the training set, raw
   * @param dev the dev set, raw
   * @param lambdas in any order, not modified
   * @return one model a lambda, in the given order
   */
  default List<Model> fitAll(Dataset train, Dataset dev, double[] lambdas) {
    List<Model> models = new ArrayList<>();
    for (double lambda : lambdas) {
      models.add(fit(train, dev, lambda));
    }
    return models;
  }

  /**
   * Whether {@link #fitAll} gains from seeing all lambdas at once; if not, they may be fitted side
   * by side.
   *
   * @return false unless overridden
   */
  default boolean startsWarm() {
    return false;
  }

  /**
   * Sees all rows and folds of a cross-validation before it fits to any fold. A learner that can
   * share work among the folds overrides this.
   *
   * @param data all rows, raw
   * @param folds of these data
   * @return fits to the folds; {@link #fitAll} of each unless overridden
   */
  default FoldLearner onFolds(Dataset data, KFold folds) {
    return (fold, train, dev, lambdas) -> fitAll(train, dev, lambdas);
  }

  /**
   * The scores of several models that this learner has fitted, for the same rows. A learner that
   * can make them in one pass overrides this.
   *
   * @param models fitted by this learner to the same training set
   * @param raw rows with as many columns as in training; not modified
   * @return {@link Model#scores} of each model, to rounding, in the given order
   */
  default List<double[]> scores(List<Model> models, Features raw) {
    List<double[]> scores = new ArrayList<>();
    for (Model model : models) {
      scores.add(model.scores(raw));
    }
    return scores;
  }

  /**
   * The largest lambda worth trying, where a path begins: at it, or above it, the model says the
   * same of every row.
   *
   * @param train the training set, raw
   * @return finite and at least 0; empty, as it is unless overridden, if the learner knows none
   */
  default OptionalDouble largestLambda(Dataset train) {
    return OptionalDouble.empty();
  }

  /**
   * What is fitted, on one line, for reports.
   *
   * @return such as "logistic regression with l2"
   */
  String description();
}
