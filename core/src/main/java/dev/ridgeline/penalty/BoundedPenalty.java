package dev.ridgeline.penalty;

import dev.ridgeline.linalg.Matrix;

/**
 * A convex separable penalty that allows only weights of an interval [lower, upper] around 0: R is
 * that of another penalty inside and infinite outside. The author names the three parts.
 *
 * <p>The prox is the other prox, cut to the interval. Why that is right: phi(u) = (1/2) (u - x)^2 +
 * step r(u) is strictly convex in the one variable u, with its minimiser p = prox(x). On the left
 * of p it falls and on the right it rises, all the way. So over [lower, upper] the least phi is at
 * p if p is inside; at upper if p &gt; upper, since phi falls up to there; at lower if p &lt;
 * lower. That is p cut to the interval. (In more dimensions, or for a penalty that is not convex,
 * it would not be.)
 *
 * <p>A bound holds at every strength, 0 included: there the value is 0 inside and infinite outside,
 * and the prox cuts. Only a step of 0 leaves all weights as they are. Combettes and Pesquet,
 * "Proximal splitting methods in signal processing", 2011, table 10.1; Chaux, Combettes, Pesquet
 * and Wajs, "A variational formulation for frame-based inverse problems", 2007, proposition 2.2.
 */
public interface BoundedPenalty extends SeparablePenalty, ZeroingPenalty {
  /**
   * The least weight.
   *
   * @return at most 0, and below {@link #upper}; may be minus infinity
   */
  double lower();

  /**
   * The largest weight.
   *
   * @return at least 0; may be infinite
   */
  double upper();

  /**
   * What weights inside the bounds cost.
   *
   * @return convex; bounds of its own hold, too
   */
  SeparablePenalty base();

  /** True: bounds hold at every strength, 0 included. */
  @Override
  default boolean actsAt(double strength) {
    return true;
  }

  @Override
  default double curvature(double strength) {
    return base().curvature(strength);
  }

  @Override
  default double value(double w, double strength) {
    return w < lower() || w > upper() ? Double.POSITIVE_INFINITY : base().value(w, strength);
  }

  @Override
  default double prox(double w, double strength, double step) {
    // At step 0 the quotient of the squared distance rules, whatever R is.
    return step == 0 ? w : Math.min(Math.max(base().prox(w, strength, step), lower()), upper());
  }

  /**
   * {@inheritDoc} At a bound the subdifferential gains all numbers that point outwards: where the
   * base alone would go on beyond the bound, the distance is 0.
   */
  @Override
  default double subgradientDistance(double w, double gradient, double strength) {
    if (w < lower() || w > upper()) {
      return Double.isNaN(gradient) ? Double.NaN : Double.POSITIVE_INFINITY;
    }
    double inside = base().subgradientDistance(w, gradient, strength);
    if (w != lower() && w != upper()) {
      return inside;
    }
    double next = base().prox(w - gradient, strength, 1);
    boolean held = w == upper() ? next > w : next < w;
    return held ? 0 : inside;
  }

  /** {@inheritDoc} A gradient that pushes towards a bound of 0 needs no strength. */
  @Override
  default double zeroingStrength(Matrix gradient) {
    double[] pushing = new double[gradient.rows() * gradient.columns()];
    boolean any = false;
    for (int i = 0, at = 0; i < gradient.rows(); i++) {
      for (int j = 0; j < gradient.columns(); j++, at++) {
        double g = gradient.get(i, j);
        boolean held = g > 0 && lower() == 0 || g < 0 && upper() == 0;
        pushing[at] = held ? 0 : g;
        any |= pushing[at] != 0;
      }
    }
    if (!any) {
      return 0;
    }
    return base() instanceof ZeroingPenalty zeroing
        ? zeroing.zeroingStrength(Matrix.of(pushing, gradient.rows(), gradient.columns()))
        : Double.POSITIVE_INFINITY;
  }

  @Override
  default void prox(float[] w, int from, int to, double strength, double step) {
    if (step != 0) {
      base().prox(w, from, to, strength, step);
      cut(w, from, to);
    }
  }

  @Override
  default void prox(float[] w, int from, int to, double strength, float[] steps) {
    base().prox(w, from, to, strength, steps);
    cut(w, from, to);
  }

  /**
   * Takes weights outside the bounds to the nearest floats inside.
   *
   * @param w the storage; the range is modified
   * @param from first index
   * @param to index after the last
   */
  default void cut(float[] w, int from, int to) {
    FloatBounds.of(this).cut(w, from, to);
  }
}
