package dev.ridgeline.loss;

/**
 * A convex loss with a known conjugate and a Lipschitz gradient: what duality gaps are made of.
 *
 * <p>f*(u) = sup over z of u . z - f(z), for the prediction z of one example. The set where f* is
 * finite is convex and holds 0, since a loss is bounded below.
 */
public interface ConjugateLoss extends Loss {
  /**
   * f*(u) of one row.
   *
   * @param slope elements offset ... offset + outputs - 1 are u, of the kind that {@link #rowLoss}
   *     writes as gradient; not modified
   * @param offset where the row begins
   * @param outputs number of outputs
   * @param target a number or a class index, in the loss's domain
   * @return the conjugate; infinite where u is outside its domain by more than rounding
   */
  double conjugate(double[] slope, int offset, int outputs, double target);

  /**
   * A bound on the largest eigenvalue of the second derivative in the prediction.
   *
   * @return the smoothness nu; infinite where there is none
   */
  double smoothness();
}
