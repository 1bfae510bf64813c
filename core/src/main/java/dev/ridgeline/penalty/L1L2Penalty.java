package dev.ridgeline.penalty;

/**
 * A penalty R(W; s) = l1(s) ||W||_1 + (l2(s)/2) ||W||_F^2: the lasso, ridge, and the elastic net
 * between them.
 *
 * <p>Knowing the two factors, solvers compute duality gaps, screen features and threshold without a
 * call for each cell. Both factors must be at least 0 and finite for a finite strength.
 */
public interface L1L2Penalty extends SeparablePenalty {
  /**
   * The factor of the sum of absolute values.
   *
   * @param strength lambda / m, finite and at least 0
   * @return at least 0; the strength itself for L1
   */
  double l1(double strength);

  /**
   * The factor of half the sum of squares.
   *
   * @param strength lambda / m, finite and at least 0
   * @return at least 0; the strength itself for L2
   */
  double l2(double strength);
}
