package dev.ridgeline.solvers;

import java.util.Arrays;

/**
 * Least squares by its sums alone: half the mean square is (y'y - 2 q'w + w'Gw) / 2, whatever the
 * number of rows that they were made of.
 *
 * @param gram G, columns x columns, both triangles
 * @param products q, one a column
 * @param square y'y
 * @param means of the columns as given, then of the targets
 * @param centred whether columns and targets are about their means, for an intercept
 */
record QuadraticSums(
    double[] gram, double[] products, double square, double[] means, boolean centred) {
  /**
   * Takes the sums apart.
   *
   * @param total products of columns, targets last; the lower triangle counts
   */
  static QuadraticSums of(double[] total, int columns, double[] means, boolean centred) {
    int width = columns + 1;
    double[] gram = new double[columns * columns];
    for (int j = 0; j < columns; j++) {
      for (int k = 0; k <= j; k++) {
        boolean isConstant = total[j * width + j] == 0 || total[k * width + k] == 0;
        gram[j * columns + k] = isConstant ? 0 : total[j * width + k];
        gram[k * columns + j] = gram[j * columns + k];
      }
    }
    double[] products = Arrays.copyOfRange(total, columns * width, columns * width + columns);
    for (int j = 0; j < columns; j++) {
      products[j] = total[j * width + j] == 0 ? 0 : products[j];
    }
    return new QuadraticSums(gram, products, total[width * width - 1], means, centred);
  }

  int columns() {
    return products.length;
  }

  /** g := G w - q, the gradient. */
  void computeGradient(double[] w, double[] g) {
    for (int j = 0; j < g.length; j++) {
      g[j] = -products[j];
    }
    for (int k = 0; k < w.length; k++) {
      double t = w[k];
      for (int j = 0, at = k * g.length; t != 0 && j < g.length; j++) {
        g[j] += t * gram[at + j];
      }
    }
  }

  /** The mean square of what w with this gradient leaves. */
  double residual(double[] w, double[] g) {
    double sum = square;
    for (int j = 0; j < w.length; j++) {
      sum += w[j] * (g[j] - products[j]);
    }
    return Math.max(0, sum);
  }

  /** The best intercept for columns as given; 0 where none is fitted. */
  double intercept(double[] w) {
    double b = centred ? means[w.length] : 0;
    for (int j = 0; centred && j < w.length; j++) {
      b -= means[j] * w[j];
    }
    return b;
  }
}
