package dev.ridgeline.data;

import java.util.Arrays;

/**
 * Training, dev and test rows of one data set, disjoint and together the whole.
 *
 * <p>For classification the split is stratified: each part holds the classes in the proportions of
 * the whole, up to rounding.
 *
 * @param train fitted to
 * @param dev lambda is chosen on it
 * @param test scored once, at the end
 */
public record Split(Dataset train, Dataset dev, Dataset test) {
  /**
   * A seeded random split.
   *
   * @param data at least three rows
   * @param devShare share of rows for dev, between 0 and 1 exclusive
   * @param testShare share of rows for test, between 0 and 1 exclusive
   * @param seed the same seed gives the same rows
   * @return the split; each part has at least one row
   * @throws IllegalArgumentException if a share is out of range, the shares leave nothing to train
   *     on, or a part would be empty
   */
  public static Split of(Dataset data, double devShare, double testShare, long seed) {
    if (!(devShare > 0 && testShare > 0 && devShare + testShare < 1)) {
      throw new IllegalArgumentException(
          "dev and test shares must be positive and sum to less than 1, found "
              + devShare
              + " and "
              + testShare);
    }
    int n = data.rows();
    int dev = (int) Math.round(n * devShare);
    int test = (int) Math.round(n * testShare);
    if (dev < 1 || test < 1 || n - dev - test < 1) {
      throw new IllegalArgumentException(
          "found "
              + n
              + (n == 1 ? " row" : " rows")
              + "; shares of "
              + devShare
              + " for dev and "
              + testShare
              + " for test would leave a part empty (train "
              + (n - dev - test)
              + ", dev "
              + dev
              + ", test "
              + test
              + "); use more rows or other shares");
    }
    int[] order = Stratification.order(data, seed);
    // Spread the parts evenly along the stratified order, so that each has the class shares of the
    // whole.
    int[] trainRows = new int[n - dev - test];
    int[] devRows = new int[dev];
    int[] testRows = new int[test];
    int d = 0;
    int t = 0;
    for (int i = 0; i < n; i++) {
      if (t < test && (long) (t + 1) * n <= (long) (i + 1) * test) {
        testRows[t++] = order[i];
      } else if (d < dev && (long) (d + 1) * (n - test) <= (long) (i + 1 - t) * dev) {
        devRows[d++] = order[i];
      } else {
        trainRows[i - t - d] = order[i];
      }
    }
    Arrays.sort(trainRows);
    Arrays.sort(devRows);
    Arrays.sort(testRows);
    return new Split(data.select(trainRows), data.select(devRows), data.select(testRows));
  }
}
