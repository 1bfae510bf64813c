package dev.ridgeline.model;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.Features;
import dev.ridgeline.loss.Loss;
import dev.ridgeline.objective.Objective;
import java.util.List;

/**
 * A fitted model: takes raw features, standardises them as it did in training, and predicts.
 * Immutable and thread-safe.
 */
public interface Model {
  /**
   * The predictions before any link function: logits, or the predicted number itself.
   *
   * @param raw any number of rows, as many columns as in training; not modified
   * @return rows x outputs, row-major
   * @throws IllegalArgumentException if the number of columns differs, with both
   */
  double[] scores(Features raw);

  /**
   * Numbers in one prediction.
   *
   * @return 1, or the number of classes
   */
  int outputs();

  /**
   * Number of features that the model takes.
   *
   * @return columns
   */
  int features();

  /**
   * Names of the features that the model was fitted to, in their order.
   *
   * @return one a feature; empty, which holds unless overridden, if they have no names
   */
  default List<String> featureNames() {
    return List.of();
  }

  /**
   * The loss that was minimised.
   *
   * @return without the penalty
   */
  Loss loss();

  /**
   * The classes, index = class.
   *
   * @return empty for regression
   */
  List<String> classNames();

  /**
   * What was minimised, at the fitted parameters, on the training set.
   *
   * @return data loss and penalty apart
   */
  Objective objective();

  /**
   * Size and sparsity of the weights.
   *
   * @return over all parameters of role weight, in the scale of the fit
   */
  WeightSummary weights();

  /**
   * How the fit ended: a certificate for a solver, the reason to stop for a trainer.
   *
   * @return one line
   */
  String fitStatus();

  /**
   * Predictions with probabilities and labels.
   *
   * @param raw any number of rows, as many columns as in training; not modified
   * @return the predictions
   * @throws IllegalArgumentException if the number of columns differs, with both
   */
  default Predictions predict(Features raw) {
    return new Predictions(scores(raw), outputs(), loss(), classNames());
  }

  /**
   * Predictions for data whose columns are checked by name; their targets do not matter.
   *
   * @param data raw features; not modified
   * @return the predictions
   * @throws IllegalArgumentException if the features have other names than the model's or stand in
   *     another order, with the first that differs, or if their number differs
   */
  default Predictions predict(Dataset data) {
    data.checkFeatures(featureNames());
    return predict(data.features());
  }
}
