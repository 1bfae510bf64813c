package dev.ridgeline.penalty;

import dev.ridgeline.linalg.Matrix;

/**
 * A penalty R(W; s) = s ||W|| for a norm, with its dual norm: what duality gaps are made of.
 *
 * <p>||G||* = max over ||W|| &lt;= 1 of the inner product of G and W.
 */
public interface NormPenalty extends ZeroingPenalty, ProximablePenalty {
  /**
   * The dual norm.
   *
   * @param gradient any matrix, not modified
   * @return ||gradient||*
   */
  double dualNorm(Matrix gradient);

  @Override
  default double zeroingStrength(Matrix gradient) {
    return dualNorm(gradient);
  }
}
