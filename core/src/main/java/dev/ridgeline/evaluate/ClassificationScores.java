package dev.ridgeline.evaluate;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.model.Predictions;

/** Accuracy, log-loss and F1 with the influence of each row. */
final class ClassificationScores {
  private ClassificationScores() {}

  static Score accuracy(Predictions predictions, Dataset data) {
    double[] right = new double[data.rows()];
    for (int i = 0; i < right.length; i++) {
      right[i] = predictions.classIndex(i) == (int) data.target(i) ? 1 : 0;
    }
    return RowMean.of(right, data);
  }

  static Score logLoss(Predictions predictions, Dataset data) {
    double[] loss = new double[data.rows()];
    for (int i = 0; i < loss.length; i++) {
      // A probability that underflows to 0 counts as the least number there is.
      double p = predictions.probabilities(i)[(int) data.target(i)];
      loss[i] = -Math.log(p == 0 ? Double.MIN_VALUE : p);
    }
    return RowMean.of(loss, data);
  }

  static Score f1(Predictions predictions, Dataset data) {
    int n = data.rows();
    int classes = data.classNames().size();
    int[] predicted = new int[n];
    for (int i = 0; i < n; i++) {
      predicted[i] = predictions.classIndex(i);
    }
    double[] influence = new double[n];
    double value = 0;
    int first = classes == 2 ? 1 : 0;
    int counted = classes - first;
    for (int k = first; k < classes; k++) {
      // F1 is the ratio of "right positives" to "mean of predicted and actual positives".
      double[] right = new double[n];
      double[] positives = new double[n];
      for (int i = 0; i < n; i++) {
        boolean actual = (int) data.target(i) == k;
        right[i] = actual && predicted[i] == k ? 1 : 0;
        positives[i] = ((actual ? 1 : 0) + (predicted[i] == k ? 1 : 0)) / 2.0;
      }
      value += RowMean.addRatio(right, positives, data, 1.0 / counted, influence);
    }
    return Score.of(value, influence, data.weights(), data.observations());
  }
}
