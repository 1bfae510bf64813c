package dev.ridgeline.doubles;

import dev.ridgeline.penalty.GroupedPenalty;
import dev.ridgeline.penalty.Grouping;

/**
 * R(W; s) = s * sum over groups of ||W_g||, by block soft threshold.
 *
 * @param grouping which cells belong together
 */
public record BlockNorm(Grouping grouping) implements GroupedPenalty {
  @Override
  public double groupValue(double[] block, int size, double strength) {
    return strength * norm(block, size);
  }

  @Override
  public void groupProx(double[] block, int size, double strength, double step) {
    double norm = norm(block, size);
    double kept = norm > strength * step ? 1 - strength * step / norm : 0;
    for (int k = 0; k < size; k++) {
      block[k] *= kept;
    }
  }

  private static double norm(double[] block, int size) {
    double sum = 0;
    for (int k = 0; k < size; k++) {
      sum += block[k] * block[k];
    }
    return Math.sqrt(sum);
  }

  @Override
  public String toString() {
    return "block-norm";
  }
}
