package dev.ridgeline.solvers;

import java.util.Arrays;

/**
 * Some columns of a {@link ScreenedDesign} as one thread looks at them: what the kept gradients say
 * of the gradient at other slopes, and which of the columns need a product.
 */
final class ScreenedBlock {
  /** Columns at most: enough to be worth a thread's while. */
  static final int SIZE = 128;

  private final double[] guesses = new double[SIZE];
  private final double[] errors = new double[SIZE];
  private final double[] sums = new double[SIZE];
  private final double[] bounds = new double[SIZE];
  private final int[] exact = new int[SIZE];
  private final double[] products = new double[SIZE];
  private int from;
  private int end;
  private int count;

  /** Goes to columns from ... end - 1, of which nothing is known yet. */
  void moveTo(int from, int end) {
    this.from = from;
    this.end = end;
    Arrays.fill(guesses, 0);
    Arrays.fill(errors, Double.POSITIVE_INFINITY);
  }

  /**
   * Learns what a sum of the first kept gradients says; of two sums a column takes the one that
   * leaves less to fear.
   *
   * @param factors one for each of the gradients that take part
   * @param distance of the slopes from that sum of the kept ones
   * @param norms of the columns, in the metric of the distance
   */
  void guess(KeptGradient[] kept, double[] factors, double distance, double[] norms) {
    int size = end - from;
    for (int i = 0; i < size; i++) {
      sums[i] = 0;
      bounds[i] = distance * norms[from + i];
    }
    for (int k = 0; k < factors.length; k++) {
      add(factors[k], kept[k].gradient(), kept[k].errors());
    }
    for (int i = 0; i < size; i++) {
      if (Math.abs(sums[i]) + bounds[i] < Math.abs(guesses[i]) + errors[i]) {
        guesses[i] = sums[i];
        errors[i] = bounds[i];
      }
    }
  }

  private void add(double factor, double[] gradient, double[] errors) {
    double part = Math.abs(factor);
    for (int i = 0, j = from; j < end; i++, j++) {
      sums[i] += factor * gradient[j];
      bounds[i] += part * errors[j];
    }
  }

  /**
   * Takes over what is known exactly already.
   *
   * @param same the gradient at the same slopes
   */
  void copy(KeptGradient same) {
    for (int i = 0, j = from; j < end; i++, j++) {
      if (same.isExact(j)) {
        guesses[i] = same.gradient()[j];
        errors[i] = 0;
      }
    }
  }

  /** Says that all columns need a product. */
  void open() {
    count = end - from;
    for (int i = 0; i < count; i++) {
      exact[i] = from + i;
    }
  }

  /**
   * Finds the columns that need a product, and reports for the others what is guessed.
   *
   * @param weights a column with weight needs one unless its gradient is known exactly
   * @param rule and so does one whose gradient may reach the l1 factor
   * @param z overwritten for the others
   * @param next the same with its errors; may be one that guesses were made of
   */
  void sort(double[] weights, Threshold rule, double[] z, KeptGradient next) {
    int found = 0;
    for (int i = 0, j = from; j < end; i++, j++) {
      boolean isIdle = weights[j] == 0 && Math.abs(guesses[i]) + errors[i] < rule.l1(j);
      if (errors[i] == 0 || isIdle) {
        z[j] = guesses[i];
        next.set(j, guesses[i], errors[i]);
      } else {
        exact[found++] = j;
      }
    }
    count = found;
  }

  /** Makes the products of the slopes with the columns that need one. */
  void multiply(ColumnDesign design, double[] slopes, double[] z, KeptGradient next) {
    design.dots(exact, count, slopes, products);
    for (int k = 0; k < count; k++) {
      z[exact[k]] = products[k];
      next.set(exact[k], products[k], 0);
    }
  }
}
