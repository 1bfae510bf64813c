package dev.ridgeline.train;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.Features;

/**
 * Features that single precision cannot hold. Looked for only once a loss or gradient is not
 * finite, so that steps cost nothing more.
 */
final class FloatRange {
  private FloatRange() {}

  /**
   * Refuses data with a feature that as a float is infinite.
   *
   * @param name what the data are for, such as "training"
   * @param data the raw features
   * @param standardized what the network is given
   * @param rows row numbers
   * @param from first position in {@code rows}
   * @param to position after the last
   * @throws IllegalArgumentException if there is one, naming the first
   */
  static void check(
      String name, Dataset data, Features standardized, int[] rows, int from, int to) {
    double[] cells = new double[data.columns()];
    for (int i = from; i < to; i++) {
      standardized.copyRow(rows[i], cells, 0);
      for (int j = 0; j < cells.length; j++) {
        if (!Float.isFinite((float) cells[j])) {
          double raw = data.features().get(rows[i], j);
          throw new IllegalArgumentException(
              "row "
                  + rows[i]
                  + ", column "
                  + j
                  + " ("
                  + data.featureNames().get(j)
                  + ") of the "
                  + name
                  + " data is "
                  + raw
                  + (cells[j] == raw ? "" : ", standardised " + cells[j])
                  + "; a network computes with floats, at most "
                  + Float.MAX_VALUE
                  + " in size (rows and columns count from 0): measure the column in another unit,"
                  + " take its logarithm, or drop the row");
        }
      }
    }
  }
}
