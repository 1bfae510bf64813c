package dev.ridgeline.penalty;

import dev.ridgeline.linalg.Matrix;

/**
 * A penalty that is a sum over cells, R(W; s) = sum over i, j of r(W_ij; s): the author writes
 * three scalar functions and gets every optimizer and solver.
 *
 * <pre>{@code
 * record Lasso() implements SeparablePenalty {
 *   public double value(double w, double s) { return s * Math.abs(w); }
 *   public double prox(double w, double s, double step) {
 *     return w - Math.min(Math.max(w, -s * step), s * step);
 *   }
 *   public double subgradientDistance(double w, double g, double s) {
 *     return w == 0 ? Math.max(Math.abs(g) - s, 0) : Math.abs(g + s * Math.signum(w));
 *   }
 * }
 * }</pre>
 *
 * <p>The methods on ranges and matrices are built from these three; a built-in may override a range
 * method with a faster loop, which the test kit compares with the scalar form. Training with float
 * weights goes through the methods on doubles, block by block, wherever those on floats are not
 * overridden: the JIT vectorises a loop over doubles that calls scalar methods without branches
 * (such as {@code Math.min} and {@code Math.max}), but not one that converts each cell. JDK 17
 * vectorises no conversion at all, JDK 25 does; on JDK 17 conversions take most of the time: two a
 * cell, or three with an optimizer whose steps differ from cell to cell. A loop over floats of
 * one's own saves them. Scalar methods may assume a valid strength and step: the matrix methods
 * have checked them.
 */
public interface SeparablePenalty extends ProximablePenalty {
  /**
   * r(w; strength), the cost of one cell.
   *
   * @param w the cell; NaN gives NaN
   * @param strength lambda / m, finite and at least 0
   * @return the cost
   */
  double value(double w, double strength);

  /**
   * argmin over u of (1/2) (u - w)^2 + step * r(u; strength).
   *
   * @param w the cell; NaN gives NaN
   * @param strength lambda / m, finite and at least 0
   * @param step finite and at least 0
   * @return the minimiser; an exact 0 where that is the minimiser
   */
  double prox(double w, double strength, double step);

  /**
   * The distance of -gradient from the subdifferential of r at w: 0 exactly where w is stationary
   * for data loss + penalty.
   *
   * @param w the cell
   * @param gradient derivative of the data loss at w
   * @param strength lambda / m, finite and at least 0
   * @return at least 0; NaN if an argument is NaN
   */
  double subgradientDistance(double w, double gradient, double strength);

  /**
   * Sum of r over a range of float storage.
   *
   * @param w the storage, not modified
   * @param from first index
   * @param to index after the last
   * @param strength lambda / m, finite and at least 0
   * @return the sum
   */
  default double value(float[] w, int from, int to, double strength) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += value(w[i], strength);
    }
    return sum;
  }

  /**
   * Sum of r over a range of double storage.
   *
   * @param w the storage, not modified
   * @param from first index
   * @param to index after the last
   * @param strength lambda / m, finite and at least 0
   * @return the sum
   */
  default double value(double[] w, int from, int to, double strength) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += value(w[i], strength);
    }
    return sum;
  }

  /**
   * Prox of a range of float storage, one step for all.
   *
   * @param w the storage; the range is overwritten
   * @param from first index
   * @param to index after the last
   * @param strength lambda / m, finite and at least 0
   * @param step finite and at least 0
   */
  default void prox(float[] w, int from, int to, double strength, double step) {
    for (int i = from; i < to; i++) {
      w[i] = (float) prox(w[i], strength, step);
    }
  }

  /**
   * Prox of a range of double storage, one step for all.
   *
   * @param w the storage; the range is overwritten
   * @param from first index
   * @param to index after the last
   * @param strength lambda / m, finite and at least 0
   * @param step finite and at least 0
   */
  default void prox(double[] w, int from, int to, double strength, double step) {
    for (int i = from; i < to; i++) {
      w[i] = prox(w[i], strength, step);
    }
  }

  /**
   * Prox of a range of float storage in a diagonal metric: each cell has its own step, as after an
   * Adam step.
   *
   * @param w the storage; the range is overwritten
   * @param from first index
   * @param to index after the last
   * @param strength lambda / m, finite and at least 0
   * @param steps step of cell i at {@code steps[i - from]}; not modified
   */
  default void prox(float[] w, int from, int to, double strength, float[] steps) {
    for (int i = from; i < to; i++) {
      w[i] = (float) prox(w[i], strength, steps[i - from]);
    }
  }

  /**
   * Prox of the first cells of double storage in a diagonal metric.
   *
   * @param w the storage; the cells are overwritten
   * @param n number of cells
   * @param strength lambda / m, finite and at least 0
   * @param steps step of cell i at {@code steps[i]}; not modified
   */
  default void prox(double[] w, int n, double strength, double[] steps) {
    for (int i = 0; i < n; i++) {
      w[i] = prox(w[i], strength, steps[i]);
    }
  }

  @Override
  default double value(Matrix w, double strength) {
    Check.strength(strength);
    return Separable.value(this, w, strength);
  }

  @Override
  default double prox(Matrix w, double strength, double step) {
    Check.strength(strength);
    Check.step(step);
    return Separable.prox(this, w, strength, step);
  }

  /**
   * The largest distance of a cell from stationarity, the KKT residual in the maximum norm.
   *
   * @param w the weights, not modified
   * @param gradient gradient of the data loss at w, the same shape; not modified
   * @param strength lambda / m, finite and at least 0
   * @return at least 0; NaN if a cell is NaN
   * @throws IllegalArgumentException if the strength is not allowed or the shapes differ, with both
   */
  default double stationarity(Matrix w, Matrix gradient, double strength) {
    Check.strength(strength);
    return Separable.stationarity(this, w, gradient, strength);
  }
}
