package dev.ridgeline.examples;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.Split;

/**
 * Brings regression targets to mean 0 and standard deviation 1 by the training rows, so that one
 * learning rate and one grid of lambdas suit any unit.
 */
final class TargetScaling {
  private TargetScaling() {}

  static Split apply(Split split) {
    double[] y = split.train().targets();
    double mean = 0;
    for (double t : y) {
      mean += t / y.length;
    }
    double variance = 0;
    for (double t : y) {
      variance += (t - mean) * (t - mean) / y.length;
    }
    double scale = variance == 0 ? 1 : Math.sqrt(variance);
    return new Split(
        scaled(split.train(), mean, scale),
        scaled(split.dev(), mean, scale),
        scaled(split.test(), mean, scale));
  }

  private static Dataset scaled(Dataset data, double mean, double scale) {
    double[] y = data.targets();
    for (int i = 0; i < y.length; i++) {
      y[i] = (y[i] - mean) / scale;
    }
    return Dataset.regression(data.features(), y)
        .withFeatureNames(data.featureNames())
        .withTargetName(data.targetName());
  }
}
