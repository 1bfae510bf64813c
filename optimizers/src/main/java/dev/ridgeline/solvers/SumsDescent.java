package dev.ridgeline.solvers;

/**
 * Coordinate descent along a path of least squares that knows their sums alone, of all columns. It
 * proves nothing: certificates are made of the data.
 */
final class SumsDescent {
  /** A second look at the gradient, made anew, finds what its updates have lost. */
  private static final int LOOKS = 3;

  private final QuadraticSums sums;
  private final GramDescent gram = new GramDescent();
  private final double[] curvatures;
  private final double[] w;
  private final double[] g;

  SumsDescent(QuadraticSums sums) {
    int p = sums.columns();
    this.sums = sums;
    this.w = new double[p];
    this.g = new double[p];
    this.curvatures = new double[p];
    double largest = 0;
    for (int j = 0; j < p; j++) {
      curvatures[j] = sums.gram()[j * p + j];
      largest = Math.max(largest, curvatures[j]);
    }
    for (int j = 0; j < p; j++) {
      // The penalty alone moves a constant column, at once.
      double least = largest > 0 ? 1e-12 * largest : 1;
      curvatures[j] = curvatures[j] > 0 ? curvatures[j] : least;
    }
    gram.take(sums.gram(), p);
  }

  /**
   * Goes on from the last weights.
   *
   * @param goal how far from the minimum, in units of J
   * @return epochs used
   */
  int run(Threshold rule, double goal, int maxEpochs) {
    int epochs = 0;
    for (int look = 0; look < LOOKS && epochs < maxEpochs; look++) {
      sums.computeGradient(w, g);
      SetGap gap = new SetGap(rule, rule.isL1L2(), sums.residual(w, g));
      int used = gram.run(w, g, curvatures, rule, gap, goal, maxEpochs - epochs);
      epochs += used;
      if (used == 1) {
        break;
      }
    }
    return epochs;
  }

  /** The weights; not to be modified. */
  double[] weights() {
    return w;
  }
}
