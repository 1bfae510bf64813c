package dev.ridgeline.data;

import java.util.Arrays;
import java.util.Map;

/** Factors of sample weights by class, and what weights say of the number of observations. */
final class ClassWeights {
  private ClassWeights() {}

  /** Weights that are all whole numbers; otherwise 1 for each that is positive. */
  static double[] observations(double[] weights) {
    if (Arrays.stream(weights).allMatch(w -> w == Math.rint(w))) {
      return weights.clone();
    }
    return Arrays.stream(weights).map(w -> w > 0 ? 1 : 0).toArray();
  }

  static double[] byName(Dataset data, Map<String, Double> byName) {
    checkTask(data);
    double[] factors = new double[data.classNames().size()];
    Arrays.fill(factors, 1);
    byName.forEach(
        (name, weight) -> {
          int k = data.classNames().indexOf(name);
          if (k < 0) {
            throw new IllegalArgumentException(
                "there is no class '" + name + "' to weigh; the classes are " + data.classNames());
          }
          if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                "class '" + name + "' has weight " + weight + "; allowed are finite >= 0");
          }
          factors[k] = weight;
        });
    return factors;
  }

  static double[] balanced(Dataset data) {
    checkTask(data);
    double[] masses = new double[data.classNames().size()];
    for (int i = 0; i < data.rows(); i++) {
      masses[(int) data.target(i)] += data.weight(i);
    }
    double present = Arrays.stream(masses).filter(mass -> mass > 0).count();
    double share = data.weightSum() / present;
    return Arrays.stream(masses).map(mass -> mass > 0 ? share / mass : 1).toArray();
  }

  private static void checkTask(Dataset data) {
    if (data.task() != Task.CLASSIFICATION) {
      throw new IllegalArgumentException(
          "class weights are for class targets, found " + data + "; use withWeights");
    }
  }
}
