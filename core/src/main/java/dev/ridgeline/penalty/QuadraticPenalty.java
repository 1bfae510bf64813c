package dev.ridgeline.penalty;

/**
 * A penalty R(W; s) = (rate(s)/2) ||W||_F^2, whose gradient rate(s) W is proportional to the
 * weights.
 *
 * <p>A gradient step of length alpha on it multiplies W by 1 - alpha * rate(s): this is weight
 * decay, which plain gradient descent applies as such and {@code weight-decay(base=...)} applies
 * apart from the base optimizer's own step. Its three scalar functions follow from the rate.
 */
public interface QuadraticPenalty extends SmoothSeparablePenalty, L1L2Penalty {
  /**
   * The factor of W in the gradient.
   *
   * @param strength lambda / m, finite and at least 0
   * @return the rate, at least 0; the strength itself for L2
   */
  double rate(double strength);

  @Override
  default double l1(double strength) {
    return 0;
  }

  @Override
  default double l2(double strength) {
    return rate(strength);
  }

  @Override
  default double value(double w, double strength) {
    return rate(strength) / 2 * w * w;
  }

  @Override
  default double derivative(double w, double strength) {
    return rate(strength) * w;
  }

  @Override
  default double prox(double w, double strength, double step) {
    return w / (1 + step * rate(strength));
  }

  @Override
  default double curvature(double strength) {
    return rate(strength);
  }

  @Override
  default double lipschitz(double strength) {
    return rate(strength);
  }
}
