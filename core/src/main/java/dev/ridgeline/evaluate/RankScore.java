package dev.ridgeline.evaluate;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.model.Predictions;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The area under the ROC curve with DeLong's error: DeLong, DeLong and Clarke-Pearson, "Comparing
 * the areas under two or more correlated receiver operating characteristic curves", Biometrics
 * 1988.
 */
final class RankScore {
  private RankScore() {}

  static Score auc(Predictions predictions, Dataset data) {
    int classes = data.classNames().size();
    double[] influence = new double[data.rows()];
    double value = 0;
    int first = classes == 2 ? 1 : 0;
    for (int k = first; k < classes; k++) {
      value += addAuc(predictions, data, k, 1.0 / (classes - first), influence);
    }
    return Score.of(value, influence, data.weights(), data.observations());
  }

  private static double addAuc(
      Predictions predictions, Dataset data, int k, double share, double[] influence) {
    int n = data.rows();
    double[] score = new double[n];
    double positives = 0;
    double[] each = data.observations();
    double all = 0;
    double ofClass = 0;
    for (int i = 0; i < n; i++) {
      // Logits order two classes as probabilities do, without their ties at 0 and 1.
      score[i] =
          data.classNames().size() == 2 ? margin(predictions, i) : predictions.probabilities(i)[k];
      positives += (int) data.target(i) == k ? data.weight(i) : 0;
      ofClass += (int) data.target(i) == k ? each[i] : 0;
      all += each[i];
    }
    if (Arrays.stream(score).anyMatch(Double::isNaN)) {
      Arrays.fill(influence, Double.NaN);
      return Double.NaN;
    }
    double negatives = data.weightSum() - positives;
    int[] order =
        IntStream.range(0, n)
            .boxed()
            .sorted((a, b) -> Double.compare(score[a], score[b]))
            .mapToInt(Integer::intValue)
            .toArray();
    // For each row the share of the other side that it beats, ties counting half.
    double[] wins = new double[n];
    double negativesBelow = 0;
    double positivesBelow = 0;
    double sum = 0;
    for (int from = 0; from < n; ) {
      int to = from;
      double tiedPositives = 0;
      double tiedNegatives = 0;
      while (to < n && score[order[to]] == score[order[from]]) {
        double w = data.weight(order[to]);
        if ((int) data.target(order[to]) == k) {
          tiedPositives += w;
        } else {
          tiedNegatives += w;
        }
        to++;
      }
      for (int i = from; i < to; i++) {
        int row = order[i];
        if ((int) data.target(row) == k) {
          wins[row] = (negativesBelow + tiedNegatives / 2) / negatives;
          sum += data.weight(row) * wins[row];
        } else {
          wins[row] = (positives - positivesBelow - tiedPositives / 2) / positives;
        }
      }
      negativesBelow += tiedNegatives;
      positivesBelow += tiedPositives;
      from = to;
    }
    double auc = sum / positives;
    double m = data.weightSum();
    for (int i = 0; i < n; i++) {
      double side = (int) data.target(i) == k ? positives : negatives;
      // Each side has a sample variance of its own, with divisor n - 1 of its n observations
      // (DeLong, eq. 5), where Score divides by that of all rows.
      double own = (int) data.target(i) == k ? ofClass : all - ofClass;
      double divisor = Math.sqrt((all - 1) / all * own / (own - 1));
      influence[i] += share * m / side * divisor * (wins[i] - auc);
    }
    return share * auc;
  }

  private static double margin(Predictions p, int row) {
    return p.outputs() == 1 ? p.score(row, 0) : p.score(row, 1) - p.score(row, 0);
  }
}
