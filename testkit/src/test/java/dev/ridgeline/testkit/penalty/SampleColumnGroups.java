package dev.ridgeline.testkit.penalty;

import dev.ridgeline.penalty.GroupedPenalty;
import dev.ridgeline.penalty.Grouping;

/**
 * The squared norm of two groups of columns, 3 times as much for larger groups; others are free.
 */
record SampleColumnGroups() implements GroupedPenalty {
  @Override
  public Grouping grouping() {
    return Grouping.columnSets(new int[] {0, 2, 5}, new int[] {1, 4});
  }

  private static double factor(int size) {
    return size % 3 == 0 ? 3 : 1;
  }

  @Override
  public double groupValue(double[] block, int size, double strength) {
    double sum = 0;
    for (int k = 0; k < size; k++) {
      sum += block[k] * block[k];
    }
    return strength * factor(size) / 2 * sum;
  }

  @Override
  public void groupProx(double[] block, int size, double strength, double step) {
    for (int k = 0; k < size; k++) {
      block[k] /= 1 + strength * step * factor(size);
    }
  }

  @Override
  public String toString() {
    return "sample-column-groups";
  }
}
