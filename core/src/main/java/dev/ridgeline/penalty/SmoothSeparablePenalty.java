package dev.ridgeline.penalty;

import dev.ridgeline.linalg.Matrix;

/**
 * A separable penalty with a derivative: the author writes value, derivative and prox of one cell.
 *
 * <p>Being smooth it enters the gradient, so it rides along with any optimizer; being separable it
 * has a prox for the solvers that want one.
 */
public interface SmoothSeparablePenalty extends SeparablePenalty, SmoothPenalty {
  /**
   * r'(w; strength).
   *
   * @param w the cell; NaN gives NaN
   * @param strength lambda / m, finite and at least 0
   * @return the derivative
   */
  double derivative(double w, double strength);

  @Override
  default double subgradientDistance(double w, double gradient, double strength) {
    return Math.abs(gradient + derivative(w, strength));
  }

  /**
   * Adds the derivatives over a range of float storage.
   *
   * @param w the storage, not modified
   * @param gradient gradient of the cell at the same index; accumulates
   * @param from first index
   * @param to index after the last
   * @param strength lambda / m, finite and at least 0
   */
  default void addGradientTo(float[] w, float[] gradient, int from, int to, double strength) {
    for (int i = from; i < to; i++) {
      gradient[i] += (float) derivative(w[i], strength);
    }
  }

  /**
   * Replaces the first cells of double storage by the derivatives there.
   *
   * @param w the storage; the cells are overwritten
   * @param n number of cells
   * @param strength lambda / m, finite and at least 0
   */
  default void computeDerivatives(double[] w, int n, double strength) {
    for (int i = 0; i < n; i++) {
      w[i] = derivative(w[i], strength);
    }
  }

  @Override
  default void addGradientTo(Matrix w, double strength, Matrix gradient) {
    Check.strength(strength);
    Separable.addGradientTo(this, w, strength, gradient);
  }
}
