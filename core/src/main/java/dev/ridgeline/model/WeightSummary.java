package dev.ridgeline.model;

import dev.ridgeline.linalg.Matrix;

/**
 * Size and sparsity of weights.
 *
 * @param norm sqrt of the sum of squares
 * @param zeros number of weights that are exactly 0
 * @param count number of weights
 */
public record WeightSummary(double norm, long zeros, long count) {
  /** The summary of no weights. */
  public static final WeightSummary EMPTY = new WeightSummary(0, 0, 0);

  /**
   * These weights and those of a matrix.
   *
   * @param w not modified
   * @return a new summary
   */
  public WeightSummary plus(Matrix w) {
    long zero = zeros;
    for (int i = 0; i < w.rows(); i++) {
      for (int j = 0; j < w.columns(); j++) {
        zero += w.get(i, j) == 0 ? 1 : 0;
      }
    }
    return new WeightSummary(Math.hypot(norm, w.frobeniusNorm()), zero, count + w.size());
  }

  /**
   * Share of exact zeros.
   *
   * @return in [0, 1]; 0 for no weights
   */
  public double zeroShare() {
    return count == 0 ? 0 : (double) zeros / count;
  }
}
