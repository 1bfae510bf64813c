package dev.ridgeline.evaluate;

import dev.ridgeline.data.Dataset;

/** Weighted means over rows, and ratios of them, with the influence of each row. */
final class RowMean {
  private RowMean() {}

  /** The weighted mean of one number a row. */
  static Score of(double[] values, Dataset data) {
    return Score.mean(values, data.weights(), data.observations());
  }

  static double mean(double[] values, Dataset data) {
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += data.weight(i) * values[i];
    }
    return sum / data.weightSum();
  }

  /**
   * A share of the ratio mean(a) / mean(b); its influence (a_i - ratio b_i) / mean(b) is added to
   * the rows', by the delta method.
   */
  static double addRatio(double[] a, double[] b, Dataset data, double share, double[] influence) {
    double below = mean(b, data);
    double ratio = mean(a, data) / below;
    for (int i = 0; i < a.length; i++) {
      influence[i] += share * (a[i] - ratio * b[i]) / below;
    }
    return share * ratio;
  }
}
