package dev.ridgeline.losses;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.Task;

/** Checks that a data set is of the task that a loss is for. */
final class Targets {
  private Targets() {}

  static void checkTask(String loss, Dataset data, Task task) {
    if (data.task() != task) {
      throw new IllegalArgumentException(
          "the "
              + loss
              + " loss is for "
              + (task == Task.CLASSIFICATION ? "class targets" : "real targets")
              + ", found "
              + data
              + "; use "
              + (task == Task.CLASSIFICATION
                  ? "squared or huber, or read the target as classes"
                  : "logistic or softmax, or read the target as numbers"));
    }
  }

  /**
   * Weighted share of each class; an absent class counts as half an example, so logs are finite.
   */
  static double[] shares(Dataset data) {
    int classes = data.classNames().size();
    double[] mass = new double[classes];
    for (int i = 0; i < data.rows(); i++) {
      mass[(int) data.target(i)] += data.weight(i);
    }
    double total = 0;
    for (int k = 0; k < classes; k++) {
      mass[k] = mass[k] == 0 ? 0.5 : mass[k];
      total += mass[k];
    }
    for (int k = 0; k < classes; k++) {
      mass[k] /= total;
    }
    return mass;
  }
}
