package dev.ridgeline.solvers;

import dev.ridgeline.data.Features;
import dev.ridgeline.data.KFold;
import dev.ridgeline.data.Standardizer;
import dev.ridgeline.linalg.Blas;
import dev.ridgeline.linalg.Team;
import dev.ridgeline.solver.LinearProblem;

/**
 * Weighted products of all columns with each other and with the targets, one Gram matrix for the
 * rows of each fold: each row is multiplied once, whatever the number of folds that train on it.
 *
 * <p>Columns are taken about their means and in units of their deviations over all rows, so that a
 * mean far from 0 takes no digits. The sums of a training set are added up from those of the other
 * folds rather than taken off the total: as cheap, and nothing cancels where one fold holds the
 * large numbers.
 */
final class FoldSums {
  private static final int BLOCK = 256;

  private final int columns;
  private final int width;
  private final double[] center;
  private final double[] scale;
  private final double origin;

  /** Of each fold: products of columns, targets last, row-major. */
  private final double[][] products;

  /** Of each fold: sums of columns, targets last. */
  private final double[][] sums;

  private final double[] masses;

  /**
   * Passes over all rows.
   *
   * @param whole its features are dense
   * @param team takes folds side by side
   */
  FoldSums(LinearProblem whole, KFold folds, Team team) {
    Standardizer all = Standardizer.fit(whole.data());
    this.columns = whole.data().columns();
    this.width = columns + 1;
    this.center = all.center();
    this.scale = all.scale();
    this.origin = whole.loss().bestConstant(whole.data())[0];
    this.products = new double[folds.folds()][Math.multiplyExact(width, width)];
    this.sums = new double[folds.folds()][width];
    this.masses = new double[folds.folds()];
    team.run(folds.folds(), (fold, worker) -> add(whole, folds.devRows(fold), fold));
  }

  private void add(LinearProblem whole, int[] rows, int fold) {
    Features features = whole.data().features();
    double[] plain = new double[BLOCK * width];
    double[] weighted = new double[BLOCK * width];
    for (int from = 0; from < rows.length; from += BLOCK) {
      int count = Math.min(BLOCK, rows.length - from);
      for (int i = 0; i < count; i++) {
        int row = rows[from + i];
        int at = i * width;
        double weight = whole.data().weight(row);
        features.copyRow(row, plain, at);
        for (int j = 0; j < columns; j++) {
          plain[at + j] = (plain[at + j] - center[j]) / scale[j];
        }
        plain[at + columns] = whole.data().target(row) - origin;
        for (int j = 0; j < width; j++) {
          // A row that does not count may hold anything.
          plain[at + j] = weight == 0 ? 0 : plain[at + j];
          weighted[at + j] = weight * plain[at + j];
          sums[fold][j] += weighted[at + j];
        }
        masses[fold] += weight;
      }
      Blas.best()
          .multiply(
              true,
              false,
              width,
              width,
              count,
              weighted,
              0,
              width,
              plain,
              0,
              width,
              1,
              products[fold],
              0,
              width);
    }
  }

  /**
   * The least squares of a fold's training rows.
   *
   * @param fold 0 ... k-1 for all rows but those of the fold, k for all
   * @param standardizer the training rows' own: columns are rescaled by it
   * @param centred whether an intercept is fitted
   */
  QuadraticSums training(int fold, Standardizer standardizer, boolean centred) {
    double[] total = new double[width * width];
    double[] means = new double[width];
    double mass = 0;
    for (int other = 0; other < products.length; other++) {
      if (other != fold) {
        addTo(total, products[other]);
        addTo(means, sums[other]);
        mass += masses[other];
      }
    }
    double[] to = standardizer.scale();
    double[] about = standardizer.center();
    double[] unit = new double[width];
    double[] mean = new double[width];
    for (int j = 0; j < width; j++) {
      means[j] /= mass;
      unit[j] = j < columns ? scale[j] / to[j] : 1;
      mean[j] = unit[j] * means[j] + (j < columns ? (center[j] - about[j]) / to[j] : origin);
    }
    for (int j = 0; j < width; j++) {
      for (int k = 0; k <= j; k++) {
        double raw = total[j * width + k] / mass;
        double product = raw - means[j] * means[k];
        // Less than this of a square is rounding: the column is constant here.
        product = j == k && product <= 1e-13 * raw ? 0 : product;
        product *= unit[j] * unit[k];
        total[j * width + k] = centred ? product : product + mean[j] * mean[k];
      }
    }
    return QuadraticSums.of(total, columns, mean, centred);
  }

  private static void addTo(double[] sum, double[] part) {
    for (int at = 0; at < sum.length; at++) {
      sum[at] += part[at];
    }
  }
}
