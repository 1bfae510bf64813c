package dev.ridgeline.linear;

import dev.ridgeline.data.Features;
import dev.ridgeline.linalg.Blas;
import dev.ridgeline.linalg.DoubleMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The scores of several fits for the same rows by matrix products: every row is read once, whatever
 * the number of fits.
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
}
