package dev.ridgeline.data;

import java.util.Arrays;

/**
 * Per-feature centring and scaling, z = (x - center) / scale, fitted on training rows only.
 *
 * <p>The scale is the standard deviation with divisor m (the weighted number of rows), as in
 * scikit-learn and glmnet; a constant feature has scale 1. Sparse features are scaled but not
 * centred, since that would fill them. Computed in double by two passes, so that large means do not
 * cancel.
 */
public final class Standardizer {
  private final double[] center;
  private final double[] scale;

  private Standardizer(double[] center, double[] scale) {
    this.center = center;
    this.scale = scale;
  }

  /**
   * Means and standard deviations of the training features.
   *
   * @param train the training set, not modified
   * @return the fitted standardiser
   */
  public static Standardizer fit(Dataset train) {
    Features x = train.features();
    int p = x.columns();
    double[] mean = new double[p];
    double[] row = new double[p];
    for (int i = 0; i < x.rows(); i++) {
      x.addRowTo(i, train.weight(i) / train.weightSum(), mean, 0);
    }
    // The mean has a rounding error that grows with the number of rows: the second pass takes it
    // out, and a constant column is known by its cells rather than by a deviation of 0.
    double[] error = new double[p];
    double[] variance = new double[p];
    double[] least = new double[p];
    double[] most = new double[p];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    Arrays.fill(most, Double.NEGATIVE_INFINITY);
    if (x instanceof SparseFeatures sparse) {
      addStored(sparse, train, mean, error, variance, least, most);
    } else {
      for (int i = 0; i < x.rows(); i++) {
        double w = train.weight(i) / train.weightSum();
        if (w == 0) {
          continue;
        }
        x.copyRow(i, row, 0);
        for (int j = 0; j < p; j++) {
          double d = row[j] - mean[j];
          error[j] += w * d;
          variance[j] += w * d * d;
          least[j] = Math.min(least[j], row[j]);
          most[j] = Math.max(most[j], row[j]);
        }
      }
    }
    double[] scale = new double[p];
    for (int j = 0; j < p; j++) {
      boolean constant = least[j] == most[j];
      mean[j] = constant ? least[j] : mean[j] + error[j];
      double sd = Math.sqrt(variance[j] - error[j] * error[j]);
      // A deviation of a few ulps of the mean is rounding in the data.
      scale[j] = !constant && sd > 1e-14 * Math.abs(mean[j]) ? sd : 1;
    }
    return new Standardizer(x.isSparse() ? new double[p] : mean, scale);
  }

  /**
   * The second pass over sparse rows: their stored cells, then the zeros of each column at once.
   */
  private static void addStored(
      SparseFeatures x,
      Dataset train,
      double[] mean,
      double[] error,
      double[] variance,
      double[] least,
      double[] most) {
    int[] count = new int[mean.length];
    double[] stored = new double[mean.length];
    int rows = 0;
    for (int i = 0; i < x.rows(); i++) {
      double w = train.weight(i) / train.weightSum();
      if (w == 0) {
        continue;
      }
      rows++;
      for (int at = x.rowEnd(i - 1); at < x.rowEnd(i); at++) {
        int j = x.columnAt(at);
        double d = x.valueAt(at) - mean[j];
        error[j] += w * d;
        variance[j] += w * d * d;
        least[j] = Math.min(least[j], x.valueAt(at));
        most[j] = Math.max(most[j], x.valueAt(at));
        stored[j] += w;
        count[j]++;
      }
    }
    for (int j = 0; j < mean.length; j++) {
      if (count[j] < rows) {
        double rest = Math.max(0, 1 - stored[j]);
        error[j] -= rest * mean[j];
        variance[j] += rest * mean[j] * mean[j];
        least[j] = Math.min(least[j], 0);
        most[j] = Math.max(most[j], 0);
      }
    }
  }

  /**
   * Leaves features as they are.
   *
   * @param columns number of features
   * @return center 0, scale 1
   */
  public static Standardizer identity(int columns) {
    double[] ones = new double[columns];
    Arrays.fill(ones, 1);
    return new Standardizer(new double[columns], ones);
  }

  /**
   * A standardiser with given numbers, such as one read from a file.
   *
   * @param center one finite number a feature, copied
   * @param scale one finite positive number a feature, copied
   * @return the standardiser
   * @throws IllegalArgumentException if the lengths differ or a number is not allowed
   */
  public static Standardizer of(double[] center, double[] scale) {
    if (center.length != scale.length) {
      throw new IllegalArgumentException(
          "found " + center.length + " centres and " + scale.length + " scales");
    }
    for (int j = 0; j < scale.length; j++) {
      if (!Double.isFinite(center[j]) || !(scale[j] > 0 && Double.isFinite(scale[j]))) {
        throw new IllegalArgumentException(
            "column "
                + j
                + " has centre "
                + center[j]
                + " and scale "
                + scale[j]
                + "; centres must be finite, scales finite and positive");
      }
    }
    return new Standardizer(center.clone(), scale.clone());
  }

  /**
   * Standardises features.
   *
   * @param raw as many columns as the training set; not modified
   * @return new features; the same where every centre is 0 and every scale 1
   * @throws IllegalArgumentException if the number of columns differs, with both
   */
  public Features apply(Features raw) {
    if (raw.columns() != center.length) {
      throw new IllegalArgumentException(
          "the model was fitted to "
              + center.length
              + " features, found "
              + raw.columns()
              + "; give the same columns in the same order");
    }
    return isIdentity() ? raw : raw.rescaled(center, scale);
  }

  private boolean isIdentity() {
    for (int j = 0; j < center.length; j++) {
      if (center[j] != 0 || scale[j] != 1) {
        return false;
      }
    }
    return true;
  }

  /**
   * Standardises the features of a data set.
   *
   * @param raw as many columns as the training set; not modified
   * @return a new data set with the same targets
   */
  public Dataset apply(Dataset raw) {
    return raw.withFeatures(apply(raw.features()));
  }

  /**
   * Number of features.
   *
   * @return columns
   */
  public int columns() {
    return center.length;
  }

  /**
   * What is subtracted.
   *
   * @return a copy, one number a feature
   */
  public double[] center() {
    return center.clone();
  }

  /**
   * What is divided by.
   *
   * @return a copy, one positive number a feature
   */
  public double[] scale() {
    return scale.clone();
  }
}
