package dev.ridgeline.evaluate;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.model.Predictions;

/** RMSE and R2 with the influence of each row. */
final class RegressionScores {
  private RegressionScores() {}

  static Score rmse(Predictions predictions, Dataset data) {
    Score mse = RowMean.of(squaredErrors(predictions, data), data);
    double root = Math.sqrt(mse.value());
    // d sqrt(x) = dx / (2 sqrt(x)); a perfect fit has no error to speak of.
    return new Score(root, root == 0 ? 0 : mse.standardError() / (2 * root));
  }

  static Score r2(Predictions predictions, Dataset data) {
    double[] deviations = data.targets();
    double mean = RowMean.mean(deviations, data);
    for (int i = 0; i < deviations.length; i++) {
      deviations[i] = (deviations[i] - mean) * (deviations[i] - mean);
    }
    double[] influence = new double[deviations.length];
    if (allEqual(data)) {
      return new Score(Double.NaN, Double.NaN);
    }
    double ratio =
        RowMean.addRatio(squaredErrors(predictions, data), deviations, data, 1, influence);
    return Score.of(1 - ratio, influence, data.weights(), data.observations());
  }

  /** Whether there is nothing to explain; the deviations from a rounded mean would not be 0. */
  private static boolean allEqual(Dataset data) {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < data.rows(); i++) {
      if (data.weight(i) > 0) {
        least = Math.min(least, data.target(i));
        most = Math.max(most, data.target(i));
      }
    }
    return least == most;
  }

  private static double[] squaredErrors(Predictions predictions, Dataset data) {
    double[] squares = new double[data.rows()];
    for (int i = 0; i < squares.length; i++) {
      double r = predictions.value(i) - data.target(i);
      squares[i] = r * r;
    }
    return squares;
  }
}
