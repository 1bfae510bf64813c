package dev.ridgeline.select;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.DenseFeatures;
import dev.ridgeline.data.KFold;
import dev.ridgeline.doubles.Lasso;
import dev.ridgeline.doubles.Ridge;
import dev.ridgeline.linalg.Matrix;
import dev.ridgeline.linear.LinearFit;
import dev.ridgeline.linear.LinearModel;
import dev.ridgeline.losses.SquaredLoss;
import dev.ridgeline.model.Learner;
import dev.ridgeline.model.Model;
import dev.ridgeline.objective.Objective;
import dev.ridgeline.penalty.Penalty;
import dev.ridgeline.solver.Certificate;
import dev.ridgeline.solver.LinearProblem;
import dev.ridgeline.solver.Solution;
import dev.ridgeline.solver.Solver;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Features +-1 and a target that is twice the first one: the lasso's weight is 2 - lambda / 4. */
class LambdaPathTest {
  private final Dataset data =
      Dataset.regression(
              DenseFeatures.of(new double[][] {{1, 1}, {1, -1}, {-1, 1}, {-1, -1}}),
              new double[] {2, 2, -2, -2})
          .withFeatureNames(List.of("size", "noise"));
  private final LinearModel lasso = model(new Lasso());

  /** The lasso of the features above, in closed form. */
  private record Threshold() implements Solver {
    @Override
    public void check(LinearProblem problem) {}

    @Override
    public Solution solve(LinearProblem problem) {
      double w = Math.max(0, 2 - problem.lambda() / 4);
      return new Solution(
          Matrix.of(new double[] {w, 0}, 1, 2),
          new double[1],
          new Objective((2 - w) * (2 - w) / 2, problem.strength() * w, "squared", "lasso", 4),
          1,
          Certificate.of(Certificate.Measure.RELATIVE_DUALITY_GAP, 0, 1e-6, ""),
          "threshold");
    }

    @Override
    public String toString() {
      return "threshold";
    }
  }

  private static LinearModel model(Penalty penalty) {
    return new LinearModel(new SquaredLoss(), penalty, new Threshold(), false, true);
  }

  private record Blind() implements Learner {
    @Override
    public Model fit(Dataset train, Dataset dev, double lambda) {
      throw new AssertionError("not asked for");
    }

    @Override
    public String description() {
      return "network";
    }
  }

  private static String refusal(Class<? extends RuntimeException> type, Runnable call) {
    return assertThrows(type, call::run).getMessage();
  }

  // ---- the lambdas

  @Test
  void a_path_goes_from_lambda_max_to_a_share_of_it_in_equal_ratios() {
    double[] lambdas =
        LambdaPath.standard().withCount(4).withRatio(1e-3).grid(lasso, data).values();
    assertArrayEquals(new double[] {0.008, 0.08, 0.8, 8}, lambdas, 1e-14);
    assertEquals(8, lambdas[3], "lambda_max itself: 4 rows, times 2");
  }

  @Test
  void by_default_it_has_100_lambdas_and_ends_at_1e_4_of_the_first_or_at_1e_2_where_wide() {
    double[] tall = LambdaPath.standard().grid(lasso, data).values();
    assertEquals(100, tall.length);
    assertEquals(8e-4, tall[0], 1e-15);
    double[] square = LambdaPath.standard().grid(lasso, data.select(new int[] {0, 2})).values();
    assertEquals(1e-4, square[0] / square[99], 1e-15);
    Dataset wide = Dataset.regression(DenseFeatures.of(new double[][] {{1, 0}}), new double[] {3});
    double[] lambdas = LambdaPath.standard().grid(lasso.withIntercept(false), wide).values();
    assertEquals(3, lambdas[99]);
    assertEquals(0.03, lambdas[0], 1e-15);
  }

  @Test
  void a_ridge_path_begins_at_a_thousand_times_the_largest_gradient() {
    assertEquals(8000, model(new Ridge()).largestLambda(data).orElseThrow(), 1e-9);
    double[] lambdas = LambdaPath.standard().grid(model(new Ridge()), data).values();
    assertEquals(8000, lambdas[99], 1e-9);
  }

  @Test
  void given_lambdas_are_taken_from_the_largest_down() {
    LambdaGrid grid = LambdaGrid.of(1, 4, 2);
    LambdaPath path = LambdaPath.over(grid);
    assertSame(grid, path.grid(lasso, data));
    assertArrayEquals(
        new double[] {4, 2, 1},
        path.fit(lasso, data).steps().stream().mapToDouble(PathFit.Step::lambda).toArray());
    assertEquals(
        "the lambdas of this path were given, so it takes no ratio; use standard()",
        refusal(IllegalStateException.class, () -> path.withRatio(0.1)));
    assertEquals(
        "the lambdas of this path were given, so it takes no count; use standard()",
        refusal(IllegalStateException.class, () -> path.withCount(3)));
  }

  @Test
  void a_learner_without_a_largest_lambda_is_refused() {
    assertEquals(
        "no lambda is known at which the path of a network could begin; give lambdas, by"
            + " LambdaGrid",
        refusal(
            IllegalArgumentException.class, () -> LambdaPath.standard().grid(new Blind(), data)));
    assertSame(OptionalDouble.empty(), new Blind().largestLambda(data));
  }

  @Test
  void a_target_that_no_feature_goes_with_is_refused() {
    Dataset constant = Dataset.regression(data.features(), new double[] {3, 3, 3, 3});
    assertTrue(
        refusal(IllegalArgumentException.class, () -> LambdaPath.standard().grid(lasso, constant))
            .startsWith("lambda_max is 0: no feature goes with the target"));
  }

  @Test
  void numbers_out_of_range_are_refused() {
    LambdaPath path = LambdaPath.standard();
    assertEquals(
        "a path needs at least 2 lambdas, found 1",
        refusal(IllegalArgumentException.class, () -> path.withCount(1)));
    for (double bad : new double[] {0, 1, -1, Double.NaN}) {
      assertEquals(
          "the last lambda of a path is a share of the first above 0 and below 1, found " + bad,
          refusal(IllegalArgumentException.class, () -> path.withRatio(bad)));
    }
    for (double[] bad : new double[][] {{0, 1}, {Double.NaN, 1}, {0.9, -1}, {0.9, Double.NaN}}) {
      assertEquals(
          "a path stops at an explained share above 0 or a change of at least 0, found "
              + bad[0]
              + " and "
              + bad[1],
          refusal(IllegalArgumentException.class, () -> path.stopWhen(bad[0], bad[1])));
    }
  }

  @Test
  void a_path_says_what_it_goes_through() {
    assertEquals(
        "100 lambdas from lambda_max to 1e-4, or 1e-2 if wide, of it",
        LambdaPath.standard().toString());
    assertEquals(
        "7 lambdas from lambda_max to 0.25 of it, stopping at 0.999 of the deviance explained or a"
            + " change below 1.0E-5 of it",
        LambdaPath.standard().withCount(7).withRatio(0.25).stopWhen(0.999, 1e-5).toString());
    assertEquals("[1.0, 2.0]", LambdaPath.over(LambdaGrid.of(2, 1)).toString());
  }

  // ---- the fit

  @Test
  void every_step_says_how_many_weights_there_are_and_what_they_explain() {
    PathFit path = LambdaPath.over(LambdaGrid.of(9, 4, 0)).fit(lasso, data);
    assertEquals(List.of(0L, 1L, 1L), path.steps().stream().map(PathFit.Step::nonZero).toList());
    // Weights 0, 1 and 2 of 2: 1 - (2 - w)^2 / 4.
    assertArrayEquals(
        new double[] {0, 0.75, 1},
        path.steps().stream().mapToDouble(PathFit.Step::explained).toArray(),
        1e-15);
    assertFalse(path.stoppedEarly());
  }

  @Test
  void without_an_intercept_the_deviance_is_counted_from_a_prediction_of_0() {
    // Mean square 5 about 0; the fit misses by 1 everywhere. Objective by the solver above.
    Dataset shifted = Dataset.regression(data.features(), new double[] {3, 3, -1, -1});
    PathFit path = LambdaPath.over(LambdaGrid.of(4)).fit(lasso.withIntercept(false), shifted);
    assertEquals(1 - 0.5 / 2.5, path.steps().get(0).explained(), 1e-15);
  }

  @Test
  void sample_weights_count_in_the_deviance() {
    // Mean 1 with weights 3, 0, 1, 0: (3 * 1 + 9) / 4 / 2 = 1.5.
    Dataset weighted = data.withWeights(new double[] {3, 0, 1, 0});
    PathFit path = LambdaPath.over(LambdaGrid.of(4)).fit(lasso, weighted);
    assertEquals(1 - 0.5 / 1.5, path.steps().get(0).explained(), 1e-15);
  }

  @Test
  void where_nothing_is_to_explain_the_share_is_nan() {
    Dataset constant = Dataset.regression(data.features(), new double[4]);
    PathFit path = LambdaPath.over(LambdaGrid.of(9)).fit(lasso, constant);
    assertTrue(Double.isNaN(path.steps().get(0).explained()));
  }

  @Test
  void coefficients_are_found_by_name_along_the_path() {
    PathFit path = LambdaPath.over(LambdaGrid.of(9, 4, 0)).fit(lasso, data);
    assertArrayEquals(
        new double[] {0, 1, 2},
        path.coefficients("size", 0).stream().mapToDouble(c -> c.raw()).toArray());
    assertEquals("noise", path.coefficients("noise", 0).get(1).feature());
    assertEquals(
        "no feature is called 'age'; there are [size, noise]",
        refusal(IllegalArgumentException.class, () -> path.coefficients("age", 0)));
    assertThrows(IndexOutOfBoundsException.class, () -> path.coefficients("size", 1));
  }

  @Test
  void a_fit_is_found_by_its_lambda_and_by_no_other() {
    PathFit path = LambdaPath.over(LambdaGrid.of(9, 4, 0)).fit(lasso, data);
    LinearFit at4 = path.at(4 * (1 + 1e-10));
    assertSame(path.steps().get(1).fit(), at4);
    assertArrayEquals(new double[] {1, 1, -1, -1}, at4.scores(data.features()), 1e-15);
    assertSame(path.steps().get(2).fit(), path.at(0));
    assertEquals(
        "lambda 4.5 is not of this path, the nearest is 4; fit it apart, or give lambdas to the"
            + " path",
        refusal(IllegalArgumentException.class, () -> path.at(4.5)));
    assertThrows(IllegalArgumentException.class, () -> path.at(Double.NaN));
  }

  @Test
  void the_table_has_a_line_for_each_lambda_with_its_certificate() {
    List<String> lines =
        LambdaPath.over(LambdaGrid.of(9, 4)).fit(lasso, data).toString().lines().toList();
    assertEquals(5, lines.size());
    assertTrue(lines.get(0).startsWith("linear model with squared loss"), lines.get(0));
    assertTrue(lines.get(1).contains("non-zero  explained"), lines.get(1));
    assertTrue(lines.get(3).contains(" 4         1    75.00 %         0.5 "), lines.get(3));
    assertTrue(lines.get(3).contains("CERTIFIED: relative duality gap 0"), lines.get(3));
    assertEquals("2 of 2 certified", lines.get(4));
  }

  // ---- stopping

  @Test
  void a_path_stops_at_the_first_lambda_from_the_fifth_on_that_explains_enough() {
    double[] lambdas = IntStream.range(0, 9).mapToDouble(k -> 8 - k).toArray();
    LambdaPath path = LambdaPath.over(LambdaGrid.of(lambdas));
    // At lambda 8 - k the weight is k / 4, and 1 - (1 - k/8)^2 is explained: at k = 6 15/16.
    PathFit fit = path.stopWhen(0.93, 0).fit(lasso, data);
    assertEquals(7, fit.steps().size());
    assertTrue(fit.stoppedEarly());
    assertTrue(fit.toString().endsWith("7 of 7 certified, stopped as told before 9 lambdas\n"));
    assertEquals(5, path.stopWhen(0.1, 0).fit(lasso, data).steps().size());
    assertEquals(9, path.stopWhen(2, 0).fit(lasso, data).steps().size());
  }

  @Test
  void a_path_stops_where_a_lambda_adds_too_little() {
    double[] lambdas = IntStream.range(0, 9).mapToDouble(k -> 8 - k).toArray();
    LambdaPath path = LambdaPath.over(LambdaGrid.of(lambdas));
    // (1 - k/8)^2 falls by (17 - 2k) / 64: from k = 6 to 7 by 3/64, of 63/64 explained 0.0476.
    assertEquals(8, path.stopWhen(2, 0.05).fit(lasso, data).steps().size());
    assertEquals(9, path.stopWhen(2, 0.04).fit(lasso, data).steps().size());
  }

  // ---- the search

  @Test
  void a_search_goes_over_the_path_of_its_learner_on_the_rows_that_it_fits() {
    LambdaSearch search = LambdaSearch.over(LambdaPath.standard().withCount(3).withRatio(0.01));
    SearchResult byDevSet = search.run(lasso, data, data);
    assertArrayEquals(new double[] {0.08, 0.8, 8}, lambdas(byDevSet), 1e-14);
    // Every fold meets the lambdas of all rows.
    SearchResult byFolds = search.run(lasso, data, KFold.given(data, new int[] {0, 1, 1, 0}));
    assertArrayEquals(new double[] {0.08, 0.8, 8}, lambdas(byFolds), 1e-14);
  }

  @Test
  void a_search_over_a_path_that_stops_tries_what_the_path_gets_to() {
    double[] lambdas = IntStream.range(0, 9).mapToDouble(k -> 8 - k).toArray();
    LambdaPath path = LambdaPath.over(LambdaGrid.of(lambdas)).stopWhen(0.93, 0);
    assertArrayEquals(
        new double[] {2, 3, 4, 5, 6, 7, 8},
        lambdas(LambdaSearch.over(path).run(lasso, data, data)));
    assertEquals(
        "a path stops by the deviance that a LinearModel explains, found a network; leave stopWhen"
            + " out",
        refusal(IllegalArgumentException.class, () -> path.grid(new Blind(), data)));
  }

  @Test
  void where_no_model_beats_a_constant_the_advice_says_so() {
    Dataset opposite = Dataset.regression(data.features(), new double[] {-2, -2, 2, 2});
    SearchResult result = LambdaSearch.over(LambdaGrid.of(1, 9)).run(lasso, data, opposite);
    assertEquals(9, result.chosen().lambda());
    assertEquals(
        "at the best lambda all weights are 0: on the rows held out, no model was better than a"
            + " constant",
        result.advice().orElseThrow());
  }

  private static double[] lambdas(SearchResult result) {
    return result.trials().stream().mapToDouble(Trial::lambda).toArray();
  }
}
