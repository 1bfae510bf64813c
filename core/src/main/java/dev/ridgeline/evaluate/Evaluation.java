package dev.ridgeline.evaluate;

import com.google.common.collect.Maps;
import dev.ridgeline.data.Dataset;
import dev.ridgeline.model.Model;
import dev.ridgeline.model.Predictions;
import java.util.EnumMap;
import java.util.Map;

/**
 * How a model does on a data set.
 *
 * @param rows number of rows
 * @param loss mean of the model's {@link dev.ridgeline.loss.Loss#scoring} loss, without penalty and
 *     label smoothing
 * @param error share of wrong classes for classification, mean squared error for regression
 * @param metrics every metric of the task
 */
public record Evaluation(int rows, Score loss, Score error, Map<Metric, Score> metrics) {
  /**
   * Copies the metrics.
   *
   * @param rows number of rows
   * @param loss mean of the model's scoring loss, without penalty and label smoothing
   * @param error share of wrong classes, or mean squared error
   * @param metrics every metric of the task
   */
  public Evaluation {
    metrics = Maps.immutableEnumMap(metrics);
  }

  /**
   * Scores a model.
   *
   * @param model fitted to data of the same features and task
   * @param data raw features and targets
   * @return its scores
   * @throws IllegalArgumentException if the data do not fit the model: another task, other classes,
   *     or other features
   */
  public static Evaluation of(Model model, Dataset data) {
    Predictions predictions = RowErrors.predictions(model, data);
    RowErrors rows = RowErrors.of(predictions, model.loss().scoring(), data);
    Map<Metric, Score> metrics = new EnumMap<>(Metric.class);
    for (Metric metric : Metric.values()) {
      if (metric.task() == data.task()) {
        metrics.put(metric, metric.score(predictions, data));
      }
    }
    return new Evaluation(
        data.rows(), RowMean.of(rows.losses(), data), RowMean.of(rows.errors(), data), metrics);
  }

  /**
   * One metric.
   *
   * @param metric which
   * @return its score
   * @throws IllegalArgumentException if it is for the other task
   */
  public Score get(Metric metric) {
    Score score = metrics.get(metric);
    if (score == null) {
      throw new IllegalArgumentException(
          metric.label() + " is not a metric of this task; there are " + metrics.keySet());
    }
    return score;
  }

  /** Every metric with its standard error, on one line. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    for (Metric metric : Metric.values()) {
      if (metrics.containsKey(metric)) {
        out.append(out.isEmpty() ? "" : ", ").append(metric.label()).append(' ');
        out.append(metrics.get(metric));
      }
    }
    return out.append(" on ").append(rows).append(" rows").toString();
  }
}
