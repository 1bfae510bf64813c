package dev.ridgeline.layers;

import dev.ridgeline.layer.LayerPass;
import java.util.Arrays;

/**
 * Weighted means and variances of columns over the rows of a mini-batch.
 *
 * <p>In one pass, in double, of the differences from the row of largest weight: the square of its
 * distance from the mean is at most the number of rows times the variance, so what cancels costs at
 * most that factor of 1e-16, however large the mean.
 *
 * <p>Many columns of rows of equal weight are summed up in single precision with what is lost, in
 * two passes, the second of the squares of differences from the mean: each has a relative error of
 * some 1e-7, which no sum makes larger.
 */
final class BatchMoments {
  // Fewer columns do not fill vector registers.
  static final int LEAST_COLUMNS = 16;
  private static final double MOST = 1e24;

  private BatchMoments() {}

  static double totalWeight(LayerPass pass) {
    double sum = 0;
    for (int i = 0; i < pass.rows(); i++) {
      sum += pass.weight(i);
    }
    return sum;
  }

  /** Whether float loops are worth it and rows count alike; of the whole layer, not of a range. */
  static boolean suitsFloats(LayerPass pass) {
    if (pass.inputs() < LEAST_COLUMNS) {
      return false;
    }
    for (int i = 1; i < pass.rows(); i++) {
      if (pass.weight(i) != pass.weight(0)) {
        return false;
      }
    }
    return pass.rows() > 0 && pass.weight(0) > 0;
  }

  /** Whether squares of a column or their inverse would leave the range of floats. */
  static boolean isExtreme(double mean, double varianceAndEpsilon) {
    return !(Math.abs(mean) < MOST && varianceAndEpsilon < MOST && varianceAndEpsilon > 1 / MOST);
  }

  /**
   * Means of the columns from ... from + n - 1 into out[0 ... n - 1], variances into out[varianceAt
   * ... varianceAt + n - 1]; 0 and 1 if all weights are 0.
   *
   * @return the effective number of rows, (sum of w)^2 / sum of w^2, or 0
   */
  static double compute(
      LayerPass pass, int from, int n, double[] out, int varianceAt, double epsilon) {
    if (!suitsFloats(pass)) {
      return computeInDoubles(pass, from, n, out, 0, varianceAt);
    }
    int rows = pass.rows();
    float[] t = pass.floatScratch(0, n);
    float[] sum = pass.floatScratch(1, n);
    float[] rest = pass.floatScratch(2, n);
    float[] high = pass.floatScratch(3, n);
    float[] low = pass.floatScratch(4, n);
    int first = pass.inputOffset() + from;
    Arrays.fill(sum, 0, n, 0);
    Arrays.fill(rest, 0, n, 0);
    for (int i = 0; i < rows; i++) {
      System.arraycopy(pass.input(), first + i * pass.inputs(), t, 0, n);
      FloatSums.add(t, sum, rest, n);
    }
    for (int j = 0; j < n; j++) {
      out[j] = ((double) sum[j] + rest[j]) / rows;
    }
    split(out, n, high, low);
    Arrays.fill(sum, 0, n, 0);
    Arrays.fill(rest, 0, n, 0);
    for (int i = 0; i < rows; i++) {
      System.arraycopy(pass.input(), first + i * pass.inputs(), t, 0, n);
      FloatSums.subtract(t, high, low, n);
      FloatSums.multiply(t, t, n);
      FloatSums.add(t, sum, rest, n);
    }
    for (int j = 0; j < n; j++) {
      double variance = ((double) sum[j] + rest[j]) / rows;
      out[varianceAt + j] = variance;
      if (isExtreme(out[j], variance + epsilon)) {
        computeInDoubles(pass, from + j, 1, out, j, varianceAt + j);
      }
    }
    return rows;
  }

  /** Numbers as sums of two floats. */
  static void split(double[] x, int n, float[] high, float[] low) {
    for (int j = 0; j < n; j++) {
      high[j] = (float) x[j];
      low[j] = (float) (x[j] - high[j]);
    }
  }

  private static double computeInDoubles(
      LayerPass pass, int from, int n, double[] out, int meanAt, int varianceAt) {
    double total = totalWeight(pass);
    Arrays.fill(out, meanAt, meanAt + n, 0);
    Arrays.fill(out, varianceAt, varianceAt + n, total > 0 ? 0 : 1);
    if (total == 0) {
      return 0;
    }
    float[] x = pass.input();
    int width = pass.inputs();
    int first = pass.inputOffset() + from;
    int centre = first + heaviest(pass) * width;
    double squares = 0;
    for (int i = 0; i < pass.rows(); i++) {
      double share = pass.weight(i) / total;
      squares += share * share;
      if (share == 0) {
        continue;
      }
      int at = first + i * width;
      for (int j = 0; j < n; j++) {
        double d = (double) x[at + j] - x[centre + j];
        out[meanAt + j] += share * d;
        out[varianceAt + j] += share * d * d;
      }
    }
    for (int j = 0; j < n; j++) {
      double d = out[meanAt + j];
      out[varianceAt + j] = Math.max(0, out[varianceAt + j] - d * d);
      out[meanAt + j] = x[centre + j] + d;
    }
    return 1 / squares;
  }

  private static int heaviest(LayerPass pass) {
    int best = 0;
    for (int i = 1; i < pass.rows(); i++) {
      best = pass.weight(i) > pass.weight(best) ? i : best;
    }
    return best;
  }
}
