package dev.ridgeline.penalty;

import dev.ridgeline.linalg.Matrix;

/**
 * A penalty whose proximal operator is known: what gives exact zeros, since no gradient step does.
 *
 * <p>prox(X) = argmin over U of (1/2) ||U - X||_F^2 + step * R(U; strength). See Parikh and Boyd,
 * "Proximal algorithms", 2014, section 1.1.
 */
public interface ProximablePenalty extends Penalty {
  /**
   * Replaces the weights by their prox.
   *
   * @param w the point X; overwritten by prox(X)
   * @param strength lambda / m, finite and at least 0; 0 leaves w as it is, but for bounds
   * @param step finite and at least 0; 0 leaves w as it is. For a weakly convex penalty the prox is
   *     unique only for step &lt; 1 / |curvature|
   * @return R(prox(X); strength)
   * @throws IllegalArgumentException if the strength or the step is not allowed, with its value
   */
  double prox(Matrix w, double strength, double step);
}
