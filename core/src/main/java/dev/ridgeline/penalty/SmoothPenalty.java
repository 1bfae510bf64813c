package dev.ridgeline.penalty;

import dev.ridgeline.linalg.Matrix;

/** A penalty with a gradient everywhere, such as the squared Frobenius norm. */
public interface SmoothPenalty extends Penalty {
  /**
   * Adds the gradient of R(W; strength) to a gradient.
   *
   * @param w the weights, not modified
   * @param strength lambda / m, finite and at least 0
   * @param gradient the same shape as w; accumulates
   * @throws IllegalArgumentException if the strength is not allowed or the shapes differ, with both
   */
  void addGradientTo(Matrix w, double strength, Matrix gradient);

  /**
   * A Lipschitz constant of the gradient: ||grad(U) - grad(V)||_F &lt;= L ||U - V||_F.
   *
   * @param strength lambda / m, finite and at least 0
   * @return L; infinite where there is none
   */
  double lipschitz(double strength);
}
