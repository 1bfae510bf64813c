package dev.ridgeline.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Features, targets, sample weights and names: what a model is fitted to. Immutable. Above 300
 * lines for the Javadoc and the texts of its refusals.
 *
 * <p>m, the number that divides lambda, is {@link #weightSum()}: the number of rows, or the sum of
 * the sample weights where there are weights.
 *
 * <pre>{@code
 * Features x = DenseFeatures.of(new double[][] {{1, 2}, {3, 4}, {5, 6}});
 * Dataset data = Dataset.classification(x, new double[] {0, 1, 1}, List.of("no", "yes"))
 *     .withFeatureNames(List.of("age", "dose"));
 * }</pre>
 */
public final class Dataset {
  private final Features features;
  private final double[] targets;
  private final double[] weights;
  private final double[] observations;
  private final double weightSum;
  private final Task task;
  private final List<String> classNames;
  private final List<String> featureNames;
  private final String targetName;

  private Dataset(
      Features features,
      double[] targets,
      double[] weights,
      double[] observations,
      Task task,
      List<String> classNames,
      List<String> featureNames,
      String targetName) {
    this.features = features;
    this.targets = targets;
    this.weights = weights;
    this.observations = observations;
    this.task = task;
    this.classNames = classNames;
    this.featureNames = featureNames;
    this.targetName = targetName;
    double sum = 0;
    for (double w : weights) {
      sum += w;
    }
    this.weightSum = sum;
  }

  /**
   * Real-valued targets.
   *
   * @param features n rows; every cell finite
   * @param targets n finite numbers, copied
   * @return a data set with weights 1 and names x0, x1, ...
   * @throws IllegalArgumentException if the lengths differ or a number is NaN or infinite, naming
   *     row and column
   */
  public static Dataset regression(Features features, double[] targets) {
    return create(features, targets, Task.REGRESSION, List.of());
  }

  /**
   * Class targets.
   *
   * @param features n rows; every cell finite
   * @param targets n class indices 0 ... K-1, copied
   * @param classNames K names, at least two, all different, index = class
   * @return a data set with weights 1 and names x0, x1, ...
   * @throws IllegalArgumentException if the lengths differ, a cell is NaN or infinite, or a target
   *     is no class index, naming the row
   */
  public static Dataset classification(
      Features features, double[] targets, List<String> classNames) {
    if (classNames.size() < 2 || classNames.stream().distinct().count() != classNames.size()) {
      throw new IllegalArgumentException(
          "classification needs at least two different class names, found " + classNames);
    }
    for (int i = 0; i < targets.length; i++) {
      if (!(targets[i] >= 0 && targets[i] < classNames.size() && targets[i] == (int) targets[i])) {
        throw new IllegalArgumentException(
            "row "
                + i
                + " has target "
                + targets[i]
                + "; allowed are the class indices 0 to "
                + (classNames.size() - 1)
                + " of "
                + classNames);
      }
    }
    return create(features, targets, Task.CLASSIFICATION, List.copyOf(classNames));
  }

  private static Dataset create(Features x, double[] y, Task task, List<String> classNames) {
    if (x.rows() != y.length) {
      throw new IllegalArgumentException(
          "features have " + x.rows() + " rows, targets have " + y.length);
    }
    if (y.length == 0) {
      throw new IllegalArgumentException("a data set needs at least one row, found none");
    }
    for (int i = 0; i < y.length; i++) {
      if (!Double.isFinite(y[i])) {
        throw new IllegalArgumentException(
            "row " + i + " has target " + y[i] + "; targets must be finite: drop the row");
      }
    }
    List<String> names = unnamed(x.columns());
    double[] ones = new double[y.length];
    Arrays.fill(ones, 1);
    Dataset data =
        new Dataset(x, y.clone(), ones, ones, task, classNames, List.copyOf(names), "target");
    data.checkFinite();
    return data;
  }

  private void checkFinite() {
    if (features instanceof SparseFeatures sparse && allStoredFinite(sparse)) {
      return;
    }
    double[] row = new double[features.columns()];
    for (int i = 0; i < rows(); i++) {
      features.copyRow(i, row, 0);
      for (int j = 0; j < row.length; j++) {
        if (!Double.isFinite(row[j])) {
          throw new IllegalArgumentException(
              "row "
                  + i
                  + ", column "
                  + j
                  + " ("
                  + featureNames.get(j)
                  + ") is "
                  + row[j]
                  + "; features must be finite (rows and columns count from 0): drop the row, or"
                  + " impute the value when reading");
        }
      }
    }
  }

  /** Spares wide sparse tables the pass over all cells, which is only needed to name a bad one. */
  private static boolean allStoredFinite(SparseFeatures sparse) {
    for (int k = 0; k < sparse.storedCells(); k++) {
      if (!Double.isFinite(sparse.valueAt(k))) {
        return false;
      }
    }
    return true;
  }

  /**
   * The same data with feature names.
   *
   * @param names one a column, all different
   * @return a new data set that shares the storage
   * @throws IllegalArgumentException if the number of names is wrong or a name occurs twice
   */
  public Dataset withFeatureNames(List<String> names) {
    if (names.size() != columns()) {
      throw new IllegalArgumentException(
          "features have " + columns() + " columns, found " + names.size() + " names");
    }
    List<String> seen = new ArrayList<>(names);
    seen.sort(null);
    for (int j = 1; j < seen.size(); j++) {
      if (seen.get(j).equals(seen.get(j - 1))) {
        throw new IllegalArgumentException(
            "feature name '" + seen.get(j) + "' occurs twice; names must differ");
      }
    }
    return new Dataset(
        features, targets, weights, observations, task, classNames, List.copyOf(names), targetName);
  }

  /**
   * The same data with a name for the target.
   *
   * @param name for reports
   * @return a new data set that shares the storage
   */
  public Dataset withTargetName(String name) {
    return new Dataset(
        features, targets, weights, observations, task, classNames, featureNames, name);
  }

  /**
   * The same data with sample weights, in the place of those there are; a weight of k counts as the
   * row repeated k times.
   *
   * <p>Standard errors take weights that are all whole numbers as counts of {@link #observations}.
   * Other weights, such as weights that sum to 1, are relative: each row is one observation, and
   * errors do not depend on what the weights sum to. Lambda does, being divided by {@link
   * #weightSum}.
   *
   * @param sampleWeights one finite number &gt;= 0 a row, not all zero; copied
   * @return a new data set that shares the features
   * @throws IllegalArgumentException if the length is wrong or a weight is negative or not finite,
   *     naming the row
   */
  public Dataset withWeights(double[] sampleWeights) {
    if (sampleWeights.length != rows()) {
      throw new IllegalArgumentException(
          "the data have " + rows() + " rows, found " + sampleWeights.length + " sample weights");
    }
    double sum = 0;
    for (int i = 0; i < sampleWeights.length; i++) {
      if (!(sampleWeights[i] >= 0 && sampleWeights[i] < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "row " + i + " has sample weight " + sampleWeights[i] + "; allowed are finite >= 0");
      }
      sum += sampleWeights[i];
    }
    if (sum == 0) {
      throw new IllegalArgumentException("all sample weights are 0; at least one must be positive");
    }
    return withWeights(sampleWeights.clone(), ClassWeights.observations(sampleWeights));
  }

  /**
   * The same data with each row's sample weight multiplied by a weight of its class. Standard
   * errors take such weights as relative: the number of {@link #observations} stays.
   *
   * <pre>{@code
   * Dataset train = split.train().withClassWeights(Map.of("ill", 5.0));
   * }</pre>
   *
   * @param byName class name to a finite number &gt;= 0; a class that is not named keeps its
   *     weights
   * @return a new data set that shares the features
   * @throws IllegalArgumentException for real-valued targets, or if a name is no class, a weight is
   *     negative or not finite, naming it, or all sample weights become 0
   */
  public Dataset withClassWeights(Map<String, Double> byName) {
    return withFactors(ClassWeights.byName(this, byName));
  }

  /**
   * The same data with each class at the same weight in all: a row's sample weight is multiplied by
   * m / (K m_k), with m the sum of the sample weights, m_k that of its class, and K the number of
   * classes with a positive one. The sum stays m, so that lambda keeps its meaning.
   *
   * <p>Meant for training sets: a dev set keeps the shares that its classes really have, unless
   * balanced scores are wanted. Rows selected from the new data set, such as folds, keep the
   * weights made here; {@link dev.ridgeline.model.BalancedClasses} balances each fold. King and
   * Zeng, "Logistic regression in rare events data", 2001, section 4.2, whose population shares are
   * equal here.
   *
   * @return a new data set that shares the features
   * @throws IllegalArgumentException for real-valued targets
   */
  public Dataset withBalancedClasses() {
    return withFactors(ClassWeights.balanced(this));
  }

  private Dataset withFactors(double[] byClass) {
    double[] product = weights.clone();
    double[] left = observations.clone();
    double sum = 0;
    for (int i = 0; i < product.length; i++) {
      product[i] *= byClass[(int) targets[i]];
      left[i] = product[i] > 0 ? left[i] : 0;
      sum += product[i];
    }
    if (!(sum > 0 && sum < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "with these class weights the sample weights sum to "
              + sum
              + "; give a positive, finite one to a class that occurs");
    }
    return withWeights(product, left);
  }

  private Dataset withWeights(double[] w, double[] rowsEach) {
    return new Dataset(features, targets, w, rowsEach, task, classNames, featureNames, targetName);
  }

  /**
   * The same targets and names over other features, such as standardised ones.
   *
   * @param other as many rows and columns as now; every cell finite
   * @return a new data set
   * @throws IllegalArgumentException if the shapes differ, with both, or a cell is NaN or infinite,
   *     naming row and column
   */
  public Dataset withFeatures(Features other) {
    if (other.rows() != rows() || other.columns() != columns()) {
      throw new IllegalArgumentException(
          "the data are "
              + rows()
              + " x "
              + columns()
              + ", the new features "
              + other.rows()
              + " x "
              + other.columns());
    }
    if (other == features) {
      return this;
    }
    Dataset data =
        new Dataset(
            other, targets, weights, observations, task, classNames, featureNames, targetName);
    data.checkFinite();
    return data;
  }

  /**
   * Some of the rows, in the given order.
   *
   * @param rowNumbers not modified; may repeat; at least one
   * @return a new data set that copies these rows
   * @throws IllegalArgumentException if no row is asked for, or none of positive weight
   */
  public Dataset select(int[] rowNumbers) {
    if (rowNumbers.length == 0) {
      throw new IllegalArgumentException("a data set needs at least one row, found none");
    }
    double[] y = new double[rowNumbers.length];
    double[] w = new double[rowNumbers.length];
    double[] n = new double[rowNumbers.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = targets[rowNumbers[i]];
      w[i] = weights[rowNumbers[i]];
      n[i] = observations[rowNumbers[i]];
    }
    Dataset chosen =
        new Dataset(
            features.selectRows(rowNumbers), y, w, n, task, classNames, featureNames, targetName);
    if (chosen.weightSum == 0) {
      throw new IllegalArgumentException(
          "all sample weights of the "
              + rowNumbers.length
              + " selected rows are 0; at least one must be positive");
    }
    return chosen;
  }

  /**
   * The features.
   *
   * @return rows x columns
   */
  public Features features() {
    return features;
  }

  /**
   * Number of examples.
   *
   * @return at least 1
   */
  public int rows() {
    return targets.length;
  }

  /**
   * Number of features.
   *
   * @return at least 0
   */
  public int columns() {
    return features.columns();
  }

  /**
   * The target of one row: a number, or a class index.
   *
   * @param row 0 &lt;= row &lt; rows
   * @return the target
   */
  public double target(int row) {
    return targets[row];
  }

  /**
   * All targets.
   *
   * @return a copy, one a row
   */
  public double[] targets() {
    return targets.clone();
  }

  /**
   * The sample weight of one row.
   *
   * @param row 0 &lt;= row &lt; rows
   * @return 1 unless weights were given
   */
  public double weight(int row) {
    return weights[row];
  }

  /**
   * All sample weights.
   *
   * @return a copy, one a row
   */
  public double[] weights() {
    return weights.clone();
  }

  /**
   * How many observations each row stands for, which is what standard errors depend on: the weights
   * given by {@link #withWeights} if they are all whole numbers, otherwise 1; 0 for a row of weight
   * 0. Class weights do not change it.
   *
   * @return a copy, one a row
   */
  public double[] observations() {
    return observations.clone();
  }

  /**
   * m, the divisor of lambda and of the summed loss.
   *
   * @return the sum of the sample weights; the number of rows without weights
   */
  public double weightSum() {
    return weightSum;
  }

  /**
   * What the targets mean.
   *
   * @return the task
   */
  public Task task() {
    return task;
  }

  /**
   * Names of the classes, index = class.
   *
   * @return empty for regression
   */
  public List<String> classNames() {
    return classNames;
  }

  /**
   * Refuses data whose classes are not those of a model: a class index means nothing without its
   * name, so other names, or the same in another order, would meet the wrong outputs.
   *
   * @param known the model's classes, empty for regression
   * @throws IllegalArgumentException if they differ, with both lists
   */
  public void checkClasses(List<String> known) {
    if (!classNames.equals(known)) {
      throw new IllegalArgumentException(
          "the model knows the classes "
              + known
              + ", the data have "
              + classNames
              + "; read the data with the model's classes, in the same order");
    }
  }

  /**
   * Refuses data whose features are not those of a model: columns with other names, or the same in
   * another order, would meet the wrong weights. Names that nobody gave, x0, x1, ..., say nothing
   * and fit any.
   *
   * @param known the model's features in their order; empty if they have no names
   * @throws IllegalArgumentException if they differ, with the first that does
   */
  public void checkFeatures(List<String> known) {
    if (known.isEmpty()
        || known.equals(featureNames)
        || known.equals(unnamed(known.size()))
        || featureNames.equals(unnamed(columns()))) {
      return;
    }
    if (known.size() != columns()) {
      throw new IllegalArgumentException(
          "the model was fitted to "
              + known.size()
              + " features, found "
              + columns()
              + "; give the same columns in the same order");
    }
    int j = 0;
    while (known.get(j).equals(featureNames.get(j))) {
      j++;
    }
    boolean reordered = new HashSet<>(known).equals(new HashSet<>(featureNames));
    throw new IllegalArgumentException(
        "column "
            + j
            + " is '"
            + featureNames.get(j)
            + "' where the model was fitted to '"
            + known.get(j)
            + "' ("
            + (reordered ? "the same names in another order" : "other names")
            + "; columns count from 0); give the same columns in the same order, or, if just the"
            + " names differ, withFeatureNames of the model's");
  }

  private static List<String> unnamed(int columns) {
    return IntStream.range(0, columns).mapToObj(j -> "x" + j).toList();
  }

  /**
   * Names of the features.
   *
   * @return one a column
   */
  public List<String> featureNames() {
    return featureNames;
  }

  /**
   * Name of the target.
   *
   * @return "target" unless named
   */
  public String targetName() {
    return targetName;
  }

  /** The shape, for messages. */
  @Override
  public String toString() {
    return "Dataset["
        + rows()
        + " x "
        + columns()
        + ", "
        + (task == Task.REGRESSION ? "regression" : classNames.size() + " classes " + classNames)
        + "]";
  }
}
