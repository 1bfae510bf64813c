package dev.ridgeline.evaluate;

import java.util.Locale;

/**
 * An estimate with its sampling error.
 *
 * @param value the estimate
 * @param standardError of the estimate over draws of the rows; NaN for a single row
 */
public record Score(double value, double standardError) {
  /**
   * From the value of a statistic and the influence of each row on it: se^2 = n / (n - 1) sum of
   * n_i (v_i IF_i / m)^2 (the infinitesimal jackknife; Efron 1981), where the row stands for n_i
   * observations of weight v_i = w_i / n_i each, n is the sum of n_i and m that of w_i.
   *
   * <p>With weights that are counts, n_i = w_i, this is sum of w_i IF_i^2 / (m (m - 1)); with n_i =
   * 1 it does not depend on what the weights sum to. NaN for n of 1 or less.
   *
   * @param value the statistic
   * @param influence one number a row with weighted mean 0, not modified
   * @param weights one sample weight a row, not modified
   * @param observations how many each row stands for, not modified
   * @return the score
   */
  public static Score of(
      double value, double[] influence, double[] weights, double[] observations) {
    return of(value, influence, 0, weights, observations);
  }

  /** The same with an influence of x_i - shift. */
  private static Score of(
      double value, double[] x, double shift, double[] weights, double[] observations) {
    double squares = 0;
    double m = 0;
    double n = 0;
    for (int i = 0; i < x.length; i++) {
      if (weights[i] > 0) {
        double influence = x[i] - shift;
        squares += weights[i] * (weights[i] / observations[i]) * influence * influence;
      }
      m += weights[i];
      n += observations[i];
    }
    return new Score(value, n > 1 ? Math.sqrt(squares / m * (n / m) / (n - 1)) : Double.NaN);
  }

  /**
   * The same for weights that are counts of observations.
   *
   * @param value the statistic
   * @param influence one number a row with weighted mean 0, not modified
   * @param counts how many observations each row stands for, not modified
   * @return the score
   */
  public static Score of(double value, double[] influence, double[] counts) {
    return of(value, influence, counts, counts);
  }

  /**
   * The mean of some numbers.
   *
   * @param values one a row, not modified
   * @param weights one sample weight a row, not modified
   * @param observations how many each row stands for, not modified
   * @return the weighted mean
   */
  public static Score mean(double[] values, double[] weights, double[] observations) {
    double sum = 0;
    double total = 0;
    for (int i = 0; i < values.length; i++) {
      sum += weights[i] * values[i];
      total += weights[i];
    }
    return of(sum / total, values, sum / total, weights, observations);
  }

  /**
   * The same for weights that are counts of observations.
   *
   * @param values one a row, not modified
   * @param counts how often each counts, not modified
   * @return the weighted mean
   */
  public static Score mean(double[] values, double[] counts) {
    return mean(values, counts, counts);
  }

  /** Value and standard error, four digits each. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.4f +/- %.4f", value, standardError);
  }
}
