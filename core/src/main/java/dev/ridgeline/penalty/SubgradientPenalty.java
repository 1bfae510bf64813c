package dev.ridgeline.penalty;

/**
 * A separable penalty that can also be used by its subgradient, where a user asks for that instead
 * of the prox. Subgradient steps do not give exact zeros.
 */
public interface SubgradientPenalty extends SeparablePenalty {
  /**
   * One element of the subdifferential of r at w, 0 at a kink that allows it.
   *
   * @param w the cell; NaN gives NaN
   * @param strength lambda / m, finite and at least 0
   * @return a subgradient
   */
  double subgradient(double w, double strength);

  /**
   * Adds subgradients over a range of float storage.
   *
   * @param w the storage, not modified
   * @param gradient gradient of the cell at the same index; accumulates
   * @param from first index
   * @param to index after the last
   * @param strength lambda / m, finite and at least 0
   */
  default void addSubgradientTo(float[] w, float[] gradient, int from, int to, double strength) {
    for (int i = from; i < to; i++) {
      gradient[i] += (float) subgradient(w[i], strength);
    }
  }
}
