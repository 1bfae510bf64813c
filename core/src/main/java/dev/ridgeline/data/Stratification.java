package dev.ridgeline.data;

import dev.ridgeline.linalg.RandomStream;
import java.util.Arrays;

/** A random order of the rows in which every prefix holds the classes in proportion. */
final class Stratification {
  private Stratification() {}

  /**
   * Rows of a classification set are shuffled within their class and dealt so that class shares are
   * even along the order; rows of a regression set are shuffled.
   */
  static int[] order(Dataset data, long seed) {
    int n = data.rows();
    int[] shuffled = new RandomStream(seed).derive("split").permutation(n);
    if (data.task() == Task.REGRESSION) {
      return shuffled;
    }
    int classes = data.classNames().size();
    int[] counts = new int[classes];
    for (int i = 0; i < n; i++) {
      counts[(int) data.target(i)]++;
    }
    // The j-th of c rows of a class sits at (j + 1/2) / c of the way: sort by that place.
    int[] seen = new int[classes];
    double[] place = new double[n];
    Integer[] byPlace = new Integer[n];
    for (int i = 0; i < n; i++) {
      int k = (int) data.target(shuffled[i]);
      place[i] = (seen[k]++ + 0.5) / counts[k];
      byPlace[i] = i;
    }
    Arrays.sort(byPlace, (a, b) -> Double.compare(place[a], place[b]));
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      order[i] = shuffled[byPlace[i]];
    }
    return order;
  }
}
