package dev.ridgeline.testkit.check;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.DenseFeatures;
import dev.ridgeline.linalg.RandomStream;
import dev.ridgeline.loss.Loss;
import java.util.ArrayList;
import java.util.List;

/** Small seeded data sets of each task. */
public final class SampleData {
  private SampleData() {}

  /**
   * Standard normal features and targets that depend on them.
   *
   * @param rows at least 1
   * @param columns at least 1
   * @param seed the same seed gives the same data
   * @return real targets
   */
  public static Dataset regression(int rows, int columns, long seed) {
    double[] x = features(rows, columns, seed);
    double[] y = new double[rows];
    for (int i = 0; i < rows; i++) {
      y[i] = 0.7 + score(x, i, columns, 0) + 0.5 * new RandomStream(seed).derive("y").gaussian(i);
    }
    return Dataset.regression(new DenseFeatures(x, rows, columns), y);
  }

  /**
   * Standard normal features and counts.
   *
   * @param rows at least 1
   * @param columns at least 1
   * @param seed the same seed gives the same data
   * @return targets 0, 1, 2, ...
   */
  public static Dataset counts(int rows, int columns, long seed) {
    Dataset real = regression(rows, columns, seed);
    double[] y = real.targets();
    for (int i = 0; i < rows; i++) {
      y[i] = Math.rint(Math.abs(y[i]));
    }
    return Dataset.regression(real.features(), y);
  }

  /**
   * Standard normal features and classes that depend on them, each class at least once.
   *
   * @param rows at least the number of classes
   * @param columns at least 1
   * @param classes at least 2
   * @param seed the same seed gives the same data
   * @return class targets
   */
  public static Dataset classes(int rows, int columns, int classes, long seed) {
    double[] x = features(rows, columns, seed);
    RandomStream noise = new RandomStream(seed).derive("class");
    List<String> names = new ArrayList<>();
    for (int k = 0; k < classes; k++) {
      names.add("class" + k);
    }
    double[] y = new double[rows];
    for (int i = 0; i < rows; i++) {
      double best = Double.NEGATIVE_INFINITY;
      for (int k = 0; k < classes; k++) {
        // Noise as large as the signal keeps the classes from being separable.
        double s = score(x, i, columns, k) + 1.5 * noise.gaussian((long) i * classes + k);
        if (s > best) {
          best = s;
          y[i] = k;
        }
      }
      y[i] = i < classes ? i : y[i];
    }
    return Dataset.classification(new DenseFeatures(x, rows, columns), y, names);
  }

  /**
   * The sample data sets that a loss takes, of real numbers, counts, two and three classes.
   *
   * @param loss the loss
   * @param rows at least 3
   * @param columns at least 1
   * @return empty if it takes none of them
   */
  public static List<Dataset> fitting(Loss loss, int rows, int columns) {
    List<Dataset> taken = new ArrayList<>();
    for (Dataset data : all(rows, columns)) {
      try {
        loss.checkTargets(data);
        loss.outputs(data);
        taken.add(data);
      } catch (IllegalArgumentException notForThisLoss) {
        continue;
      }
    }
    return taken;
  }

  /**
   * One data set of each task.
   *
   * @param rows at least 3
   * @param columns at least 1
   * @return real numbers, counts, two classes, three classes
   */
  public static List<Dataset> all(int rows, int columns) {
    return List.of(
        regression(rows, columns, 11),
        counts(rows, columns, 12),
        classes(rows, columns, 2, 13),
        classes(rows, columns, 3, 14));
  }

  private static double[] features(int rows, int columns, long seed) {
    RandomStream random = new RandomStream(seed).derive("x");
    double[] x = new double[rows * columns];
    for (int i = 0; i < x.length; i++) {
      x[i] = random.gaussian(i);
    }
    return x;
  }

  private static double score(double[] x, int row, int columns, int which) {
    double sum = 0;
    for (int j = 0; j < columns; j++) {
      sum += x[row * columns + j] * ((j + which) % 3 - 0.8);
    }
    return sum;
  }
}
