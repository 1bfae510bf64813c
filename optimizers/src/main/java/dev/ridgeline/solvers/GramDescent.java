package dev.ridgeline.solvers;

import java.util.Arrays;

/**
 * Coordinate descent on a quadratic model of few columns through their Gram matrix G = X' H X,
 * centred in the metric H: an epoch costs the square of their number, whatever the number of rows.
 *
 * <p>For l1 and l2 penalties, once the signs stand still, the minimiser with these signs follows
 * from one Cholesky solve; the step towards it ends where the first sign would flip.
 */
final class GramDescent {
  private static final int MOST_SOLVED = 1000;

  private double[] gram = new double[0];
  private int stride;
  private int built;

  /** Forgets the matrix: the columns or their weights have changed. */
  void clear() {
    built = 0;
  }

  /** Adds the columns that the matrix does not hold yet. */
  void extend(ColumnDesign design, int[] set, int size, double[] h, double[] sums, double mass) {
    if (size > stride) {
      int wider = Math.max(size, Math.min(2 * stride, design.columns()));
      double[] copy = new double[Math.multiplyExact(wider, wider)];
      for (int a = 0; a < built; a++) {
        System.arraycopy(gram, a * stride, copy, a * wider, built);
      }
      gram = copy;
      stride = wider;
    }
    double[] column = new double[design.rows()];
    for (int a = built; a < size; a++) {
      Arrays.fill(column, 0);
      design.addWeightedTo(set[a], 1, h, column);
      for (int b = 0; b <= a; b++) {
        double g = design.dot(set[b], column) - (mass > 0 ? sums[a] * sums[b] / mass : 0);
        gram[a * stride + b] = g;
        gram[b * stride + a] = g;
      }
    }
    built = size;
  }

  /**
   * Descends.
   *
   * @param u coordinates; overwritten
   * @param g gradient of the model at u; overwritten
   * @param curvature diagonal, with a positive number for constant columns
   * @param tolerance largest |step| sqrt(curvature) of the last epoch
   * @return epochs used
   */
  int run(
      double[] u, double[] g, double[] curvature, Threshold rule, double tolerance, int epochs) {
    int size = u.length;
    int stable = 0;
    int[] tried = new int[0];
    for (int epoch = 1; epoch <= epochs; epoch++) {
      double moved = 0;
      boolean flipped = false;
      for (int j = 0; j < size; j++) {
        double next = rule.step(u[j], g[j], curvature[j]);
        double d = next - u[j];
        if (d != 0) {
          flipped |= Math.signum(next) != Math.signum(u[j]);
          moved = Math.max(moved, Math.abs(d) * Math.sqrt(curvature[j]));
          u[j] = next;
          addRow(j, d, g);
        }
      }
      if (!(moved > tolerance)) {
        return epoch;
      }
      stable = flipped ? 0 : stable + 1;
      if (stable >= 2 && rule.isL1L2()) {
        int[] support = support(u, rule.l1());
        if (support.length <= MOST_SOLVED && !Arrays.equals(support, tried)) {
          tried = support;
          finish(u, g, support, rule);
          stable = 0;
        }
      }
    }
    return epochs;
  }

  private void addRow(int j, double d, double[] g) {
    int at = j * stride;
    for (int k = 0; k < g.length; k++) {
      g[k] += d * gram[at + k];
    }
  }

  /** The coordinates that are not zero; all that have a curvature where there is no l1 part. */
  private int[] support(double[] u, double l1) {
    int[] support = new int[u.length];
    int count = 0;
    for (int j = 0; j < u.length; j++) {
      if ((l1 == 0 || u[j] != 0) && gram[j * stride + j] > 0) {
        support[count++] = j;
      }
    }
    return Arrays.copyOf(support, count);
  }

  private void finish(double[] u, double[] g, int[] support, Threshold rule) {
    int k = support.length;
    double[] a = new double[k * k];
    double[] step = new double[k];
    for (int i = 0; i < k; i++) {
      int row = support[i] * stride;
      for (int j = 0; j <= i; j++) {
        a[i * k + j] = gram[row + support[j]];
      }
      a[i * k + i] += rule.l2();
      double w = u[support[i]];
      step[i] = -(g[support[i]] + rule.l1() * Math.signum(w) + rule.l2() * w);
    }
    Cholesky factor = new Cholesky(a, k);
    if (!factor.isPositive()) {
      return;
    }
    factor.solve(step);
    double length = 1;
    int stop = -1;
    for (int i = 0; i < k && rule.l1() > 0; i++) {
      double w = u[support[i]];
      if ((w + step[i]) * w < 0 && -w / step[i] < length) {
        length = -w / step[i];
        stop = i;
      }
    }
    for (int i = 0; i < k; i++) {
      double w = u[support[i]];
      double next = i == stop ? 0 : w + length * step[i];
      if (Double.isFinite(next) && next != w) {
        u[support[i]] = next;
        addRow(support[i], next - w, g);
      }
    }
  }
}
