package dev.ridgeline.evaluate;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.Task;
import dev.ridgeline.model.Predictions;
import java.util.Locale;

/**
 * A figure of merit with a standard error. Rows count by their sample weights; for more than two
 * classes AUC and F1 are the mean over classes, each against the rest.
 */
public enum Metric {
  /** Share of rows whose most probable class is the right one. */
  ACCURACY("accuracy", Task.CLASSIFICATION, true),
  /** Mean of -log P(right class), at most 744.5 a row, where the probability underflows. */
  LOG_LOSS("log-loss", Task.CLASSIFICATION, false),
  /**
   * Area under the ROC curve: the chance that a row of the class scores higher than one outside it,
   * ties counting half; its error is DeLong's (1988). NaN where a class is absent or a score is
   * NaN; the error alone is NaN where a class has a single row.
   */
  AUC("AUC", Task.CLASSIFICATION, true),
  /**
   * 2 TP / (2 TP + FP + FN), of the second class for two classes. NaN where a class is neither
   * present nor predicted.
   */
  F1("F1", Task.CLASSIFICATION, true),
  /** Square root of the mean squared error. */
  RMSE("RMSE", Task.REGRESSION, false),
  /** 1 - squared error / squared deviation from the mean. NaN where all targets are equal. */
  R2("R2", Task.REGRESSION, true);

  private final String label;
  private final Task task;
  private final boolean higherIsBetter;

  Metric(String label, Task task, boolean higherIsBetter) {
    this.label = label;
    this.task = task;
    this.higherIsBetter = higherIsBetter;
  }

  /**
   * Scores predictions.
   *
   * @param predictions as many rows as the data
   * @param data targets and sample weights
   * @return the score
   * @throws IllegalArgumentException if the metric is for the other task or the rows differ
   */
  public Score score(Predictions predictions, Dataset data) {
    if (data.task() != task) {
      throw new IllegalArgumentException(
          label + " is for " + task.name().toLowerCase(Locale.ROOT) + ", found " + data);
    }
    if (predictions.rows() != data.rows()) {
      throw new IllegalArgumentException(
          "found " + predictions.rows() + " predictions for " + data.rows() + " rows");
    }
    return switch (this) {
      case ACCURACY -> ClassificationScores.accuracy(predictions, data);
      case LOG_LOSS -> ClassificationScores.logLoss(predictions, data);
      case AUC -> RankScore.auc(predictions, data);
      case F1 -> ClassificationScores.f1(predictions, data);
      case RMSE -> RegressionScores.rmse(predictions, data);
      case R2 -> RegressionScores.r2(predictions, data);
    };
  }

  /**
   * The usual name.
   *
   * @return such as "log-loss"
   */
  public String label() {
    return label;
  }

  /**
   * What kind of target it is for.
   *
   * @return the task
   */
  public Task task() {
    return task;
  }

  /**
   * Which way is better.
   *
   * @return true if a higher value is better
   */
  public boolean isHigherBetter() {
    return higherIsBetter;
  }
}
