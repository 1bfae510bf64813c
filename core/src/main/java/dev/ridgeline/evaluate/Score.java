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
   * From the value of a statistic and the influence of each row on it: se = sqrt(sum of w_i IF_i^2
   * / (m (m - 1))) with m the sum of w_i (the infinitesimal jackknife; Efron 1981). NaN for m of 1
   * or less.
   *
   * @param value the statistic
   * @param influence n numbers with weighted mean 0, not modified
   * @param weights n sample weights, not modified
   * @return the score
   */
  public static Score of(double value, double[] influence, double[] weights) {
    double squares = 0;
    double sum = 0;
    for (int i = 0; i < influence.length; i++) {
      squares += weights[i] * influence[i] * influence[i];
      sum += weights[i];
    }
    return new Score(value, sum > 1 ? Math.sqrt(squares / (sum * (sum - 1))) : Double.NaN);
  }

  /**
   * The mean of some numbers.
   *
   * @param values n numbers, not modified
   * @param weights how often each counts, not modified
   * @return the weighted mean
   */
  public static Score mean(double[] values, double[] weights) {
    double sum = 0;
    double total = 0;
    for (int i = 0; i < values.length; i++) {
      sum += weights[i] * values[i];
      total += weights[i];
    }
    double[] influence = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      influence[i] = values[i] - sum / total;
    }
    return of(sum / total, influence, weights);
  }

  /** Value and standard error, four digits each. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.4f +/- %.4f", value, standardError);
  }
}
