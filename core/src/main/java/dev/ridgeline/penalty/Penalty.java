package dev.ridgeline.penalty;

import dev.ridgeline.linalg.Matrix;

/**
 * A cost R(W; strength) on the size or shape of a weight matrix, added to the mean loss.
 *
 * <p>J = (1/m) sum loss + sum over parameters of R(W; lambda/m). The strength lambda/m is an
 * argument of every method and never a field, so one object serves a whole path of lambdas.
 * Implementations are immutable, stateless and thread-safe; records are a good form. {@code
 * toString()} is the spec string {@code name(setting=value)} that the registry parses back to an
 * equal penalty.
 *
 * <p>Further capabilities are further interfaces: {@link SmoothPenalty}, {@link QuadraticPenalty},
 * {@link ProximablePenalty}, {@link SeparablePenalty}, {@link SmoothSeparablePenalty}, {@link
 * SubgradientPenalty}, {@link L1L2Penalty}, {@link BoundedPenalty}, {@link GroupedPenalty}, {@link
 * ZeroingPenalty}, {@link NormPenalty}.
 *
 * <p>At strength 0 the value is 0 wherever it is finite. A NaN weight gives NaN, never a finite
 * number.
 */
public interface Penalty {
  /**
   * R(W; strength).
   *
   * @param w the weights, any shape, float or double storage; not modified
   * @param strength lambda / m, finite and at least 0
   * @return the cost, at least 0 for finite weights; infinite where a weight is not allowed
   * @throws IllegalArgumentException if the strength is negative, NaN or infinite, with its value
   */
  double value(Matrix w, double strength);

  /**
   * A number mu such that R(W; strength) - (mu/2) ||W||_F^2 is convex: positive where the penalty
   * is strongly convex, 0 where it is convex, negative where it is weakly convex (MCP, SCAD).
   *
   * @param strength lambda / m, finite and at least 0
   * @return mu; 0 unless overridden
   */
  default double curvature(double strength) {
    return 0;
  }

  /**
   * Whether R is convex at a strength.
   *
   * @param strength lambda / m, finite and at least 0
   * @return whether curvature is at least 0
   */
  default boolean isConvex(double strength) {
    return curvature(strength) >= 0;
  }

  /**
   * Whether the penalty has any effect at a strength: at 0 only one with bounds has, see {@link
   * BoundedPenalty}.
   *
   * @param strength lambda / m, finite and at least 0
   * @return whether strength is above 0, unless overridden
   */
  default boolean actsAt(double strength) {
    return strength != 0;
  }
}
