package dev.ridgeline.solvers;

import dev.ridgeline.penalty.BoundedPenalty;
import dev.ridgeline.penalty.L1L2Penalty;
import dev.ridgeline.penalty.SeparablePenalty;
import dev.ridgeline.solver.LinearProblem;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A separable penalty column by column, each with its own strength: the coordinate step argmin over
 * u of g (u - w) + (h/2) (u - w)^2 + r_j(u), the value, the distance from stationarity, and the
 * conjugate. A {@link BoundedPenalty} is its base between bounds.
 */
final class Threshold {
  private final SeparablePenalty penalty;
  private final double strength;
  private final double[] strengths;
  private final boolean known;
  private final boolean bounded;
  private final double lower;
  private final double upper;
  private final double l1;
  private final double l2;
  private final double[] l1s;
  private final double[] l2s;
  private final double longest;

  /** A penalty with a strength for each column, or with one for all where there are none. */
  private Threshold(SeparablePenalty penalty, double strength, double[] strengths) {
    this.penalty = penalty;
    this.strength = strength;
    this.strengths = strengths;
    this.bounded = penalty instanceof BoundedPenalty;
    double low = Double.NEGATIVE_INFINITY;
    double high = Double.POSITIVE_INFINITY;
    SeparablePenalty base = penalty;
    while (base instanceof BoundedPenalty b) {
      low = Math.max(low, b.lower());
      high = Math.min(high, b.upper());
      base = b.base();
    }
    this.lower = low;
    this.upper = high;
    SeparablePenalty inside = base;
    this.known = !inside.actsAt(strength) || inside instanceof L1L2Penalty;
    this.l1 = l1(inside, strength);
    this.l2 = l2(inside, strength);
    this.l1s = new double[strengths.length];
    this.l2s = new double[strengths.length];
    double largest = strengths.length == 0 ? strength : 0;
    for (int j = 0; j < strengths.length; j++) {
      l1s[j] = l1(inside, strengths[j]);
      l2s[j] = l2(inside, strengths[j]);
      largest = Math.max(largest, strengths[j]);
    }
    double mu = penalty.actsAt(largest) ? penalty.curvature(largest) : 0;
    this.longest = mu < 0 ? 0.9 / -mu : Double.POSITIVE_INFINITY;
  }

  /** The penalty of a problem, which must be separable. */
  static Threshold of(LinearProblem problem) {
    double[] strengths = new double[problem.factors().areOnes() ? 0 : problem.data().columns()];
    Arrays.setAll(strengths, problem::strength);
    return new Threshold((SeparablePenalty) problem.penalty(), problem.strength(), strengths);
  }

  /** A penalty with one strength. */
  static Threshold of(SeparablePenalty penalty, double strength) {
    return new Threshold(penalty, strength, new double[0]);
  }

  private static double l1(SeparablePenalty inside, double s) {
    return inside.actsAt(s) && inside instanceof L1L2Penalty p ? p.l1(s) : 0;
  }

  private static double l2(SeparablePenalty inside, double s) {
    return inside.actsAt(s) && inside instanceof L1L2Penalty p ? p.l2(s) : 0;
  }

  /** The same penalty on some columns, which it knows by their places in the array. */
  Threshold on(int[] columns) {
    return strengths.length == 0
        ? this
        : new Threshold(
            penalty, strength, Arrays.stream(columns).mapToDouble(j -> strengths[j]).toArray());
  }

  /** Whether the penalty is l1_j |w| + (l2_j/2) w^2 between bounds, if any. */
  boolean isKnown() {
    return known;
  }

  /** Whether the penalty is l1_j |w| + (l2_j/2) w^2 without bounds. */
  boolean isL1L2() {
    return known && !bounded;
  }

  /** The factor of the absolute value in a column. */
  double l1(int j) {
    return l1s.length == 0 ? l1 : l1s[j];
  }

  /** The factor of half the square in a column. */
  double l2(int j) {
    return l2s.length == 0 ? l2 : l2s[j];
  }

  /** The largest of the factors of the absolute value. */
  double largestL1() {
    return l1s.length == 0 ? l1 : Arrays.stream(l1s).max().orElse(l1);
  }

  /** A number that tells the factors of the squares at two lambdas apart. */
  double ridge() {
    return l2;
  }

  /** Whether the penalty is (l2_j/2) w^2 in each of so many columns, and nothing else. */
  boolean isRidge(int columns) {
    return isL1L2() && IntStream.range(0, columns).allMatch(j -> l1(j) == 0);
  }

  double lower() {
    return lower;
  }

  double upper() {
    return upper;
  }

  private double strength(int j) {
    return strengths.length == 0 ? strength : strengths[j];
  }

  /**
   * The new coordinate.
   *
   * @param j its column
   * @param w the old one
   * @param g derivative of the data part at w
   * @param h its curvature, positive
   */
  double step(int j, double w, double g, double h) {
    if (known) {
      double a = l1(j);
      double z = h * w - g;
      double u = (z - Math.min(Math.max(z, -a), a)) / (h + l2(j));
      return bounded ? Math.min(Math.max(u, lower), upper) : u;
    }
    double step = Math.min(1 / h, longest);
    double s = strength(j);
    double to = w - step * g;
    return penalty.actsAt(s) ? penalty.prox(to, s, step) : to;
  }

  /** R of one number a column. */
  double value(double[] w) {
    if (strengths.length == 0) {
      return penalty.actsAt(strength) ? penalty.value(w, 0, w.length, strength) : 0;
    }
    double sum = 0;
    for (int j = 0; j < w.length; j++) {
      sum += penalty.actsAt(strengths[j]) ? penalty.value(w[j], strengths[j]) : 0;
    }
    return sum;
  }

  /** The distance of one coordinate from stationarity. */
  double violation(int j, double w, double g) {
    if (known && !bounded) {
      double a = l1(j);
      return w == 0 ? Math.max(Math.abs(g) - a, 0) : Math.abs(g + a * Math.signum(w) + l2(j) * w);
    }
    double s = strength(j);
    return penalty.actsAt(s) ? penalty.subgradientDistance(w, g, s) : Math.abs(g);
  }

  /** The convex conjugate of a known penalty, sup over u of z u - r_j(u). */
  double conjugate(int j, double z) {
    double over = Math.max(Math.abs(z) - l1(j), 0);
    if (over == 0) {
      return 0;
    }
    double u = Math.abs(maximizer(j, z));
    return u == 0 ? 0 : u * (over - (l2(j) > 0 ? l2(j) * u / 2 : 0));
  }

  /**
   * Where that supremum is, the conjugate's derivative: at soft(z, l1) / l2 cut to the bounds;
   * without l2 at 0 or at the bound on the side of z.
   */
  double maximizer(int j, double z) {
    double over = Math.max(Math.abs(z) - l1(j), 0);
    if (over == 0) {
      return 0;
    }
    double most = z > 0 ? upper : -lower;
    return Math.copySign(l2(j) > 0 ? Math.min(over / l2(j), most) : most, z);
  }

  /** Whether the conjugate of a known penalty is finite at every z on the side of a number. */
  boolean isFinite(int j, double side) {
    return l2(j) > 0 || (side > 0 ? upper : -lower) < Double.POSITIVE_INFINITY;
  }

  /** Whether nothing but a bound on one side, if any, keeps a column's weight from growing. */
  boolean isEndless(int j) {
    boolean isOpen = lower == Double.NEGATIVE_INFINITY || upper == Double.POSITIVE_INFINITY;
    return isOpen && (known ? l1(j) == 0 && l2(j) == 0 : !penalty.actsAt(strength(j)));
  }

  /** Whether a weight lies off the bounds. */
  boolean isInside(double w) {
    return w > lower && w < upper;
  }

  /** Whether nothing at all keeps a column's weight from where the loss wants it. */
  boolean isFree(int j) {
    return lower == Double.NEGATIVE_INFINITY
        && upper == Double.POSITIVE_INFINITY
        && (known ? l1(j) == 0 && l2(j) == 0 : !penalty.actsAt(strength(j)));
  }
}
