package dev.ridgeline.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.DenseFeatures;
import dev.ridgeline.data.Task;
import dev.ridgeline.linalg.RandomStream;
import dev.ridgeline.losses.LogisticLoss;
import dev.ridgeline.losses.SoftmaxCrossEntropy;
import dev.ridgeline.losses.SquaredLoss;
import dev.ridgeline.model.Predictions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MetricTest {
  private static final List<String> TWO = List.of("no", "yes");
  private static final List<String> THREE = List.of("a", "b", "c");

  private static Dataset classes(List<String> names, double... targets) {
    return Dataset.classification(
        new DenseFeatures(new double[targets.length], targets.length, 1), targets, names);
  }

  private static Dataset numbers(double... targets) {
    return Dataset.regression(
        new DenseFeatures(new double[targets.length], targets.length, 1), targets);
  }

  private static Predictions logits(double... z) {
    return new Predictions(z, 1, new LogisticLoss(), TWO);
  }

  private static Predictions values(double... f) {
    return new Predictions(f, 1, new SquaredLoss(), List.of());
  }

  // ---- by hand

  @Test
  void accuracy_is_the_share_of_right_classes_with_the_binomial_error() {
    Score score = Metric.ACCURACY.score(logits(-1, 2, 3, -4, 5), classes(TWO, 0, 1, 1, 1, 1));
    assertEquals(0.8, score.value(), 1e-15);
    assertEquals(Math.sqrt(0.8 * 0.2 / 4), score.standardError(), 1e-15);
  }

  @Test
  void log_loss_is_the_mean_of_minus_log_of_the_probability_of_the_right_class() {
    // Probabilities of yes: 3/4 and 1/5; right are yes and no.
    Score score = Metric.LOG_LOSS.score(logits(Math.log(3), Math.log(0.25)), classes(TWO, 1, 0));
    double a = -Math.log(0.75);
    double b = -Math.log(0.8);
    assertEquals((a + b) / 2, score.value(), 1e-15);
    // Two rows: sqrt(((a - b) / 2)^2 * 2 / 2)
    assertEquals(Math.abs(a - b) / 2, score.standardError(), 1e-15);
  }

  @Test
  void log_loss_stays_finite_for_a_confident_mistake() {
    Score score = Metric.LOG_LOSS.score(logits(800, 0), classes(TWO, 0, 1));
    assertTrue(Double.isFinite(score.value()), score.toString());
    assertTrue(score.value() > 300);
    assertTrue(Double.isFinite(score.standardError()));
  }

  @Test
  void auc_of_the_textbook_four_rows_is_three_quarters() {
    // Of the four pairs (yes, no) only 0.35 against 0.4 is in the wrong order.
    Score score = Metric.AUC.score(logits(0.1, 0.4, 0.35, 0.8), classes(TWO, 0, 0, 1, 1));
    assertEquals(0.75, score.value(), 1e-15);
    // The yes rows win 1/2 and 1, the no rows lose to 1 and 1/2: both variances are 1/8.
    assertEquals(Math.sqrt(1 / 8.0 / 2 + 1 / 8.0 / 2), score.standardError(), 1e-15);
  }

  @Test
  void auc_of_a_constant_score_is_one_half() {
    assertEquals(0.5, Metric.AUC.score(logits(1, 1, 1), classes(TWO, 0, 1, 1)).value());
    assertEquals(1, Metric.AUC.score(logits(-1, 1, 2), classes(TWO, 0, 1, 1)).value());
    assertEquals(0, Metric.AUC.score(logits(3, 1, 2), classes(TWO, 0, 1, 1)).value());
    assertEquals(0.5, Metric.AUC.score(logits(-0.0, 0.0), classes(TWO, 0, 1)).value());
  }

  @Test
  void f1_of_two_right_one_false_and_one_missed_is_two_thirds() {
    Score score = Metric.F1.score(logits(1, 1, 1, -1, -1), classes(TWO, 1, 1, 0, 1, 0));
    assertEquals(2 / 3.0, score.value(), 1e-15);
  }

  @Test
  void rmse_and_r2_by_hand() {
    // Residuals 1, -1, 2, 0: mean square 6 / 4; deviations from the mean 3: 9 + 1 + 1 + 9 = 20.
    Predictions p = values(1, 1, 6, 6);
    Dataset data = numbers(0, 2, 4, 6);
    Score rmse = Metric.RMSE.score(p, data);
    assertEquals(Math.sqrt(1.5), rmse.value(), 1e-15);
    // Squares 1, 1, 4, 0 about 1.5: 0.25 + 0.25 + 6.25 + 2.25 = 9; se of the mean sqrt(9 / 12).
    assertEquals(Math.sqrt(9 / 12.0) / (2 * Math.sqrt(1.5)), rmse.standardError(), 1e-15);
    assertEquals(1 - 6 / 20.0, Metric.R2.score(p, data).value(), 1e-15);
  }

  @Test
  void a_perfect_fit_has_no_error() {
    Dataset data = numbers(1, 2, 4);
    assertEquals(new Score(0, 0), Metric.RMSE.score(values(1, 2, 4), data));
    assertEquals(new Score(1, 0), Metric.R2.score(values(1, 2, 4), data));
  }

  // ---- more than two classes

  @Test
  void with_three_classes_f1_is_the_mean_over_classes() {
    // Predicted a a b b c c against a b b b c a.
    double[] z = {9, 0, 0, 9, 0, 0, 0, 9, 0, 0, 9, 0, 0, 0, 9, 0, 0, 9};
    Predictions p = new Predictions(z, 3, new SoftmaxCrossEntropy(), THREE);
    Dataset data = classes(THREE, 0, 1, 1, 1, 2, 0);
    // a: 1 right of 2 predicted and 2 actual: 1/2; b: 2 of 2 and 3: 4/5; c: 1 of 2 and 1: 2/3.
    assertEquals((0.5 + 0.8 + 2 / 3.0) / 3, Metric.F1.score(p, data).value(), 1e-15);
    assertEquals(4 / 6.0, Metric.ACCURACY.score(p, data).value(), 1e-15);
  }

  @Test
  void with_three_classes_auc_is_the_mean_of_each_against_the_rest() {
    int n = 60;
    RandomStream random = new RandomStream(6);
    double[] z = new double[3 * n];
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      y[i] = random.below(i, 3);
      for (int k = 0; k < 3; k++) {
        z[3 * i + k] = random.gaussian(1000 + 3L * i + k) + (y[i] == k ? 1 : 0);
      }
    }
    Predictions p = new Predictions(z, 3, new SoftmaxCrossEntropy(), THREE);
    double mean = 0;
    for (int k = 0; k < 3; k++) {
      double[] score = new double[n];
      boolean[] positive = new boolean[n];
      for (int i = 0; i < n; i++) {
        double sum = Math.exp(z[3 * i]) + Math.exp(z[3 * i + 1]) + Math.exp(z[3 * i + 2]);
        score[i] = Math.exp(z[3 * i + k]) / sum;
        positive[i] = y[i] == k;
      }
      mean += pairs(score, positive, ones(n)) / 3;
    }
    assertEquals(mean, Metric.AUC.score(p, classes(THREE, y)).value(), 1e-14);
  }

  // ---- brute force

  private static double[] ones(int n) {
    double[] w = new double[n];
    Arrays.fill(w, 1);
    return w;
  }

  private static double kernel(double positive, double negative) {
    return positive > negative ? 1 : positive == negative ? 0.5 : 0;
  }

  /** The weighted share of pairs in the right order. */
  private static double pairs(double[] score, boolean[] positive, double[] w) {
    double sum = 0;
    double total = 0;
    for (int i = 0; i < score.length; i++) {
      for (int j = 0; j < score.length; j++) {
        if (positive[i] && !positive[j]) {
          sum += w[i] * w[j] * kernel(score[i], score[j]);
          total += w[i] * w[j];
        }
      }
    }
    return sum / total;
  }

  /** S10 / m + S01 / n of DeLong, DeLong and Clarke-Pearson (1988), with their sample variances. */
  private static double deLong(double[] score, boolean[] positive) {
    double auc = pairs(score, positive, ones(score.length));
    double s10 = 0;
    double s01 = 0;
    int m = (int) IntStream.range(0, score.length).filter(i -> positive[i]).count();
    int n = score.length - m;
    for (int i = 0; i < score.length; i++) {
      double v = 0;
      for (int j = 0; j < score.length; j++) {
        if (positive[i] && !positive[j]) {
          v += kernel(score[i], score[j]) / n;
        } else if (!positive[i] && positive[j]) {
          v += kernel(score[j], score[i]) / m;
        }
      }
      if (positive[i]) {
        s10 += (v - auc) * (v - auc) / (m - 1);
      } else {
        s01 += (v - auc) * (v - auc) / (n - 1);
      }
    }
    return Math.sqrt(s10 / m + s01 / n);
  }

  @Test
  void auc_counts_pairs_with_ties_and_weights_and_has_delongs_error() {
    for (int round = 0; round < 20; round++) {
      int n = 12 + 5 * round;
      RandomStream random = new RandomStream(round);
      double[] score = new double[n];
      double[] target = new double[n];
      double[] weight = new double[n];
      boolean[] positive = new boolean[n];
      for (int i = 0; i < n; i++) {
        positive[i] = i % 4 == 0;
        target[i] = positive[i] ? 1 : 0;
        score[i] = random.below(i, 8) + (positive[i] ? 2 : 0); // many ties
        weight[i] = random.below(1000 + i, 3) + (i < 4 ? 1 : 0);
      }
      Dataset data = classes(TWO, target);
      Score plain = Metric.AUC.score(logits(score), data);
      assertEquals(pairs(score, positive, ones(n)), plain.value(), 1e-14);
      assertEquals(deLong(score, positive), plain.standardError(), 1e-14);
      assertEquals(
          pairs(score, positive, weight),
          Metric.AUC.score(logits(score), data.withWeights(weight)).value(),
          1e-14);
      // Two logits count by their difference.
      double[] both = new double[2 * n];
      for (int i = 0; i < n; i++) {
        both[2 * i] = 7 - score[i];
        both[2 * i + 1] = 7;
      }
      Predictions two = new Predictions(both, 2, new SoftmaxCrossEntropy(), TWO);
      assertEquals(plain.value(), Metric.AUC.score(two, data).value(), 1e-14);
    }
  }

  @Test
  void a_weight_of_k_counts_as_k_rows_in_value_and_error() {
    double[] z = {1.5, -0.5, 0.25, 2, -2, 0.5};
    double[] y = {1, 0, 0, 1, 1, 0};
    double[] w = {2, 3, 1, 1, 3, 2};
    int[] repeated = {0, 0, 1, 1, 1, 2, 3, 4, 4, 4, 5, 5};
    double[] more = Arrays.stream(repeated).mapToDouble(i -> z[i]).toArray();
    Dataset few = classes(TWO, y).withWeights(w);
    Dataset many = classes(TWO, y).select(repeated);
    for (Metric metric : Metric.values()) {
      boolean numbers = metric.task() == Task.REGRESSION;
      Dataset one = numbers ? numbers(y).withWeights(w) : few;
      Dataset other = numbers ? numbers(y).select(repeated) : many;
      Score byWeight = metric.score(numbers ? values(z) : logits(z), one);
      Score byRows = metric.score(numbers ? values(more) : logits(more), other);
      assertEquals(byRows.value(), byWeight.value(), 1e-14, metric.label());
      assertEquals(byRows.standardError(), byWeight.standardError(), 1e-14, metric.label());
    }
  }

  @Test
  void relative_weights_have_the_errors_of_their_ratios_whatever_they_sum_to() {
    double[] z = {1.5, -0.5, 0.25, 2, -2, 0.5, 0.1, -0.3};
    double[] y = {1, 0, 0, 1, 1, 0, 1, 0};
    double[] w = {0.5, 2, 1, 1.25, 1, 0.75, 3, 1};
    double[] shares = Arrays.stream(w).map(v -> v / 1000).toArray();
    double[] equal = new double[8];
    Arrays.fill(equal, 1.0 / 8);
    for (Metric metric : Metric.values()) {
      boolean numbers = metric.task() == Task.REGRESSION;
      Dataset data = numbers ? numbers(y) : classes(TWO, y);
      Predictions predictions = numbers ? values(z) : logits(z);
      Score one = metric.score(predictions, data.withWeights(w));
      Score other = metric.score(predictions, data.withWeights(shares));
      assertEquals(one.value(), other.value(), 1e-14, metric.label());
      assertEquals(one.standardError(), other.standardError(), 1e-14, metric.label());
      Score plain = metric.score(predictions, data);
      Score eighths = metric.score(predictions, data.withWeights(equal));
      assertEquals(plain.standardError(), eighths.standardError(), 1e-14, metric.label());
    }
  }

  /** By many data sets: half of the rows of a rare class, with ten times its weight. */
  @Test
  void the_error_of_a_class_weighted_mean_is_its_spread_over_data_sets() {
    int sets = 4000;
    double[] means = new double[sets];
    double errors = 0;
    for (int s = 0; s < sets; s++) {
      RandomStream random = new RandomStream(s);
      double[] z = new double[60];
      double[] y = new double[60];
      for (int i = 0; i < 60; i++) {
        y[i] = i < 12 ? 1 : 0;
        z[i] = random.gaussian(i) + (i < 12 ? 0.5 : -0.5);
      }
      Dataset data = classes(TWO, y).withClassWeights(Map.of(TWO.get(1), 10.0));
      Score score = Metric.LOG_LOSS.score(logits(z), data);
      means[s] = score.value();
      errors += score.standardError() * score.standardError() / sets;
    }
    double mean = Arrays.stream(means).average().orElseThrow();
    double variance = Arrays.stream(means).map(m -> (m - mean) * (m - mean)).sum() / (sets - 1);
    // Classes have fixed sizes here and differ little in loss; the estimate of a variance from 4000
    // sets is good to 2.2 %. Taking the weight 10 for a count would be off by a factor of 7.
    assertEquals(variance, errors, 0.15 * variance);
  }

  // ---- standard errors against the jackknife, which leaves out one row at a time

  @Test
  void the_errors_of_f1_rmse_and_r2_agree_with_the_jackknife() {
    int n = 200;
    RandomStream random = new RandomStream(15);
    double[] z = new double[n];
    double[] y = new double[n];
    double[] f = new double[n];
    double[] t = new double[n];
    double[] three = new double[3 * n];
    double[] c = new double[n];
    for (int i = 0; i < n; i++) {
      z[i] = random.gaussian(i);
      y[i] = z[i] + random.gaussian(n + i) > 0.3 ? 1 : 0;
      f[i] = 2 * random.gaussian(2L * n + i);
      t[i] = f[i] + random.gaussian(3L * n + i);
      c[i] = random.below(4L * n + i, 3);
      for (int k = 0; k < 3; k++) {
        three[3 * i + k] = random.gaussian(5L * n + 3L * i + k) + (c[i] == k ? 1 : 0);
      }
    }
    agreesWithJackknife(Metric.F1, z, 1, classes(TWO, y));
    agreesWithJackknife(Metric.AUC, z, 1, classes(TWO, y));
    agreesWithJackknife(Metric.LOG_LOSS, z, 1, classes(TWO, y));
    agreesWithJackknife(Metric.F1, three, 3, classes(THREE, c));
    agreesWithJackknife(Metric.AUC, three, 3, classes(THREE, c));
    agreesWithJackknife(Metric.RMSE, f, 1, numbers(t));
    agreesWithJackknife(Metric.R2, f, 1, numbers(t));
  }

  private static void agreesWithJackknife(Metric metric, double[] scores, int k, Dataset data) {
    int n = data.rows();
    double[] without = new double[n];
    for (int left = 0; left < n; left++) {
      int out = left;
      int[] rows = IntStream.range(0, n).filter(i -> i != out).toArray();
      double[] s = new double[(n - 1) * k];
      for (int i = 0; i < rows.length; i++) {
        System.arraycopy(scores, rows[i] * k, s, i * k, k);
      }
      without[left] = metric.score(predictions(s, k, data), data.select(rows)).value();
    }
    double mean = Arrays.stream(without).average().orElseThrow();
    double squares = Arrays.stream(without).map(v -> (v - mean) * (v - mean)).sum();
    double jackknife = Math.sqrt((n - 1.0) / n * squares);
    double found = metric.score(predictions(scores, k, data), data).standardError();
    assertEquals(jackknife, found, 0.03 * jackknife, metric.label());
  }

  private static Predictions predictions(double[] scores, int k, Dataset data) {
    return data.task() == Task.REGRESSION
        ? values(scores)
        : k == 1
            ? logits(scores)
            : new Predictions(scores, k, new SoftmaxCrossEntropy(), data.classNames());
  }

  // ---- not a number

  @Test
  void auc_is_nan_where_a_class_is_absent() {
    assertTrue(Double.isNaN(Metric.AUC.score(logits(1, 2), classes(TWO, 1, 1)).value()));
    assertTrue(Double.isNaN(Metric.AUC.score(logits(1, 2), classes(TWO, 0, 0)).value()));
  }

  @Test
  void auc_of_a_score_that_is_nan_is_nan() {
    Score score = Metric.AUC.score(logits(1, Double.NaN, 2), classes(TWO, 1, 0, 0));
    assertTrue(Double.isNaN(score.value()));
  }

  @Test
  void auc_with_a_single_row_of_a_class_has_a_value_but_no_error() {
    Score score = Metric.AUC.score(logits(1, 2, 3), classes(TWO, 0, 1, 0));
    assertEquals(0.5, score.value());
    assertTrue(Double.isNaN(score.standardError()));
  }

  @Test
  void f1_is_nan_where_a_class_is_neither_present_nor_predicted() {
    assertTrue(Double.isNaN(Metric.F1.score(logits(-1, -2), classes(TWO, 0, 0)).value()));
    assertEquals(0, Metric.F1.score(logits(1, -2), classes(TWO, 0, 0)).value());
  }

  @Test
  void r2_is_nan_where_all_targets_are_equal() {
    assertTrue(Double.isNaN(Metric.R2.score(values(1, 2), numbers(3, 3)).value()));
    assertTrue(Double.isNaN(Metric.R2.score(values(3, 3), numbers(3, 3)).value()));
    double[] tenths = new double[10];
    Arrays.fill(tenths, 0.1);
    assertTrue(Double.isNaN(Metric.R2.score(values(new double[10]), numbers(tenths)).value()));
  }

  @Test
  void a_single_row_has_no_standard_error() {
    Score score = Metric.ACCURACY.score(logits(1), classes(TWO, 1));
    assertEquals(1, score.value());
    assertTrue(Double.isNaN(score.standardError()));
    assertEquals("1.0000 +/- NaN", score.toString());
  }

  // ---- errors and words

  @Test
  void a_metric_of_the_other_task_is_refused() {
    assertEquals(
        "RMSE is for regression, found Dataset[2 x 1, 2 classes [no, yes]]",
        assertThrows(
                IllegalArgumentException.class,
                () -> Metric.RMSE.score(values(1, 2), classes(TWO, 0, 1)))
            .getMessage());
    assertEquals(
        "found 3 predictions for 2 rows",
        assertThrows(
                IllegalArgumentException.class,
                () -> Metric.AUC.score(logits(1, 2, 3), classes(TWO, 0, 1)))
            .getMessage());
  }

  @Test
  void a_metric_knows_its_name_and_direction() {
    assertEquals("log-loss", Metric.LOG_LOSS.label());
    assertFalse(Metric.LOG_LOSS.isHigherBetter());
    assertFalse(Metric.RMSE.isHigherBetter());
    assertTrue(Metric.AUC.isHigherBetter());
    assertTrue(Metric.R2.isHigherBetter());
    assertEquals(Task.REGRESSION, Metric.R2.task());
  }
}
