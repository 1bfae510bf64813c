package dev.ridgeline.select;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.model.Learner;
import java.util.Arrays;
import java.util.TreeSet;

/**
 * The lambdas that a search tries, ascending and all different.
 *
 * <p>lambda is on the scale of J = (1/m) sum loss + (lambda/2m) ||W||^2, so useful values grow with
 * the number of examples.
 */
public final class LambdaGrid implements Lambdas {
  private final double[] values;

  private LambdaGrid(double[] values) {
    this.values = values;
  }

  /**
   * 0, 0.01, 0.1, 1, 10, 100.
   *
   * @return the usual first grid
   */
  public static LambdaGrid standard() {
    return of(0, 0.01, 0.1, 1, 10, 100);
  }

  /**
   * Given lambdas.
   *
   * @param lambdas at least one, finite and at least 0, in any order; not modified
   * @return the grid
   * @throws IllegalArgumentException if there is none, or one is not allowed
   */
  public static LambdaGrid of(double... lambdas) {
    TreeSet<Double> sorted = new TreeSet<>();
    for (double lambda : lambdas) {
      if (!(lambda >= 0 && lambda < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "lambdas must be finite and at least 0, found " + lambda);
      }
      sorted.add(lambda + 0.0); // makes -0.0 equal to 0.0
    }
    if (sorted.isEmpty()) {
      throw new IllegalArgumentException("a grid needs at least one lambda, found none");
    }
    return new LambdaGrid(sorted.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /**
   * Lambdas evenly spaced on a logarithmic scale.
   *
   * @param from the smallest, positive
   * @param to the largest, above from
   * @param count how many, at least 2
   * @return the grid
   * @throws IllegalArgumentException if an argument is out of range
   */
  public static LambdaGrid logarithmic(double from, double to, int count) {
    if (!(from > 0 && to > from && to < Double.POSITIVE_INFINITY) || count < 2) {
      throw new IllegalArgumentException(
          "a logarithmic grid needs 0 < from < to and count >= 2, found "
              + from
              + ", "
              + to
              + " and "
              + count);
    }
    double[] lambdas = new double[count];
    for (int i = 0; i < count; i++) {
      double share = i / (count - 1.0);
      lambdas[i] = Math.exp((1 - share) * Math.log(from) + share * Math.log(to));
    }
    lambdas[0] = from;
    lambdas[count - 1] = to;
    return of(lambdas);
  }

  /**
   * This grid with further lambdas around one of its own, halfway (logarithmically) to its
   * neighbours: for a second, finer look.
   *
   * @param lambda one of this grid
   * @param between how many new lambdas on either side, at least 1
   * @return a finer grid
   * @throws IllegalArgumentException if the lambda is not of this grid or between is below 1
   */
  public LambdaGrid finerAround(double lambda, int between) {
    int at = Arrays.binarySearch(values, lambda);
    if (at < 0 || between < 1) {
      throw new IllegalArgumentException(
          "a finer grid needs a lambda of "
              + this
              + " and between >= 1, found "
              + lambda
              + " and "
              + between);
    }
    TreeSet<Double> finer = new TreeSet<>();
    for (double v : values) {
      finer.add(v);
    }
    if (at + 1 < values.length) {
      addBetween(finer, values[at], values[at + 1], between);
    }
    if (at > 0) {
      addBetween(finer, values[at - 1], values[at], between);
    }
    return of(finer.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static void addBetween(TreeSet<Double> finer, double low, double high, int count) {
    // There is no logarithm of 0: below the smallest positive lambda, go down by factors of ten.
    double from = low > 0 ? low : high * Math.pow(10, -(count + 1));
    for (int i = 1; i <= count; i++) {
      double share = i / (count + 1.0);
      finer.add(Math.exp((1 - share) * Math.log(from) + share * Math.log(high)));
    }
  }

  /**
   * The lambdas.
   *
   * @return a copy, ascending
   */
  public double[] values() {
    return values.clone();
  }

  /** This grid, whatever the learner and the data. */
  @Override
  public LambdaGrid grid(Learner learner, Dataset train) {
    return this;
  }

  /** The lambdas in brackets. */
  @Override
  public String toString() {
    return Arrays.toString(values);
  }
}
