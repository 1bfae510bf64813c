package dev.ridgeline.layers;

import dev.ridgeline.layer.LayerPass;
import java.util.Arrays;

/**
 * Weighted means and variances of columns over the rows of a mini-batch.
 *
 * <p>In one pass, in double, of the differences from the row of largest weight: the square of its
 * distance from the mean is at most the number of rows times the variance, so what cancels costs at
 * most that factor of 1e-16, however large the mean.
 */
final class BatchMoments {
  private BatchMoments() {}

  static double totalWeight(LayerPass pass) {
    double sum = 0;
    for (int i = 0; i < pass.rows(); i++) {
      sum += pass.weight(i);
    }
    return sum;
  }

  /**
   * Means of the columns from ... from + n - 1 into out[0 ... n - 1], variances into out[varianceAt
   * ... varianceAt + n - 1]; 0 and 1 if all weights are 0.
   *
   * @return the effective number of rows, (sum of w)^2 / sum of w^2, or 0
   */
  static double compute(LayerPass pass, int from, int n, double[] out, int varianceAt) {
    double total = totalWeight(pass);
    Arrays.fill(out, 0, n, 0);
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
        out[j] += share * d;
        out[varianceAt + j] += share * d * d;
      }
    }
    for (int j = 0; j < n; j++) {
      double d = out[j];
      out[varianceAt + j] = Math.max(0, out[varianceAt + j] - d * d);
      out[j] = x[centre + j] + d;
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
