package dev.ridgeline.model;

import dev.ridgeline.loss.Loss;
import java.util.List;

/** Predictions for some rows. Immutable as long as the caller leaves the array alone. */
public final class Predictions {
  private final double[] scores;
  private final int outputs;
  private final Loss loss;
  private final List<String> classNames;

  /**
   * Wraps scores.
   *
   * @param scores rows x outputs, row-major; kept, not copied
   * @param outputs numbers a row
   * @param loss knows the link function
   * @param classNames empty for regression
   */
  public Predictions(double[] scores, int outputs, Loss loss, List<String> classNames) {
    this.scores = scores;
    this.outputs = outputs;
    this.loss = loss;
    this.classNames = List.copyOf(classNames);
  }

  /**
   * Number of rows.
   *
   * @return at least 0
   */
  public int rows() {
    return scores.length / outputs;
  }

  /**
   * Numbers in one prediction.
   *
   * @return 1, or the number of classes
   */
  public int outputs() {
    return outputs;
  }

  /**
   * A prediction before the link function.
   *
   * @param row 0 &lt;= row &lt; rows
   * @param output 0 &lt;= output &lt; outputs
   * @return a logit, or the predicted number
   */
  public double score(int row, int output) {
    return scores[row * outputs + output];
  }

  /**
   * The predicted number, for regression.
   *
   * @param row 0 &lt;= row &lt; rows
   * @return the mean of the target
   */
  public double value(int row) {
    return loss.response(scores, row * outputs, outputs)[0];
  }

  /**
   * The class probabilities, for classification.
   *
   * @param row 0 &lt;= row &lt; rows
   * @return one number a class, summing to 1
   * @throws IllegalStateException for regression
   */
  public double[] probabilities(int row) {
    checkClasses();
    return loss.response(scores, row * outputs, outputs);
  }

  /**
   * The most probable class, the first of equals.
   *
   * @param row 0 &lt;= row &lt; rows
   * @return class index
   * @throws IllegalStateException for regression, or if a probability is NaN, as where a feature of
   *     the row is NaN or infinite
   */
  public int classIndex(int row) {
    checkClasses();
    int best = loss.mostProbable(scores, row * outputs, outputs);
    if (best < 0) {
      double[] p = probabilities(row);
      int bad = 0;
      while (!Double.isNaN(p[bad])) {
        bad++;
      }
      throw new IllegalStateException(
          "row "
              + row
              + " has no most probable class, the probability of "
              + classNames.get(bad)
              + " is NaN; look for NaN or infinite numbers in its features");
    }
    return best;
  }

  private void checkClasses() {
    if (classNames.isEmpty()) {
      throw new IllegalStateException("a regression model has no class probabilities; use value");
    }
  }

  /**
   * The name of the most probable class.
   *
   * @param row 0 &lt;= row &lt; rows
   * @return class name
   * @throws IllegalStateException for regression
   */
  public String className(int row) {
    return classNames.get(classIndex(row));
  }
}
