package dev.ridgeline.testkit.penalty;

import dev.ridgeline.linalg.Matrix;
import dev.ridgeline.penalty.GroupedPenalty;
import dev.ridgeline.penalty.Grouping;
import dev.ridgeline.penalty.NormPenalty;

/** s times the sum over rows of the Euclidean norm of the row. */
record RowNorms() implements GroupedPenalty, NormPenalty {
  @Override
  public Grouping grouping() {
    return Grouping.rows();
  }

  @Override
  public double groupValue(double[] block, int size, double strength) {
    return strength * norm(block, size);
  }

  @Override
  public void groupProx(double[] block, int size, double strength, double step) {
    double norm = norm(block, size);
    double factor = norm <= strength * step ? 0 : 1 - strength * step / norm;
    for (int k = 0; k < size; k++) {
      block[k] *= factor;
    }
  }

  @Override
  public double dualNorm(Matrix gradient) {
    double largest = 0;
    for (int i = 0; i < gradient.rows(); i++) {
      double sum = 0;
      for (int j = 0; j < gradient.columns(); j++) {
        sum += gradient.get(i, j) * gradient.get(i, j);
      }
      largest = Math.max(largest, Math.sqrt(sum));
    }
    return largest;
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
    return "reference-row-norms";
  }
}
