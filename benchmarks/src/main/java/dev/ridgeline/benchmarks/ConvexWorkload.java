package dev.ridgeline.benchmarks;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.DenseFeatures;
import dev.ridgeline.data.Features;
import dev.ridgeline.data.SparseFeatures;
import dev.ridgeline.linalg.RandomStream;
import java.util.Arrays;
import java.util.List;

/**
 * A convex problem with data drawn from a seed: J(w) = (1/m) sum of losses + R(w; lambda/m). Every
 * library has a bias, but some penalise it: then the last column is 1, and its weight is a bias
 * like liblinear's; otherwise there is an intercept, which is free.
 *
 * @param name what it is
 * @param data features and targets
 * @param isL1 lasso, else ridge
 * @param isFree whether there is an intercept, the number after the weights
 * @param lambda how much
 */
record ConvexWorkload(String name, Dataset data, boolean isL1, boolean isFree, double lambda) {
  /** All workloads. */
  static List<ConvexWorkload> all() {
    Dataset free = classes(dense(10_000, 100, false, 4), 4);
    Dataset dense = classes(dense(10_000, 100, true, 1), 1);
    Dataset sparse = classes(sparse(10_000, 50_000, 50, 2), 2);
    Dataset wide = regression(dense(500, 1_000, true, 3), 3);
    return List.of(
        new ConvexWorkload("logistic l2, free intercept, 10000 x 100", free, false, true, 100),
        new ConvexWorkload("logistic l2, dense 10000 x 101", dense, false, false, 100),
        of("logistic l1, dense 10000 x 101", dense, 0.05),
        of("logistic l1, sparse 10000 x 50001", sparse, 0.02),
        of("logistic l1, sparse, less lambda", sparse, 0.005),
        of("lasso, dense 500 x 1001", wide, 0.1));
  }

  private static ConvexWorkload of(String name, Dataset data, double share) {
    return new ConvexWorkload(name, data, true, false, share * max(data));
  }

  boolean isLogistic() {
    return !data.classNames().isEmpty();
  }

  /** J in double, by plain loops. */
  double objective(double[] w) {
    double sum = 0;
    for (int i = 0; i < data.rows(); i++) {
      double f = data.features().dotRow(i, w, 0) + (isFree ? w[data.columns()] : 0);
      double y = data.target(i);
      if (isLogistic()) {
        double z = y > 0 ? -f : f;
        sum += z > 0 ? z + Math.log1p(Math.exp(-z)) : Math.log1p(Math.exp(z));
      } else {
        sum += (y - f) * (y - f) / 2;
      }
    }
    double penalty = 0;
    for (int j = 0; j < data.columns(); j++) {
      penalty += isL1 ? Math.abs(w[j]) : w[j] * w[j] / 2;
    }
    return (sum + lambda * penalty) / data.rows();
  }

  /** The lambda from which on all weights are 0. */
  private static double max(Dataset data) {
    double[] z = new double[data.columns()];
    for (int i = 0; i < data.rows(); i++) {
      double atZero = data.classNames().isEmpty() ? 0 : 0.5;
      data.features().addRowTo(i, data.target(i) - atZero, z, 0);
    }
    return Arrays.stream(z).map(Math::abs).max().orElseThrow();
  }

  private static Features dense(int rows, int columns, boolean withOnes, long seed) {
    RandomStream random = new RandomStream(seed);
    int width = withOnes ? columns + 1 : columns;
    double[] x = new double[rows * width];
    for (int i = 0, at = 0; i < rows; i++) {
      double last = 0;
      for (int j = 0; j < columns; j++, at++) {
        last = 0.5 * last + random.gaussian((long) i * columns + j);
        x[at] = last;
      }
      if (withOnes) {
        x[at++] = 1;
      }
    }
    return new DenseFeatures(x, rows, width);
  }

  private static Features sparse(int rows, int columns, int cells, long seed) {
    RandomStream random = new RandomStream(seed);
    int[] starts = new int[rows + 1];
    int[] indices = new int[rows * (cells + 1)];
    double[] values = new double[indices.length];
    int at = 0;
    for (int i = 0; i < rows; i++) {
      int[] row = new int[cells];
      for (int k = 0; k < cells; k++) {
        double u = random.uniform((long) i * cells + k);
        row[k] = (int) (columns * u * u * u);
      }
      for (int j : Arrays.stream(row).distinct().sorted().toArray()) {
        indices[at] = j;
        values[at++] = 1 / Math.sqrt(cells);
      }
      indices[at] = columns;
      values[at++] = 1;
      starts[i + 1] = at;
    }
    return new SparseFeatures(
        starts, Arrays.copyOf(indices, at), Arrays.copyOf(values, at), columns + 1);
  }

  private static double[] scores(Features x, long seed) {
    RandomStream random = new RandomStream(seed).derive("weights");
    double[] w = new double[x.columns()];
    for (int j = 0; j < w.length; j += Math.max(1, w.length / 60)) {
      w[j] = 2 * random.gaussian(j);
    }
    RandomStream noise = new RandomStream(seed).derive("noise");
    double[] f = new double[x.rows()];
    Arrays.setAll(f, i -> x.dotRow(i, w, 0) + noise.gaussian(i));
    return f;
  }

  private static Dataset classes(Features x, long seed) {
    double[] y = Arrays.stream(scores(x, seed)).map(f -> f > 0 ? 1 : 0).toArray();
    return Dataset.classification(x, y, List.of("no", "yes"));
  }

  private static Dataset regression(Features x, long seed) {
    return Dataset.regression(x, scores(x, seed));
  }
}
