package dev.ridgeline.solvers;

import java.util.Arrays;

/**
 * The gradients of a {@link ScreenedDesign} at the last few slopes, latest first, with the products
 * of these slopes in the metric of the shares: what the sum of them that is nearest to others
 * leaves of these follows from products, too, without a look at the rows.
 */
final class KeptGradients {
  /** How many are kept. */
  private static final int MOST = 3;

  /** Slopes so near to the last ones, as a share of their square, take their place. */
  private static final double NEAR = 1e-4;

  /** Rounding of the gradients, as a share of norm(x_j) norm(s). */
  private static final double ROUNDING = 1e-12;

  private final DataLoss loss;
  private final KeptGradient[] kept = new KeptGradient[MOST];
  private final double[][] products = new double[MOST][MOST];
  private int size;
  private double[] slopes = new double[0];
  private double square;
  private final double[] along = new double[MOST];

  KeptGradients(DataLoss loss) {
    this.loss = loss;
  }

  void clear() {
    size = 0;
  }

  int size() {
    return size;
  }

  /** The last one. */
  KeptGradient last() {
    return kept[0];
  }

  /** All, latest first; a new array. */
  KeptGradient[] all() {
    return Arrays.copyOf(kept, size);
  }

  /** Compares with other slopes, which are read until the next call. */
  void compareWith(double[] others) {
    slopes = others;
    square = loss.product(others, others);
    for (int k = 0; k < size; k++) {
      along[k] = loss.product(kept[k].slopes(), others);
    }
  }

  /**
   * Factors of the n last slopes whose sum is nearest to the others; 0 for one that adds nothing.
   */
  double[] factors(int n) {
    double[] a = new double[n * n];
    for (int k = 0; k < n; k++) {
      System.arraycopy(products[k], 0, a, k * n, n);
      a[k * n + k] += 1e-12 * a[k * n + k] + Double.MIN_NORMAL;
    }
    Cholesky factor = new Cholesky(a, n);
    if (!factor.isPositive()) {
      return new double[n];
    }
    double[] c = Arrays.copyOf(along, n);
    factor.solve(c);
    return c;
  }

  /**
   * A bound of the norm of what a sum of the last slopes leaves of the others. The rounding of sums
   * over all rows counts in.
   */
  double distance(double[] factors) {
    double length = Math.sqrt(square);
    double rest = square;
    for (int k = 0; k < factors.length; k++) {
      length += Math.abs(factors[k]) * Math.sqrt(products[k][k]);
      rest -= 2 * factors[k] * along[k];
      for (int l = 0; l < factors.length; l++) {
        rest += factors[k] * factors[l] * products[k][l];
      }
    }
    double rounding = Math.max(64, slopes.length) * Math.ulp(1.0);
    return Math.sqrt(Math.max(0, rest) + rounding * length * length) + ROUNDING * length;
  }

  /**
   * Puts the others before those that stay: they take the place of the last where they are near, or
   * of the oldest where all places are taken.
   *
   * @return their gradient, to be overwritten column by column; until then it may hold that of the
   *     slopes whose place they take
   */
  KeptGradient add(int columns) {
    double last = products[0][0];
    boolean isNear = size > 0 && square * last - along[0] * along[0] <= NEAR * square * last;
    int gone = isNear ? 0 : Math.min(size, MOST - 1);
    KeptGradient next = gone < size ? kept[gone] : KeptGradient.of(slopes.length, columns);
    System.arraycopy(slopes, 0, next.slopes(), 0, slopes.length);
    size = Math.max(size, gone + 1);
    int by = isNear ? 0 : 1;
    for (int k = size - 1; k > 0; k--) {
      kept[k] = kept[k - by];
      for (int l = size - 1; l > 0; l--) {
        products[k][l] = products[k - by][l - by];
      }
    }
    for (int k = size - 1; k > 0; k--) {
      products[0][k] = along[k - by];
      products[k][0] = along[k - by];
    }
    products[0][0] = square;
    kept[0] = next;
    return next;
  }
}
