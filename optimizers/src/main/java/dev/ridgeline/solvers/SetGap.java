package dev.ridgeline.solvers;

/**
 * How far coordinates are from the minimum of J on a working set, in units of J, gathered while
 * they are passed.
 *
 * <p>For penalties a_j |w_j| + (c_j/2) w_j^2 the duality gap of the set, with the loss's conjugate
 * to second order: Fenchel's equality f(eta) + f*(s) = eta . s leaves sums over the set alone, at
 * the scaled and at the direct dual point of {@link DualGap}. For any other penalty the largest
 * squared violation by its curvature. It steers; it proves nothing.
 */
final class SetGap {
  private final Threshold rule;
  private final boolean isGap;
  private final double square;
  private double slack;
  private double along;
  private double squares;
  private double scale;
  private double over;
  private double worst;

  /**
   * An empty sum.
   *
   * @param rule the penalty on the set, by place
   * @param isGap whether the penalty is of that form and the loss has a conjugate
   * @param square sum of s_i^2 / h_i over the rows, for slopes s and second derivatives h
   */
  SetGap(Threshold rule, boolean isGap, double square) {
    this.rule = rule;
    this.isGap = isGap;
    this.square = square;
    clear();
  }

  /** Begins again. */
  void clear() {
    slack = 0;
    along = 0;
    squares = 0;
    scale = 1;
    over = 0;
    worst = 0;
  }

  /** Counts in the coordinate at a place, with derivative g of the data part and its curvature. */
  void add(int j, double w, double g, double curvature) {
    if (!isGap) {
      double violation = rule.violation(j, w, g);
      worst = Math.max(worst, violation * violation / curvature);
      return;
    }
    double a = rule.l1(j);
    double c = rule.l2(j);
    if (a == 0) {
      // Nothing scales here: the distance of a parabola's two sides, at either dual point.
      double full = g + c * w;
      slack += full * full / (2 * (c > 0 ? c : curvature));
      return;
    }
    double full = g + c * w;
    slack += a * Math.abs(w) + w * full;
    along -= w * full;
    squares += c * w * w;
    if (Math.abs(full) > a) {
      scale = Math.min(scale, a / Math.abs(full));
    }
    double beyond = Math.max(0, Math.abs(g) - a);
    over += beyond == 0 ? 0 : beyond * beyond / c;
  }

  /**
   * How much every coordinate may violate optimality without the gap at the scaled point coming to
   * more than a goal. With violations up to v, slack is at most v |w|, and the scale at least 1 - v
   * / l1, which leaves a quadratic in v.
   *
   * @param w coordinates by place; not modified
   * @return 0 where there is no such gap
   */
  double allowance(double goal, double[] w) {
    double size = 0;
    double cost = 0;
    double least = Double.POSITIVE_INFINITY;
    double ridge = 0;
    for (int j = 0; isGap && j < w.length; j++) {
      double a = rule.l1(j);
      least = Math.min(least, a);
      size += Math.abs(w[j]);
      cost += a * Math.abs(w[j]);
      ridge += rule.l2(j) * w[j] * w[j];
    }
    if (!isGap || !(least > 0 && least < Double.POSITIVE_INFINITY)) {
      return 0;
    }
    double linear = size + cost / least;
    double quadratic = (size + (square + ridge) / (2 * least)) / least;
    double root = Math.sqrt(linear * linear + 4 * quadratic * goal);
    return linear + root > 0 ? 2 * goal / (linear + root) : 0;
  }

  /** The gap of the coordinates counted since the beginning. */
  double value() {
    if (!isGap) {
      return worst;
    }
    double rest = 1 - scale;
    double scaled = slack + rest * along + rest * rest * (square + squares) / 2;
    double direct = slack - squares / 2 + over / 2;
    return Math.max(0, Math.min(scaled, direct));
  }
}
