package dev.ridgeline.data;

import java.util.Arrays;

/**
 * Per-feature centring and scaling, z = (x - center) / scale, fitted on training rows only.
 *
 * <p>The scale is the standard deviation with divisor m (the weighted number of rows), as in
 * scikit-learn and glmnet; a constant feature has scale 1. Sparse features are scaled but not
 * centred, since that would fill them. Computed in double, about the mean of up to 1024 rows evenly
 * spread, so that large means do not cancel in the one pass over all rows; where those rows turn
 * out to be far from the mean of all, there is a second pass about that.
 */
public final class Standardizer {
  private static final int SAMPLED_ROWS = 1024;

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
   * @throws IllegalArgumentException if the squares of a column's deviations overflow, naming row,
   *     column and the largest cell
   */
  public static Standardizer fit(Dataset train) {
    double[] mean = provisionalMean(train);
    Moments moments = new Moments(train, mean);
    if (moments.areFarOff()) {
      for (int j = 0; j < mean.length; j++) {
        mean[j] += moments.error[j];
      }
      moments = new Moments(train, mean);
    }
    double[] scale = new double[mean.length];
    for (int j = 0; j < scale.length; j++) {
      boolean constant = moments.isConstant(j);
      mean[j] = constant ? moments.least[j] : mean[j] + moments.error[j];
      if (!constant && !Double.isFinite(moments.square[j])) {
        throw overflow(train, j);
      }
      double sd = Math.sqrt(moments.variance(j));
      // A deviation of a few ulps of the mean is rounding in the data.
      scale[j] = !constant && sd > 1e-14 * Math.abs(mean[j]) ? sd : 1;
    }
    return new Standardizer(train.features().isSparse() ? new double[mean.length] : mean, scale);
  }

  private static IllegalArgumentException overflow(Dataset train, int column) {
    int row = 0;
    double largest = 0;
    for (int i = 0; i < train.rows(); i++) {
      double cell = train.features().get(i, column);
      if (train.weight(i) > 0 && Math.abs(cell) > Math.abs(largest)) {
        row = i;
        largest = cell;
      }
    }
    return new IllegalArgumentException(
        "row "
            + row
            + ", column "
            + column
            + " ("
            + train.featureNames().get(column)
            + ") is "
            + largest
            + ", too far from the others to be standardised: squares of deviations must be finite,"
            + " deviations below about 1e154 (rows and columns count from 0); measure the column in"
            + " another unit, take its logarithm, or drop the row");
  }

  /** The mean of some rows evenly spread; of all where there are few, or these have no weight. */
  private static double[] provisionalMean(Dataset train) {
    int n = train.rows();
    int sampled = Math.min(n, SAMPLED_ROWS);
    double weight = 0;
    for (int k = 0; k < sampled; k++) {
      weight += train.weight(sampledRow(k, sampled, n));
    }
    if (weight == 0) {
      sampled = n;
      weight = train.weightSum();
    }
    double[] mean = new double[train.columns()];
    for (int k = 0; k < sampled; k++) {
      int row = sampledRow(k, sampled, n);
      train.features().addRowTo(row, train.weight(row) / weight, mean, 0);
    }
    return mean;
  }

  private static int sampledRow(int k, int sampled, int rows) {
    return (int) ((long) k * rows / sampled);
  }

  /** Weighted mean and mean square of the deviations from a point, and the range of each column. */
  private static final class Moments {
    final double[] error;
    final double[] least;
    private final double[] most;
    private final double[] square;

    Moments(Dataset train, double[] about) {
      Features x = train.features();
      int p = x.columns();
      error = new double[p];
      square = new double[p];
      least = new double[p];
      most = new double[p];
      Arrays.fill(least, Double.POSITIVE_INFINITY);
      Arrays.fill(most, Double.NEGATIVE_INFINITY);
      if (x instanceof SparseFeatures sparse) {
        addStored(sparse, train, about);
        return;
      }
      double[] row = new double[p];
      for (int i = 0; i < x.rows(); i++) {
        double w = train.weight(i) / train.weightSum();
        if (w == 0) {
          continue;
        }
        x.copyRow(i, row, 0);
        for (int j = 0; j < p; j++) {
          double d = row[j] - about[j];
          error[j] += w * d;
          square[j] += w * d * d;
          least[j] = Math.min(least[j], row[j]);
          most[j] = Math.max(most[j], row[j]);
        }
      }
    }

    /** Sparse rows: their stored cells, then the zeros of each column at once. */
    private void addStored(SparseFeatures x, Dataset train, double[] about) {
      int[] count = new int[about.length];
      double[] stored = new double[about.length];
      int rows = 0;
      for (int i = 0; i < x.rows(); i++) {
        double w = train.weight(i) / train.weightSum();
        if (w == 0) {
          continue;
        }
        rows++;
        for (int at = x.rowEnd(i - 1); at < x.rowEnd(i); at++) {
          int j = x.columnAt(at);
          double d = x.valueAt(at) - about[j];
          error[j] += w * d;
          square[j] += w * d * d;
          least[j] = Math.min(least[j], x.valueAt(at));
          most[j] = Math.max(most[j], x.valueAt(at));
          stored[j] += w;
          count[j]++;
        }
      }
      for (int j = 0; j < about.length; j++) {
        if (count[j] < rows) {
          double rest = Math.max(0, 1 - stored[j]);
          error[j] -= rest * about[j];
          square[j] += rest * about[j] * about[j];
          least[j] = Math.min(least[j], 0);
          most[j] = Math.max(most[j], 0);
        }
      }
    }

    boolean isConstant(int column) {
      return least[column] == most[column];
    }

    double variance(int column) {
      return square[column] - error[column] * error[column];
    }

    /** Whether the difference in {@link #variance} has cost more than four digits. */
    boolean areFarOff() {
      for (int j = 0; j < error.length; j++) {
        if (!isConstant(j) && square[j] > 1e4 * variance(j)) {
          return true;
        }
      }
      return false;
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

  /**
   * Standardises the features of a data set without a copy of dense features in double precision,
   * whose cells are computed whenever they are read; for readers that make a copy of their own.
   *
   * @param raw as many columns as the training set; not modified
   * @return a new data set with the same targets, to the same bits as {@link #apply(Dataset)}
   * @throws IllegalArgumentException if the number of columns differs, with both
   */
  public Dataset over(Dataset raw) {
    boolean isView =
        raw.features() instanceof DenseFeatures && raw.columns() == center.length && !isIdentity();
    return isView
        ? raw.withFeatures(new RescaledFeatures(raw.features(), center, scale, false))
        : apply(raw);
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
   * What is subtracted from one feature.
   *
   * @param column its number
   * @return finite
   * @throws IndexOutOfBoundsException if there is no such feature
   */
  public double center(int column) {
    return center[column];
  }

  /**
   * What is divided by.
   *
   * @return a copy, one positive number a feature
   */
  public double[] scale() {
    return scale.clone();
  }

  /**
   * What one feature is divided by.
   *
   * @param column its number
   * @return positive and finite
   * @throws IndexOutOfBoundsException if there is no such feature
   */
  public double scale(int column) {
    return scale[column];
  }
}
