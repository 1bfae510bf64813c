package dev.ridgeline.solvers;

import java.util.Arrays;

/**
 * The same number taken off a feature's weights in all classes leaves the loss alone; this takes
 * off the one that lowers the penalty most, which single coordinates would be long to find.
 */
final class ClassShift {
  private final Threshold rule;
  private final int outputs;
  private final int features;

  /**
   * For l1 and l2 penalties without bounds; with any other penalty nothing happens.
   *
   * @param rule by coordinate, k * features + j
   */
  ClassShift(Threshold rule, int outputs, int features) {
    this.rule = rule;
    this.outputs = outputs;
    this.features = features;
  }

  /** Shifts weights, outputs x features; whether any changed. */
  boolean apply(double[] w) {
    boolean moves = false;
    for (int j = 0; j < features && rule.isL1L2(); j++) {
      double slope = 0;
      double room = 0;
      for (int at = j; at < w.length; at += features) {
        slope += rule.l1(j) * Math.signum(w[at]) + rule.l2(j) * w[at];
        room += w[at] == 0 ? rule.l1(j) : 0;
      }
      if (Math.abs(slope) <= room + 1e-12 * Math.abs(slope)) {
        continue;
      }
      double common = commonPart(w, j);
      for (int at = j; at < w.length; at += features) {
        w[at] -= common;
      }
      moves |= common != 0;
    }
    return moves;
  }

  /** argmin over c of sum over classes of l1 |w_k - c| + (l2/2) (w_k - c)^2, by its breaks. */
  private double commonPart(double[] w, int j) {
    double[] sorted = new double[outputs];
    Arrays.setAll(sorted, k -> w[k * features + j]);
    Arrays.sort(sorted);
    double l1 = rule.l1(j);
    double l2 = rule.l2(j);
    double sum = Arrays.stream(sorted).sum();
    for (int k = 0; k < outputs; k++) {
      // The slope in c just above the k-th break: k + 1 values lie below, the others above.
      double above = l1 * (2 * (k + 1) - outputs) + l2 * (outputs * sorted[k] - sum);
      if (above >= 0) {
        double below = above - 2 * l1;
        if (below <= 0 || k == 0) {
          return sorted[k];
        }
        return l2 > 0 ? (sum - l1 * (2 * k - outputs) / l2) / outputs : sorted[k];
      }
    }
    return sorted[outputs - 1];
  }
}
