package dev.ridgeline.evaluate;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.Task;
import dev.ridgeline.loss.Loss;
import dev.ridgeline.model.Model;
import dev.ridgeline.model.Predictions;

/**
 * Loss and error of each row: what means over rows, and comparisons row by row, are made of.
 *
 * @param losses the model's {@link Loss#scoring} loss, without penalty and label smoothing, one a
 *     row
 * @param errors 0 or 1 for right or wrong classes, the squared error for numbers, one a row
 */
public record RowErrors(double[] losses, double[] errors) {
  /**
   * Scores a model row by row.
   *
   * @param model fitted to data of the same features and task
   * @param data raw features and targets
   * @return one loss and one error a row
   * @throws IllegalArgumentException if the data do not fit the model: another task, other classes,
   *     or other features
   */
  public static RowErrors of(Model model, Dataset data) {
    return of(predictions(model, data), model.loss().scoring(), data);
  }

  /**
   * Scores a model row by row, by scores that were made before.
   *
   * @param model fitted to data of the same features and task
   * @param scores the model's scores for the data, rows x outputs; kept
   * @param data raw features and targets
   * @return one loss and one error a row
   * @throws IllegalArgumentException if the data do not fit the model: another task, other classes,
   *     or other features
   */
  public static RowErrors of(Model model, double[] scores, Dataset data) {
    check(model, data);
    data.checkFeatures(model.featureNames());
    Predictions predictions =
        new Predictions(scores, model.outputs(), model.loss(), model.classNames());
    return of(predictions, model.loss().scoring(), data);
  }

  /** Predictions for data that were checked to fit the model. */
  static Predictions predictions(Model model, Dataset data) {
    check(model, data);
    return model.predict(data);
  }

  private static void check(Model model, Dataset data) {
    model.loss().checkTargets(data);
    data.checkClasses(model.classNames());
  }

  static RowErrors of(Predictions predictions, Loss loss, Dataset data) {
    int outputs = predictions.outputs();
    double[] losses = new double[data.rows()];
    double[] errors = new double[data.rows()];
    double[] scores = new double[outputs];
    double[] ignored = new double[outputs];
    for (int i = 0; i < losses.length; i++) {
      for (int k = 0; k < outputs; k++) {
        scores[k] = predictions.score(i, k);
      }
      losses[i] = loss.rowLoss(scores, 0, outputs, data.target(i), ignored);
      if (data.task() == Task.CLASSIFICATION) {
        errors[i] = predictions.classIndex(i) == (int) data.target(i) ? 0 : 1;
      } else {
        double r = predictions.value(i) - data.target(i);
        errors[i] = r * r;
      }
    }
    return new RowErrors(losses, errors);
  }
}
