package dev.ridgeline.testkit.loss;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.linalg.RandomStream;
import dev.ridgeline.loss.Loss;
import dev.ridgeline.testkit.check.Probe;
import java.util.Arrays;
import java.util.List;

/** Rows of sample predictions with their targets. */
final class Rows {
  private static final double[] SCALES = {0.1, 1, 5};

  private Rows() {}

  /** What is checked of one prediction. */
  interface Body {
    void check(Dataset data, double[] prediction, double target);
  }

  /** Runs a body on predictions of several scales for every row of every data set. */
  static void each(Loss loss, List<Dataset> all, Probe probe, Body body) {
    for (Dataset data : all) {
      int outputs = loss.outputs(data);
      for (double scale : SCALES) {
        for (int i = 0; i < data.rows(); i++) {
          double[] prediction = prediction(outputs, scale, i);
          double target = data.target(i);
          probe.at(i, () -> "target " + target + ", prediction " + Arrays.toString(prediction));
          body.check(data, prediction, target);
        }
      }
    }
  }

  static double[] prediction(int outputs, double scale, long row) {
    RandomStream random = new RandomStream(99).derive("prediction").derive(row);
    double[] f = new double[outputs];
    for (int k = 0; k < outputs; k++) {
      f[k] = (float) (scale * random.gaussian(k));
    }
    return f;
  }

  static double loss(Loss loss, double[] prediction, double target) {
    return loss.rowLoss(prediction, 0, prediction.length, target, new double[prediction.length]);
  }

  static double[] gradient(Loss loss, double[] prediction, double target) {
    double[] g = new double[prediction.length];
    loss.rowLoss(prediction, 0, prediction.length, target, g);
    return g;
  }
}
