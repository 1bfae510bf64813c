package dev.ridgeline.select;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.DenseFeatures;
import dev.ridgeline.data.KFold;
import dev.ridgeline.data.Split;
import dev.ridgeline.doubles.FakeModel;
import dev.ridgeline.doubles.PlainSgd;
import dev.ridgeline.doubles.Ridge;
import dev.ridgeline.evaluate.Metric;
import dev.ridgeline.layers.Dense;
import dev.ridgeline.layers.Tanh;
import dev.ridgeline.linalg.RandomStream;
import dev.ridgeline.losses.LogisticLoss;
import dev.ridgeline.losses.SquaredLoss;
import dev.ridgeline.model.Learner;
import dev.ridgeline.model.Model;
import dev.ridgeline.model.WeightSummary;
import dev.ridgeline.train.Trainer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleFunction;
import org.junit.jupiter.api.Test;

/**
 * Models that predict x + a, for targets 0 and features 1 and -1 in turn: on ten rows the loss is
 * (a^2 + 1) / 2, with standard error a / 3.
 */
class LambdaSearchTest {
  private final Dataset ten = alternating(10);

  private static Dataset alternating(int n) {
    double[] x = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = i % 2 == 0 ? 1 : -1;
    }
    return Dataset.regression(new DenseFeatures(x, n, 1), new double[n]);
  }

  private static Model shifted(double a) {
    return new FakeModel(
        x -> {
          double[] z = new double[x.rows()];
          for (int i = 0; i < z.length; i++) {
            z[i] = x.get(i, 0) + a;
          }
          return z;
        },
        1,
        new SquaredLoss(),
        List.of(),
        new WeightSummary(1 / (1 + a), 3, 4));
  }

  /** The shift that makes the loss on ten rows a given number. */
  private static double shiftOf(double loss) {
    return Math.sqrt(2 * loss - 1);
  }

  private record Fake(DoubleFunction<Model> models) implements Learner {
    @Override
    public Model fit(Dataset train, Dataset dev, double lambda) {
      return models.apply(lambda);
    }

    @Override
    public String description() {
      return "fake learner";
    }
  }

  /** A search over the keys of a map from lambda to dev loss. */
  private SearchResult search(Map<Double, Double> losses) {
    double[] lambdas = losses.keySet().stream().mapToDouble(Double::doubleValue).toArray();
    return LambdaSearch.over(LambdaGrid.of(lambdas))
        .run(new Fake(lambda -> shifted(shiftOf(losses.get(lambda)))), ten, ten);
  }

  private static double[] lambdas(SearchResult result) {
    return result.trials().stream().mapToDouble(Trial::lambda).toArray();
  }

  // ---- the choice

  @Test
  void min_takes_the_least_dev_loss_and_the_other_rule_the_largest_lambda_within_its_error() {
    // The least is 5, at a = 3, with standard error 1.
    SearchResult result = search(Map.of(0.1, 9.0, 1.0, 5.0, 3.0, 5.5, 10.0, 5.99, 30.0, 6.01));
    assertEquals(5, result.best(Rule.MIN).devLoss().value(), 1e-12);
    assertEquals(1, result.best(Rule.MIN).devLoss().standardError(), 1e-12);
    assertEquals(1, result.best(Rule.MIN).lambda());
    assertEquals(10, result.best(Rule.ONE_STANDARD_ERROR).lambda());
    assertEquals(1, result.chosen().lambda());
    assertEquals(5, result.trials().size());
    assertEquals("10 dev rows", result.heldOut());
    assertTrue(result.test().isEmpty());
  }

  @Test
  void dev_weights_that_sum_to_1_change_no_score_error_or_verdict() {
    Map<Double, Double> losses = Map.of(0.1, 9.0, 1.0, 5.0, 10.0, 5.99, 30.0, 50.0);
    double[] tenths = new double[10];
    Arrays.fill(tenths, 0.1);
    SearchResult relative =
        LambdaSearch.over(LambdaGrid.of(0.1, 1, 10, 30))
            .run(
                new Fake(lambda -> shifted(shiftOf(losses.get(lambda)))),
                ten,
                ten.withWeights(tenths));
    List<Trial> plain = search(losses).trials();
    for (int t = 0; t < 4; t++) {
      Trial trial = relative.trials().get(t);
      assertEquals(plain.get(t).devLoss().value(), trial.devLoss().value(), 1e-12);
      assertEquals(plain.get(t).devLoss().standardError(), trial.devLoss().standardError(), 1e-12);
      assertEquals(plain.get(t).verdict(), trial.verdict());
    }
  }

  @Test
  void the_rule_of_the_search_chooses() {
    Map<Double, Double> losses = Map.of(1.0, 5.0, 10.0, 5.5, 100.0, 50.0);
    SearchResult result =
        LambdaSearch.over(LambdaGrid.of(1, 10, 100))
            .withRule(Rule.ONE_STANDARD_ERROR)
            .run(new Fake(lambda -> shifted(shiftOf(losses.get(lambda)))), ten, ten);
    assertEquals(10, result.chosen().lambda());
    assertEquals(Rule.ONE_STANDARD_ERROR, result.rule());
  }

  @Test
  void of_equal_dev_losses_the_larger_lambda_is_chosen() {
    assertEquals(3, search(Map.of(1.0, 5.0, 2.0, 5.0, 3.0, 5.0, 4.0, 5.1)).chosen().lambda());
  }

  @Test
  void scores_and_summaries_of_a_trial_are_those_of_its_model() {
    Trial trial = search(Map.of(1.0, 5.0)).trials().get(0);
    assertEquals(5, trial.trainLoss().value(), 1e-12);
    assertEquals(10, trial.trainError().value(), 1e-12); // the mean square, twice the loss
    assertEquals(10, trial.devError().value(), 1e-12);
    assertEquals(new WeightSummary(0.25, 3, 4), trial.weights());
    assertEquals(Verdict.JUST_RIGHT, trial.verdict());
  }

  @Test
  void a_model_that_predicts_nan_is_refused_with_its_lambda() {
    Fake learner = new Fake(lambda -> shifted(lambda == 0 ? Double.NaN : 1));
    assertEquals(
        "the training loss at lambda 0 is NaN: the model's predictions are not finite; leave this"
            + " lambda out, or look for extreme values in the data",
        assertThrows(
                ArithmeticException.class,
                () -> LambdaSearch.over(LambdaGrid.of(0, 1)).run(learner, ten, ten))
            .getMessage());
  }

  @Test
  void a_fit_that_diverges_is_reported_with_its_lambda() {
    Fake learner =
        new Fake(
            lambda -> {
              if (lambda == 100) {
                throw new ArithmeticException("the training loss is NaN at step 7");
              }
              return shifted(1);
            });
    for (int threads : new int[] {1, 3}) {
      LambdaSearch search = LambdaSearch.over(LambdaGrid.of(1, 10, 100)).withThreads(threads);
      assertEquals(
          "at lambda 100: the training loss is NaN at step 7",
          assertThrows(ArithmeticException.class, () -> search.run(learner, ten, ten))
              .getMessage());
    }
  }

  // ---- k-fold

  @Test
  void over_folds_means_are_weighted_by_rows_and_errors_come_from_the_spread() {
    // Fold 0 holds one row of loss 1, fold 1 one of loss 2, fold 2 two of loss 3.
    double[] x = {Math.sqrt(2), 2, Math.sqrt(6), -Math.sqrt(6)};
    Dataset data = Dataset.regression(new DenseFeatures(x, 4, 1), new double[4]);
    KFold folds = KFold.given(data, new int[] {0, 1, 2, 2});
    Trial trial =
        LambdaSearch.over(LambdaGrid.of(1))
            .run(new Fake(lambda -> shifted(0)), data, folds)
            .trials()
            .get(0);
    // (1 + 2 + 2 * 3) / 4; squares 1.5625 + 0.0625 + 2 * 0.5625 over 4, divided by 3 - 1 folds.
    assertEquals(2.25, trial.devLoss().value(), 1e-14);
    assertEquals(Math.sqrt(0.6875 / 2), trial.devLoss().standardError(), 1e-14);
    assertEquals(4.5, trial.devError().value(), 1e-14);
    // The training rows of the folds: (2 + 3 + 3) / 3, (1 + 3 + 3) / 3 and (1 + 2) / 2.
    assertEquals((8 / 3.0 + 7 / 3.0 + 2 * 1.5) / 4, trial.trainLoss().value(), 1e-14);
  }

  @Test
  void every_lambda_meets_the_same_folds_at_its_own_strength_and_the_kept_models_all_rows() {
    Dataset data = alternating(12);
    List<String> calls = new ArrayList<>();
    Learner learner =
        new Learner() {
          @Override
          public Model fit(Dataset train, Dataset dev, double lambda) {
            calls.add(lambda + ": " + train.rows() + ", " + dev.rows());
            return shifted(train.rows() == 12 ? 7 : lambda);
          }

          @Override
          public String description() {
            return "recorder";
          }
        };
    int[] twoOfEach = {0, 0, 1, 1, 2, 2, 0, 0, 1, 1, 2, 2};
    SearchResult result =
        LambdaSearch.over(LambdaGrid.of(1.5, 3)).run(learner, data, KFold.given(data, twoOfEach));
    Collections.sort(calls);
    List<String> expected = new ArrayList<>();
    // A fold trains on 8 of 12 rows: lambda / 12 is the strength of the kept model, and of a fold's
    // at
    // 8 / 12 lambda.
    for (double lambda : List.of(1.5, 3.0)) {
      expected.add(lambda + ": 12, 4");
      expected.addAll(Collections.nCopies(3, lambda * 8 / 12 + ": 8, 4"));
    }
    Collections.sort(expected);
    assertEquals(expected, calls);
    assertEquals("3 folds", result.heldOut());
    assertEquals(8, result.chosen().model().scores(ten.features())[0], "fitted to all rows");
    assertEquals(1, result.trials().get(0).devLoss().value(), 1e-12); // (1 + 1) / 2
  }

  // ---- the test set

  @Test
  void the_test_set_is_looked_at_once_and_by_the_chosen_model_only() {
    Dataset test = alternating(6);
    List<Double> looks = new ArrayList<>();
    Fake learner =
        new Fake(
            lambda ->
                new FakeModel(
                    x -> {
                      if (x.rows() == 6) {
                        looks.add(lambda);
                      }
                      return shifted(lambda == 2 ? 0 : 1).scores(x);
                    },
                    1,
                    new SquaredLoss(),
                    List.of(),
                    WeightSummary.EMPTY));
    SearchResult result =
        LambdaSearch.over(LambdaGrid.of(1, 2, 3))
            .run(learner, new Split(ten, alternating(8), test));
    assertEquals(List.of(2.0), looks);
    assertEquals(0.5, result.test().orElseThrow().loss().value());
    assertEquals(1, result.test().orElseThrow().get(Metric.RMSE).value());
    assertTrue(result.toString().contains("test, looked at once: RMSE 1.0000"));
    assertTrue(
        assertThrows(IllegalStateException.class, () -> result.withTest(test))
            .getMessage()
            .startsWith("the test set was looked at already: RMSE 1.0000"));
    assertEquals(List.of(2.0), looks);
  }

  // ---- beyond the grid

  @Test
  void a_search_goes_on_while_the_largest_lambda_is_the_best() {
    // Best at 1000.
    Fake learner = new Fake(lambda -> shifted(Math.abs(Math.log10(lambda) - 3)));
    LambdaSearch search = LambdaSearch.over(LambdaGrid.of(1, 10));
    assertArrayEquals(new double[] {1, 10}, lambdas(search.run(learner, ten, ten)));
    assertArrayEquals(
        new double[] {1, 10, 100}, lambdas(search.withExtensions(1).run(learner, ten, ten)));
    SearchResult far = search.withExtensions(9).run(learner, ten, ten);
    assertArrayEquals(new double[] {1, 10, 100, 1000, 10_000}, lambdas(far));
    assertEquals(1000, far.chosen().lambda());
    assertEquals(List.of(), far.notes());
  }

  @Test
  void lambda_0_alone_is_not_extended() {
    SearchResult result =
        LambdaSearch.over(LambdaGrid.of(0))
            .withExtensions(3)
            .run(new Fake(lambda -> shifted(1)), ten, ten);
    assertEquals(1, result.trials().size());
  }

  @Test
  void an_extension_that_is_refused_or_diverges_is_noted_and_ends_the_search() {
    for (RuntimeException failure :
        List.of(new IllegalArgumentException("too much"), new ArithmeticException("too much"))) {
      AtomicInteger asked = new AtomicInteger();
      Fake learner =
          new Fake(
              lambda -> {
                if (lambda > 10) {
                  asked.incrementAndGet();
                  throw failure;
                }
                return shifted(1 / lambda);
              });
      SearchResult result =
          LambdaSearch.over(LambdaGrid.of(1, 10)).withExtensions(3).run(learner, ten, ten);
      assertEquals(1, asked.get());
      assertEquals(10, result.chosen().lambda());
      assertEquals(1, result.notes().size());
      String note = result.notes().get(0);
      assertTrue(note.startsWith("lambda 100 was not tried: "), note);
      assertTrue(note.endsWith("too much"), note);
      assertTrue(result.toString().contains("note: " + note + "\n"));
    }
  }

  // ---- threads and warm starts

  @Test
  void the_number_of_threads_does_not_change_a_bit() {
    RandomStream random = new RandomStream(3);
    double[] x = new double[80];
    double[] y = new double[40];
    for (int i = 0; i < 80; i++) {
      x[i] = random.gaussian(i);
    }
    for (int i = 0; i < 40; i++) {
      y[i] = x[2 * i] + 0.5 * random.gaussian(1000 + i) > 0 ? 1 : 0;
    }
    Dataset data = Dataset.classification(new DenseFeatures(x, 40, 2), y, List.of("no", "yes"));
    Learner learner =
        Trainer.builder(new LogisticLoss(), new PlainSgd(0.1))
            .layers(new Dense(4), new Tanh(), new Dense(1))
            .batchSize(8)
            .epochs(5)
            .build()
            .learner(new Ridge());
    LambdaSearch one = LambdaSearch.over(LambdaGrid.of(0, 0.1, 1, 10));
    KFold folds = KFold.of(data, 4, 1);
    for (int threads : new int[] {2, 5, 50}) {
      LambdaSearch more = one.withThreads(threads);
      assertSameBits(one.run(learner, data, data), more.run(learner, data, data));
      assertSameBits(one.run(learner, data, folds), more.run(learner, data, folds));
    }
  }

  private static void assertSameBits(SearchResult a, SearchResult b) {
    assertEquals(a.toString(), b.toString());
    for (int i = 0; i < a.trials().size(); i++) {
      assertEquals(a.trials().get(i).devLoss(), b.trials().get(i).devLoss());
      assertEquals(a.trials().get(i).weights(), b.trials().get(i).weights());
    }
  }

  @Test
  void a_learner_that_starts_warm_sees_all_lambdas_at_once() {
    List<String> calls = new ArrayList<>();
    Learner warm =
        new Learner() {
          @Override
          public Model fit(Dataset train, Dataset dev, double lambda) {
            return shifted(lambda);
          }

          @Override
          public List<Model> fitAll(Dataset train, Dataset dev, double[] lambdas) {
            calls.add(Arrays.toString(lambdas));
            return Learner.super.fitAll(train, dev, lambdas);
          }

          @Override
          public boolean startsWarm() {
            return true;
          }

          @Override
          public String description() {
            return "warm";
          }
        };
    SearchResult result = LambdaSearch.over(LambdaGrid.of(2, 1, 3)).run(warm, ten, ten);
    assertEquals(List.of("[1.0, 2.0, 3.0]"), calls);
    assertEquals(1, result.chosen().lambda());
  }

  @Test
  void numbers_out_of_range_are_refused() {
    LambdaSearch search = LambdaSearch.over(LambdaGrid.standard());
    assertEquals(
        "a search needs threads >= 1 and extensions >= 0, found 0 and 0",
        assertThrows(IllegalArgumentException.class, () -> search.withThreads(0)).getMessage());
    assertEquals(
        "a search needs threads >= 1 and extensions >= 0, found 1 and -1",
        assertThrows(IllegalArgumentException.class, () -> search.withExtensions(-1)).getMessage());
  }

  @Test
  void advice_is_given_at_the_ends_of_the_grid_only() {
    assertEquals(
        "the best lambda is the largest of the grid: try larger ones, such as 100",
        search(Map.of(1.0, 6.0, 10.0, 5.0)).advice().orElseThrow());
    assertEquals(
        "the best lambda is the smallest of the grid: try smaller ones, such as 0.1",
        search(Map.of(1.0, 5.0, 10.0, 6.0)).advice().orElseThrow());
    assertFalse(search(Map.of(1.0, 6.0, 10.0, 5.0, 20.0, 6.0)).advice().isPresent());
    assertFalse(search(Map.of(0.0, 5.0, 10.0, 6.0)).advice().isPresent());
    assertFalse(search(Map.of(1.0, 5.0)).advice().isPresent());
  }

  // ---- the table

  @Test
  void the_table_holds_every_figure_in_aligned_columns() {
    for (double size : new double[] {1, 2345.6789, 1e4}) {
      SearchResult result =
          search(Map.of(0.01, 9 * size, 1.0, 5 * size, 10.0, 5.0625 * size, 200.0, 50 * size))
              .withTest(ten);
      String[] lines = result.toString().split("\n");
      assertEquals(10, lines.length);
      assertEquals("fake learner", lines[0]);
      int verdict = lines[1].indexOf("verdict");
      for (int i = 0; i < 4; i++) {
        String line = lines[2 + i];
        Trial trial = result.trials().get(i);
        assertTrue(line.substring(verdict).startsWith(trial.verdict().toString()), line);
        // Figures end where the words above them end, with a blank or the next column behind.
        for (String word :
            List.of("lambda", "train MSE", "dev MSE", "train loss", "s.e.", "||W||", "zeros")) {
          int end = lines[1].indexOf(word) + word.length();
          assertTrue(line.charAt(end - 1) != ' ' && line.charAt(end) == ' ', word + ": " + line);
        }
        String figures = line.substring(0, verdict);
        for (double figure :
            new double[] {
              trial.lambda(),
              trial.trainError().value(),
              trial.devError().value(),
              trial.trainLoss().value(),
              trial.devLoss().value(),
              trial.devLoss().standardError(),
              trial.weights().norm()
            }) {
          assertTrue(figures.contains(Columns.number(figure)), figure + " in " + figures);
        }
        assertTrue(figures.contains("75.0 %"), figures);
      }
      assertTrue(lines[3].endsWith("just right  <- least dev loss"), lines[3]);
      assertEquals(size == 1, lines[4].endsWith("  <- simplest within one s.e."), lines[4]);
      assertEquals("chosen by least dev loss on 10 dev rows: lambda 1", lines[6]);
      assertTrue(lines[7].startsWith("J = 0.750000 = 0.500000 (mean squared loss"), lines[7]);
      assertEquals("fit: fake fit", lines[8]);
      assertTrue(lines[9].startsWith("test, looked at once: RMSE "), lines[9]);
    }
  }

  @Test
  void numbers_of_a_table_are_short() {
    assertEquals("0", Columns.number(0));
    assertEquals("1", Columns.number(1));
    assertEquals("100", Columns.number(100));
    assertEquals("0.01", Columns.number(0.01));
    assertEquals("0.3162", Columns.number(Math.sqrt(0.1)));
    assertEquals("-2.5", Columns.number(-2.5));
    assertEquals("1.23e-05", Columns.number(0.0000123456));
    assertEquals("1.23e+07", Columns.number(12_345_678));
    assertEquals("NaN", Columns.number(Double.NaN));
  }
}
