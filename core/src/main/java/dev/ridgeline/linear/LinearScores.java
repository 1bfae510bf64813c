package dev.ridgeline.linear;

import dev.ridgeline.data.Features;
import dev.ridgeline.linalg.Blas;
import dev.ridgeline.linalg.DoubleMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The scores of linear fits for dense rows: of one fit row by row, of several for the same rows by
 * matrix products, every row read once.
 */
final class LinearScores {
  /** Rows of a product: few enough to stay in cache. */
  private static final int BLOCK = 64;

  private LinearScores() {}

  /**
   * The scores of each fit, to rounding those of {@link LinearFit#scores}.
   *
   * @param fits to the same features
   * @param raw rows with as many columns
   */
  static List<double[]> of(List<LinearFit> fits, Features raw) {
    boolean isShared =
        fits.size() > 1
            && !raw.isSparse()
            && raw.columns() > 0
            && fits.stream().allMatch(fit -> fit.sharesScale(fits.get(0), raw));
    return isShared ? products(fits, raw) : oneByOne(fits, raw);
  }

  private static List<double[]> oneByOne(List<LinearFit> fits, Features raw) {
    return fits.stream().map(fit -> fit.scores(raw)).toList();
  }

  private static List<double[]> products(List<LinearFit> fits, Features raw) {
    int columns = raw.columns();
    int outputs = fits.get(0).outputs();
    int all = Math.multiplyExact(fits.size(), outputs);
    double[] scale = fits.get(0).standardizer().scale();
    double[] center = fits.get(0).standardizer().center();
    double[] weights = new double[Math.multiplyExact(all, columns)];
    List<double[]> scores = new ArrayList<>();
    for (int f = 0, at = 0; f < fits.size(); f++) {
      DoubleMatrix w = fits.get(f).solution().weights();
      for (int k = 0; k < outputs; k++) {
        for (int j = 0; j < columns; j++, at++) {
          weights[at] = w.get(k, j) / scale[j];
        }
      }
      scores.add(new double[Math.multiplyExact(raw.rows(), outputs)]);
    }
    double[] block = new double[BLOCK * columns];
    double[] found = new double[BLOCK * all];
    double[] taint = new double[columns];
    for (int from = 0; from < raw.rows(); from += BLOCK) {
      int count = Math.min(BLOCK, raw.rows() - from);
      for (int i = 0; i < count; i++) {
        raw.copyRow(from + i, block, i * columns);
        // A mean of 1e12 with deviations of 1 would take all digits if it were taken off later.
        for (int j = 0, at = i * columns; j < columns; j++) {
          double x = block[at + j];
          taint[j] += 0 * x;
          block[at + j] = x - center[j];
        }
      }
      Blas.best()
          .multiply(
              false, true, count, all, columns, block, 0, columns, weights, 0, columns, 0, found, 0,
              all);
      for (int f = 0; f < fits.size(); f++) {
        double[] b = fits.get(f).solution().intercepts();
        for (int i = 0; i < count; i++) {
          for (int k = 0; k < outputs; k++) {
            scores.get(f)[(from + i) * outputs + k] = b[k] + found[i * all + f * outputs + k];
          }
        }
      }
    }
    // A product may skip weights of 0, which times NaN are NaN.
    return Arrays.stream(taint).anyMatch(Double::isNaN) ? oneByOne(fits, raw) : scores;
  }

  /**
   * The scores of one fit for dense rows, the same bits for a row in any company.
   *
   * @param weights outputs x columns, of raw features
   * @param intercepts one an output, for features less their centres
   * @param center one a column
   * @param scores rows x outputs; overwritten
   */
  static void compute(
      Features raw, double[] weights, double[] intercepts, double[] center, double[] scores) {
    int columns = raw.columns();
    int[][] supports = new int[intercepts.length][];
    boolean hasZeros = false;
    for (int k = 0; k < supports.length; k++) {
      int at = k * columns;
      supports[k] = IntStream.range(0, columns).filter(j -> weights[at + j] != 0).toArray();
      hasZeros |= supports[k].length < columns;
    }
    if (!compute(raw, weights, intercepts, center, supports, hasZeros, scores)) {
      // A weight of 0 times NaN is NaN: a prediction from such a row must say so.
      Arrays.fill(supports, IntStream.range(0, columns).toArray());
      compute(raw, weights, intercepts, center, supports, false, scores);
    }
  }

  /**
   * The same by the weights of the supports.
   *
   * @param checks whether to look at the other features, too
   * @return false if one of them is not finite
   */
  private static boolean compute(
      Features raw,
      double[] weights,
      double[] intercepts,
      double[] center,
      int[][] supports,
      boolean checks,
      double[] scores) {
    int columns = raw.columns();
    double[] row = new double[columns];
    double[] taint = new double[checks ? columns : 0];
    for (int i = 0; i < raw.rows(); i++) {
      raw.copyRow(i, row, 0);
      for (int j = 0; j < taint.length; j++) {
        taint[j] += 0 * row[j];
      }
      for (int j = 0; j < columns; j++) {
        row[j] -= center[j];
      }
      for (int k = 0; k < supports.length; k++) {
        scores[i * supports.length + k] =
            intercepts[k] + product(supports[k], row, weights, k * columns);
      }
    }
    return Arrays.stream(taint).noneMatch(Double::isNaN);
  }

  /** The weights from a place on times a centred row; four sums, so that additions overlap. */
  private static double product(int[] support, double[] row, double[] weights, int at) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int k = 0;
    for (; k + 4 <= support.length; k += 4) {
      s0 += row[support[k]] * weights[at + support[k]];
      s1 += row[support[k + 1]] * weights[at + support[k + 1]];
      s2 += row[support[k + 2]] * weights[at + support[k + 2]];
      s3 += row[support[k + 3]] * weights[at + support[k + 3]];
    }
    for (; k < support.length; k++) {
      s0 += row[support[k]] * weights[at + support[k]];
    }
    return (s0 + s1) + (s2 + s3);
  }
}
