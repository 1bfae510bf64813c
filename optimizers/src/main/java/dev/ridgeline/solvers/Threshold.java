package dev.ridgeline.solvers;

import dev.ridgeline.penalty.L1L2Penalty;
import dev.ridgeline.penalty.SeparablePenalty;

/**
 * The coordinate step of a separable penalty: argmin over u of g (u - w) + (h/2) (u - w)^2 + r(u).
 */
final class Threshold {
  private final SeparablePenalty penalty;
  private final double strength;
  private final boolean known;
  private final double l1;
  private final double l2;
  private final double longest;

  Threshold(SeparablePenalty penalty, double strength) {
    this.penalty = penalty;
    this.strength = strength;
    this.known = strength == 0 || penalty instanceof L1L2Penalty;
    boolean mixed = strength > 0 && penalty instanceof L1L2Penalty;
    this.l1 = mixed ? ((L1L2Penalty) penalty).l1(strength) : 0;
    this.l2 = mixed ? ((L1L2Penalty) penalty).l2(strength) : 0;
    double mu = strength == 0 ? 0 : penalty.curvature(strength);
    this.longest = mu < 0 ? 0.9 / -mu : Double.POSITIVE_INFINITY;
  }

  /** Whether the penalty is l1 ||w||_1 + (l2/2) ||w||^2. */
  boolean isL1L2() {
    return known;
  }

  double l1() {
    return l1;
  }

  double l2() {
    return l2;
  }

  /**
   * The new coordinate.
   *
   * @param w the old one
   * @param g derivative of the data part at w
   * @param h its curvature, positive
   */
  double step(double w, double g, double h) {
    if (known) {
      double z = h * w - g;
      return (z - Math.min(Math.max(z, -l1), l1)) / (h + l2);
    }
    double step = Math.min(1 / h, longest);
    return penalty.prox(w - step * g, strength, step);
  }

  /** R of some coordinates. */
  double value(double[] w) {
    return strength == 0 ? 0 : penalty.value(w, 0, w.length, strength);
  }

  /** The distance of one coordinate from stationarity. */
  double violation(double w, double g) {
    return strength == 0 ? Math.abs(g) : penalty.subgradientDistance(w, g, strength);
  }
}
