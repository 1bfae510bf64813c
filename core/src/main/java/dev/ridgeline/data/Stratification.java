package dev.ridgeline.data;

import dev.ridgeline.linalg.RandomStream;

/** A random order of the rows from which evenly spaced rows hold the classes in proportion. */
final class Stratification {
  private Stratification() {}

  /**
   * Rows of a classification set class by class, shuffled within each; rows of a regression set
   * shuffled. Any rule that takes a share of the places evenly along the order takes that share of
   * every class, to within one row.
   */
  static int[] order(Dataset data, long seed) {
    int n = data.rows();
    int[] shuffled = new RandomStream(seed).derive("split").permutation(n);
    if (data.task() == Task.REGRESSION) {
      return shuffled;
    }
    int[] next = new int[data.classNames().size() + 1];
    for (int i = 0; i < n; i++) {
      next[(int) data.target(i) + 1]++;
    }
    for (int k = 1; k < next.length; k++) {
      next[k] += next[k - 1];
    }
    int[] order = new int[n];
    for (int row : shuffled) {
      order[next[(int) data.target(row)]++] = row;
    }
    return order;
  }
}
