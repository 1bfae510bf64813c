package dev.ridgeline.solvers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.FloatFeatures;
import dev.ridgeline.data.KFold;
import dev.ridgeline.linear.Coefficient;
import dev.ridgeline.linear.LinearFit;
import dev.ridgeline.linear.LinearModel;
import dev.ridgeline.losses.HuberLoss;
import dev.ridgeline.losses.SquaredLoss;
import dev.ridgeline.model.FoldLearner;
import dev.ridgeline.model.Model;
import dev.ridgeline.penalties.Box;
import dev.ridgeline.penalties.ElasticNet;
import dev.ridgeline.penalties.L1;
import dev.ridgeline.penalties.L2;
import dev.ridgeline.penalties.NonNegative;
import dev.ridgeline.penalty.Penalty;
import dev.ridgeline.penalty.PenaltyFactors;
import dev.ridgeline.select.LambdaGrid;
import dev.ridgeline.select.LambdaSearch;
import dev.ridgeline.select.SearchResult;
import dev.ridgeline.solver.LinearProblem;
import dev.ridgeline.solver.PathSolver;
import dev.ridgeline.solver.Solution;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Folds that share their sums against each fold's rows fitted by themselves, one lambda a time. */
class SharedPathsTest {
  private static final double TOLERANCE = 1e-9;
  private static final int FOLDS = 4;
  private static final String LARGE = "a fold of large numbers";
  private static final String SINGLE = "single precision";
  private static final double[] LAMBDAS = {80, 40, 20, 8, 3, 1, 0.2, 0.01};

  /** What is fitted to which data. */
  private record Case(String name, LinearModel model, Dataset data) {
    /** Whether rounding may leave sums that prove nothing, so that folds are fitted apart. */
    boolean isRounded() {
      return name.equals(LARGE) || name.equals(SINGLE);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** Solves one problem after the other, and knows nothing of folds. */
  private record Apart(CoordinateDescent base) implements PathSolver {
    @Override
    public void check(LinearProblem problem) {
      base.check(problem);
    }

    @Override
    public Solution solve(LinearProblem problem) {
      return base.solve(problem);
    }

    @Override
    public List<Solution> solvePath(
        LinearProblem problem, double[] lambdas, Predicate<Solution> stop) {
      return IntStream.range(0, lambdas.length)
          .mapToObj(k -> base.solve(problem.withLambda(lambdas[k])))
          .peek(stop::test)
          .toList();
    }
  }

  private static LinearModel model(Penalty penalty) {
    return new LinearModel(new SquaredLoss(), penalty, new AutoSolver(TOLERANCE, 1), true, true);
  }

  static Stream<Case> cases() {
    Dataset data = Problems.regression(120, 8, 11);
    double[] weights = IntStream.range(0, 120).mapToDouble(i -> i % 3).toArray();
    LinearModel lasso = model(new L1());
    PenaltyFactors factors = PenaltyFactors.ones().with(2, 0.5).with(5, 3);
    return Stream.of(
        new Case("l1", lasso, data),
        new Case("elastic-net", model(new ElasticNet(0.3)), data),
        new Case("ridge", model(new L2()), data),
        new Case("non-negative", model(new NonNegative(new L1())), data),
        new Case("box", model(new Box(-0.2, 0.3, new ElasticNet(0.5))), data),
        new Case("weights", lasso, data.withWeights(weights)),
        new Case("factors", lasso.withFactors(factors), data),
        new Case("not standardised", lasso.withStandardize(false), data),
        new Case("no intercept", lasso.withIntercept(false), data),
        new Case("neither", lasso.withStandardize(false).withIntercept(false), data),
        new Case("far from zero", lasso, moved(data, 1e7)),
        new Case("far from zero, as it is", lasso.withStandardize(false), moved(data, 1e4)),
        new Case(LARGE, lasso, withLargeFold(data)),
        new Case("constant but for a fold", lasso, withIndicator(data)),
        new Case(SINGLE, lasso, inSingle(data)));
  }

  private static Dataset moved(Dataset data, double by) {
    double[][] x = Problems.rowsOf(data);
    for (double[] row : x) {
      row[1] += by;
      row[3] -= 3 * by;
    }
    return Problems.withTable(data, x);
  }

  private static Dataset withLargeFold(Dataset data) {
    double[][] x = Problems.rowsOf(data);
    for (int i = 2; i < x.length; i += FOLDS) {
      x[i][4] *= 1e9;
    }
    return Problems.withTable(data, x);
  }

  private static Dataset withIndicator(Dataset data) {
    double[][] x = Problems.rowsOf(data);
    for (int i = 0; i < x.length; i++) {
      x[i][6] = i % FOLDS == 1 && i % 8 > 3 ? 1 : 0;
    }
    return Problems.withTable(data, x);
  }

  private static Dataset inSingle(Dataset data) {
    double[][] x = Problems.rowsOf(data);
    float[][] cells = new float[x.length][x[0].length];
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < cells[i].length; j++) {
        cells[i][j] = (float) x[i][j];
      }
    }
    return data.withFeatures(FloatFeatures.of(cells));
  }

  private static KFold folds(Dataset data) {
    return KFold.given(data, IntStream.range(0, data.rows()).map(i -> i % FOLDS).toArray());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void every_fold_is_fitted_as_by_itself(Case here) {
    KFold folds = folds(here.data);
    FoldLearner shared = here.model.onFolds(here.data, folds);
    LinearModel apart =
        here.model.withSolver(new Apart(new CoordinateDescent(1e-3 * TOLERANCE, 100_000)));
    for (int fold = 0; fold <= FOLDS; fold++) {
      Dataset train = fold == FOLDS ? here.data : folds.train(fold);
      List<Model> found = shared.fitAll(fold, train, train, LAMBDAS);
      List<Model> wanted = apart.fitAll(train, train, LAMBDAS);
      double spread = spread(train);
      for (int k = 0; k < LAMBDAS.length; k++) {
        Solution one = ((LinearFit) found.get(k)).solution();
        Solution other = ((LinearFit) wanted.get(k)).solution();
        String where = "fold " + fold + ", lambda " + LAMBDAS[k];
        assertTrue(Problems.certified(one), () -> where + ": " + one.certificate());
        assertEquals(
            other.objective().value(), one.objective().value(), 2 * TOLERANCE * spread, where);
        // Rescaled cells of single precision are rounded to it.
        double rounding = train.features() instanceof FloatFeatures ? 1e-7 : 1e-9;
        assertEquals(
            objective(train, found.get(k)), one.objective().dataLoss(), rounding * spread, where);
        boolean isShared = one.solver().contains("share their sums");
        assertTrue(isShared || here.isRounded(), () -> where + ": " + one.solver());
        double[] scores = found.get(k).scores(train.features());
        assertArrayEquals(
            wanted.get(k).scores(train.features()), scores, 1e-3 * Math.sqrt(spread), where);
      }
    }
  }

  /** Half the mean square, by the model's own predictions. */
  private static double objective(Dataset train, Model model) {
    double[] scores = model.scores(train.features());
    double sum = 0;
    for (int i = 0; i < scores.length; i++) {
      sum += train.weight(i) * Math.pow(scores[i] - train.target(i), 2) / 2;
    }
    return sum / train.weightSum();
  }

  private static double spread(Dataset train) {
    double sum = 0;
    for (int i = 0; i < train.rows(); i++) {
      sum += train.weight(i) * train.target(i) * train.target(i) / 2;
    }
    return sum / train.weightSum();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void folds_share_where_rows_abound(Case here) {
    LinearProblem whole =
        LinearProblem.of(here.data, here.model.loss(), here.model.penalty(), 0)
            .withFactors(here.model.factors());
    assertTrue(new AutoSolver().share(whole, folds(here.data)).isPresent());
    assertTrue(new CoordinateDescent().share(whole, folds(here.data)).isPresent());
  }

  @Test
  void other_problems_are_left_to_themselves() {
    Dataset tall = Problems.regression(120, 8, 12);
    Dataset square = Problems.regression(39, 8, 12);
    AutoSolver solver = new AutoSolver();
    LinearProblem lasso = LinearProblem.of(tall, new SquaredLoss(), new L1(), 0);
    PenaltyFactors free = PenaltyFactors.ones().with(1, 0);
    Dataset sparse = tall.withFeatures(Problems.sparse(Problems.rowsOf(tall)));
    for (LinearProblem other :
        List.of(
            LinearProblem.of(square, new SquaredLoss(), new L1(), 0),
            LinearProblem.of(sparse, new SquaredLoss(), new L1(), 0),
            LinearProblem.of(tall, new HuberLoss(1), new L1(), 0),
            lasso.withFactors(free))) {
      assertFalse(solver.share(other, folds(other.data())).isPresent());
    }
  }

  @Test
  void lambda_zero_is_solved_apart() {
    Dataset data = Problems.regression(120, 8, 13);
    KFold folds = folds(data);
    LinearModel model = model(new L1());
    double[] lambdas = {5, 0, 1};
    List<Model> found = model.onFolds(data, folds).fitAll(1, folds.train(1), folds.dev(1), lambdas);
    LinearFit plain = model.fit(folds.train(1), 0);
    Solution zero = ((LinearFit) found.get(1)).solution();
    assertTrue(Problems.certified(zero));
    assertEquals(plain.solution().objective().value(), zero.objective().value(), 1e-9);
  }

  @Test
  void sums_that_are_wrong_cost_time_but_no_proof() {
    Dataset data = Problems.regression(120, 8, 14);
    KFold folds = folds(data);
    LinearModel model = model(new L1());
    // Rows of another fold than the one that is named.
    List<Model> found = model.onFolds(data, folds).fitAll(0, folds.train(2), folds.dev(2), LAMBDAS);
    for (int k = 0; k < LAMBDAS.length; k++) {
      Solution here = ((LinearFit) found.get(k)).solution();
      double wanted = model.fit(folds.train(2), LAMBDAS[k]).solution().objective().value();
      assertTrue(Problems.certified(here));
      assertEquals(wanted, here.objective().value(), 1e-8);
    }
  }

  private static double[] weights(Model model) {
    return ((LinearFit) model)
        .coefficients().stream().mapToDouble(Coefficient::standardized).toArray();
  }

  @Test
  void threads_change_no_bit() {
    Dataset data = Problems.regression(600, 20, 15);
    KFold folds = KFold.of(data, 5, 1);
    LambdaSearch search = LambdaSearch.over(LambdaGrid.of(LAMBDAS));
    LinearModel model = model(new ElasticNet(0.7));
    SearchResult one = search.run(model, data, folds);
    SearchResult two =
        search.withThreads(2).run(model.withSolver(new AutoSolver(TOLERANCE, 2)), data, folds);
    for (int k = 0; k < LAMBDAS.length; k++) {
      assertEquals(one.trials().get(k).devLoss(), two.trials().get(k).devLoss());
      assertArrayEquals(
          weights(one.trials().get(k).model()), weights(two.trials().get(k).model()), 0);
    }
  }
}
