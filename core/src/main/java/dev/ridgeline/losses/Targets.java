package dev.ridgeline.losses;

import com.google.common.collect.Range;
import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.Task;
import dev.ridgeline.plugin.Settings;
import dev.ridgeline.plugin.Spec;

/** What losses of classes or numbers share: checks of their targets, label smoothing. */
final class Targets {
  static final String SMOOTHING = "label-smoothing";

  /**
   * The least probability whose slope reaches a network, about 5e-26. A row that is learnt by heart
   * has slopes down to the least float, and what a network makes of them are denormal numbers, by
   * which processors multiply many times more slowly; to the slopes of other rows they add nothing
   * that float storage could hold.
   */
  static final double LEAST_SHARE = 0x1p-84;

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

  static void checkSmoothing(double smoothing) {
    if (!(smoothing >= 0 && smoothing < 1)) {
      throw new IllegalArgumentException(
          "label smoothing must be in [0, 1), where 0 is none, found " + smoothing);
    }
  }

  static Settings smoothing() {
    return Settings.none()
        .number(
            SMOOTHING,
            0,
            Range.closedOpen(0.0, 1.0),
            "share of the label that is spread over all classes");
  }

  static String spec(String name, double smoothing) {
    return smoothing == 0 ? name : Spec.of(name).with(SMOOTHING, smoothing).toString();
  }

  /**
   * Weighted share of each class in the labels. Without smoothing an absent class counts as half an
   * example, so logs are finite; with it they are.
   */
  static double[] shares(Dataset data, double smoothing) {
    int classes = data.classNames().size();
    double[] mass = new double[classes];
    for (int i = 0; i < data.rows(); i++) {
      mass[(int) data.target(i)] += data.weight(i);
    }
    double total = 0;
    for (int k = 0; k < classes; k++) {
      mass[k] = mass[k] == 0 && smoothing == 0 ? 0.5 : mass[k];
      total += mass[k];
    }
    for (int k = 0; k < classes; k++) {
      mass[k] = (1 - smoothing) * (mass[k] / total) + smoothing / classes;
    }
    return mass;
  }
}
