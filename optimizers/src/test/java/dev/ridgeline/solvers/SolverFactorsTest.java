package dev.ridgeline.solvers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.linear.LinearFit;
import dev.ridgeline.linear.LinearModel;
import dev.ridgeline.losses.HuberLoss;
import dev.ridgeline.losses.LogisticLoss;
import dev.ridgeline.losses.SoftmaxCrossEntropy;
import dev.ridgeline.losses.SquaredLoss;
import dev.ridgeline.model.Model;
import dev.ridgeline.optimizer.PenaltyNotSupportedException;
import dev.ridgeline.penalties.ElasticNet;
import dev.ridgeline.penalties.L1;
import dev.ridgeline.penalties.L2;
import dev.ridgeline.penalties.NonNegative;
import dev.ridgeline.penalty.PenaltyFactors;
import dev.ridgeline.penalty.SeparablePenalty;
import dev.ridgeline.solver.Certificate;
import dev.ridgeline.solver.LinearProblem;
import dev.ridgeline.solver.Solution;
import dev.ridgeline.solver.Solver;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Penalty factors: feature j has the strength factor_j lambda / m. */
class SolverFactorsTest {
  private static final double[] UNEVEN = {2, 0.5, 1, 3, 0.1, 1};
  private static final double[] SOME_FREE = {2, 0, 1, 3, 0, 1};

  static Stream<LinearProblem> problems() {
    Dataset r = Problems.regression(40, 6, 1);
    Dataset c = Problems.classes(60, 6, 2);
    double[] weights = IntStream.range(0, 40).mapToDouble(i -> i % 3).toArray();
    return Stream.of(
            LinearProblem.of(r, new SquaredLoss(), new L1(), 6),
            LinearProblem.of(r, new SquaredLoss(), new L2(), 6),
            LinearProblem.of(r, new SquaredLoss(), new ElasticNet(0.4), 6).withIntercept(false),
            LinearProblem.of(r.withWeights(weights), new SquaredLoss(), new ElasticNet(0.4), 6),
            LinearProblem.of(r, new HuberLoss(0.7), new L1(), 3),
            LinearProblem.of(c, new LogisticLoss(), new L2(), 2),
            LinearProblem.of(c, new LogisticLoss(), new L1(), 3),
            LinearProblem.of(c, new LogisticLoss(), new ElasticNet(0.5), 3),
            LinearProblem.of(Problems.regression(12, 6, 3), new SquaredLoss(), new L2(), 2),
            LinearProblem.of(
                Problems.withTable(c, Problems.rowsOf(c))
                    .withFeatures(Problems.sparse(Problems.rowsOf(c))),
                new LogisticLoss(),
                new L1(),
                3))
        .flatMap(p -> Stream.of(UNEVEN, SOME_FREE).map(f -> p.withFactors(PenaltyFactors.of(f))));
  }

  @ParameterizedTest
  @MethodSource("problems")
  void every_solver_meets_the_conditions_of_each_column(LinearProblem problem) {
    int took = 0;
    for (Solver solver : Problems.tightSolvers()) {
      if (!Problems.takes(solver, problem)) {
        continue;
      }
      took++;
      Solution s = solver.solve(problem);
      assertTrue(Problems.certified(s), () -> solver + ": " + s.certificate());
      assertEquals(
          Certificate.Measure.RELATIVE_DUALITY_GAP,
          s.certificate().measure(),
          "not penalised features have a gap, too");
      double[] w = s.weights().data();
      double[] g = Problems.lossGradient(problem, w, s.intercepts())[0];
      SeparablePenalty penalty = (SeparablePenalty) problem.penalty();
      for (int j = 0; j < 6; j++) {
        double strength = problem.factors().factor(j) * problem.lambda() / weight(problem);
        double off =
            strength == 0 ? Math.abs(g[j]) : penalty.subgradientDistance(w[j], g[j], strength);
        assertTrue(off < 2e-6, solver + " column " + j + " is off by " + off);
      }
      assertEquals(objective(problem, s), s.objective().value(), 1e-12);
    }
    assertTrue(took >= 3, "solvers: " + took);
  }

  private static double weight(LinearProblem problem) {
    return IntStream.range(0, problem.data().rows()).mapToDouble(problem.data()::weight).sum();
  }

  /** J by plain loops, each column with its own strength. */
  private static double objective(LinearProblem problem, Solution s) {
    double[] w = s.weights().data();
    LinearProblem none = problem.withFactors(PenaltyFactors.ones()).withLambda(0);
    double sum = Problems.objective(none, w, s.intercepts());
    for (int at = 0; at < w.length; at++) {
      double factor = problem.factors().factor(at % problem.data().columns());
      double strength = factor * problem.lambda() / weight(problem);
      sum += ((SeparablePenalty) problem.penalty()).value(w[at], strength);
    }
    return sum;
  }

  @Test
  void for_the_lasso_a_factor_is_a_unit_of_the_column() {
    Dataset data = Problems.regression(40, 6, 1);
    double[][] x = Problems.rowsOf(data);
    for (double[] row : x) {
      for (int j = 0; j < 6; j++) {
        row[j] /= UNEVEN[j];
      }
    }
    LinearProblem factored =
        LinearProblem.of(data, new SquaredLoss(), new L1(), 6)
            .withFactors(PenaltyFactors.of(UNEVEN));
    LinearProblem scaled =
        LinearProblem.of(Problems.withTable(data, x), new SquaredLoss(), new L1(), 6);
    for (Solver solver : List.of(new CoordinateDescent(1e-13, 10_000), new AutoSolver(1e-13))) {
      double[] w = solver.solve(factored).weights().data();
      double[] v = solver.solve(scaled).weights().data();
      for (int j = 0; j < 6; j++) {
        assertEquals(v[j] / UNEVEN[j], w[j], 1e-8);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("problems")
  void a_factor_for_all_is_a_larger_lambda(LinearProblem problem) {
    double[] threes = new double[6];
    Arrays.fill(threes, 3);
    LinearProblem factored = problem.withFactors(PenaltyFactors.of(threes));
    LinearProblem larger =
        problem.withFactors(PenaltyFactors.ones()).withLambda(3 * problem.lambda());
    for (Solver solver : Problems.tightSolvers()) {
      if (Problems.takes(solver, factored)) {
        double[] w = solver.solve(factored).weights().data();
        assertArrayEquals(solver.solve(larger).weights().data(), w, 1e-6, solver.toString());
      }
    }
  }

  @Test
  void a_path_is_what_its_lambdas_are_alone() {
    for (LinearProblem problem : problems().toList()) {
      double[] lambdas = {20, 8, 3, 1, 0.1, 0};
      for (Solver solver : List.of(new CoordinateDescent(1e-11, 100_000), new AutoSolver(1e-11))) {
        List<Solution> path =
            ((dev.ridgeline.solver.PathSolver) solver).solvePath(problem, lambdas);
        for (int k = 0; k < lambdas.length; k++) {
          Solution alone = solver.solve(problem.withLambda(lambdas[k]));
          assertTrue(Problems.certified(path.get(k)), path.get(k).certificate()::toString);
          assertEquals(alone.objective().value(), path.get(k).objective().value(), 1e-9);
        }
      }
    }
  }

  @Test
  void softmax_has_the_factor_of_a_feature_in_every_class() {
    Dataset data = Problems.threeClasses(60, 5, 2);
    for (var penalty : List.of(new L1(), new ElasticNet(0.5), new L2())) {
      LinearProblem problem =
          LinearProblem.of(data, new SoftmaxCrossEntropy(), penalty, 3)
              .withFactors(PenaltyFactors.of(2, 0, 1, 3, 0.1));
      for (Solver solver : List.of(new ProximalGradient(1e-9, 100_000), new AutoSolver(1e-9))) {
        Solution s = solver.solve(problem);
        assertTrue(Problems.certified(s), s.certificate()::toString);
        double[] w = s.weights().data();
        double[][] g = Problems.lossGradient(problem, w, s.intercepts());
        for (int at = 0; at < w.length; at++) {
          double strength = problem.factors().factor(at % 5) * 3 / 60;
          double gradient = g[at / 5][at % 5];
          double off =
              strength == 0
                  ? Math.abs(gradient)
                  : penalty.subgradientDistance(w[at], gradient, strength);
          assertTrue(off < 1e-5, penalty + " cell " + at + " is off by " + off);
        }
      }
    }
  }

  @Test
  void every_weight_that_is_penalised_is_zero_from_lambda_max_on() {
    for (double[] factors : List.of(UNEVEN, SOME_FREE)) {
      for (boolean intercept : new boolean[] {true, false}) {
        check(
            new LinearModel(new SquaredLoss(), new L1(), new AutoSolver(1e-11), true, intercept),
            Problems.regression(40, 6, 1),
            factors);
        check(
            new LinearModel(
                new LogisticLoss(), new ElasticNet(0.3), new AutoSolver(1e-11), false, intercept),
            Problems.classes(60, 6, 2),
            factors);
        check(
            new LinearModel(new HuberLoss(0.7), new L1(), new AutoSolver(1e-11), false, intercept),
            Problems.regression(40, 6, 1),
            factors);
      }
      check(
          new LinearModel(new SoftmaxCrossEntropy(), new L1(), new AutoSolver(1e-9), true, true),
          Problems.threeClasses(60, 6, 2),
          factors);
      check(
          new LinearModel(
              new SquaredLoss(), new NonNegative(new L1()), new AutoSolver(1e-11), true, true),
          Problems.regression(40, 6, 1),
          factors);
    }
  }

  private static void check(LinearModel plain, Dataset data, double[] factors) {
    LinearModel model = plain.withFactors(PenaltyFactors.of(factors));
    double max = model.lambdaMax(data);
    assertEquals(0, penalised(model.fit(data, max * 1.00001), factors), model.toString());
    assertTrue(penalised(model.fit(data, max * 0.99), factors) > 0, model + " at " + max);
  }

  private static long penalised(LinearFit fit, double[] factors) {
    assertTrue(Problems.certified(fit.solution()), fit.certificate()::toString);
    return fit.nonZero().stream()
        .filter(c -> factors[Integer.parseInt(c.feature().substring(1))] > 0)
        .count();
  }

  @Test
  void the_null_model_of_the_squared_loss_is_least_squares_on_the_free_columns() {
    Dataset data = Problems.regression(40, 6, 1);
    double[][] x = Problems.rowsOf(data);
    // Residual of y on 1, x1 and x4 by normal equations.
    double[][] free = new double[40][];
    for (int i = 0; i < 40; i++) {
      free[i] = new double[] {1, x[i][1], x[i][4]};
    }
    double[][] gram = new double[3][3];
    double[] rhs = new double[3];
    for (int i = 0; i < 40; i++) {
      for (int a = 0; a < 3; a++) {
        rhs[a] += free[i][a] * data.target(i);
        for (int b = 0; b < 3; b++) {
          gram[a][b] += free[i][a] * free[i][b];
        }
      }
    }
    double[] c = Problems.solve(gram, rhs);
    double largest = 0;
    for (int j : new int[] {0, 2, 3, 5}) {
      double sum = 0;
      for (int i = 0; i < 40; i++) {
        double fit = c[0] + c[1] * x[i][1] + c[2] * x[i][4];
        sum += x[i][j] * (data.target(i) - fit);
      }
      largest = Math.max(largest, Math.abs(sum) / SOME_FREE[j]);
    }
    LinearModel model =
        new LinearModel(new SquaredLoss(), new L1(), new AutoSolver(), false, true)
            .withFactors(PenaltyFactors.of(SOME_FREE));
    assertEquals(largest, model.lambdaMax(data), 1e-11 * largest);
  }

  @Test
  void factors_by_name_are_those_by_index_and_are_told() {
    Dataset data = Problems.regression(40, 3, 1).withFeatureNames(List.of("age", "sex", "bmi"));
    LinearModel model = new LinearModel(new SquaredLoss(), new L1(), new AutoSolver(), true, true);
    LinearFit byName =
        model.withFactors(PenaltyFactors.ones().with("sex", 0).with("bmi", 2)).fit(data, 5);
    LinearFit byIndex = model.withFactors(PenaltyFactors.of(1, 0, 2)).fit(data, 5);
    assertEquals(byIndex.coefficients(), byName.coefficients());
    assertEquals(0, byName.coefficients().get(1).factor());
    assertEquals(2, byName.coefficients().get(2).factor());
    String line = byName.objective().toString();
    assertTrue(line.contains("(l1 at lambda 5, penalty factors sex = 0, bmi = 2)"), line);
    List<Model> path =
        model.withFactors(PenaltyFactors.of(1, 0, 2)).fitAll(data, data, new double[] {1, 5});
    assertEquals(byIndex.objective().value(), path.get(1).objective().value(), 1e-6);
  }

  @Test
  void factors_of_zero_for_all_leave_the_loss_alone() {
    Dataset data = Problems.regression(40, 3, 1);
    for (Solver solver : Problems.tightSolvers()) {
      LinearProblem none = LinearProblem.of(data, new SquaredLoss(), new L2(), 0);
      LinearProblem zeros = none.withLambda(7).withFactors(PenaltyFactors.of(0, 0, 0));
      assertArrayEquals(
          solver.solve(none).weights().data(), solver.solve(zeros).weights().data(), 1e-9);
    }
  }

  @Test
  void features_without_penalty_that_separate_the_classes_are_said() {
    Dataset data =
        Dataset.classification(
            dev.ridgeline.data.DenseFeatures.of(
                new double[][] {{-2, 1}, {-1, 0}, {1, 1}, {2, 0}, {-1.5, 1}, {1.5, 0}}),
            new double[] {0, 0, 1, 1, 0, 1},
            List.of("no", "yes"));
    for (Solver solver : List.of(new CoordinateDescent(), new ProximalGradient())) {
      Solution s =
          solver.solve(
              LinearProblem.of(data, new LogisticLoss(), new L1(), 3)
                  .withFactors(PenaltyFactors.of(0, 1)));
      assertEquals(Certificate.Status.NOT_CERTIFIED, s.certificate().status());
      assertTrue(s.certificate().reason().contains("not penalised"), s.certificate()::reason);
    }
  }

  @Test
  void a_penalty_that_is_not_separable_has_no_factors() {
    Dataset data = Problems.regression(20, 3, 1);
    LinearProblem groups =
        LinearProblem.of(data, new SquaredLoss(), new ForeignPenalties.ColumnGroups(), 1);
    String why =
        assertThrows(
                PenaltyNotSupportedException.class,
                () -> groups.withFactors(PenaltyFactors.of(1, 2, 3)))
            .getMessage();
    assertTrue(why.contains("SeparablePenalty") && why.contains("x1 = 2"), why);
    assertEquals(groups, groups.withFactors(PenaltyFactors.of(1, 1, 1)));
  }
}
