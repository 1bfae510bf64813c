package dev.ridgeline.evaluate;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.Task;
import dev.ridgeline.loss.Loss;
import dev.ridgeline.model.Predictions;

/** Loss and error of each row: error is 0 or 1 for classes, the squared error for numbers. */
record RowErrors(double[] losses, double[] errors) {
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
