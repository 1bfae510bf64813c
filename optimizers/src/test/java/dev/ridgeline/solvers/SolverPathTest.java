package dev.ridgeline.solvers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.losses.HuberLoss;
import dev.ridgeline.losses.LogisticLoss;
import dev.ridgeline.losses.SquaredLoss;
import dev.ridgeline.penalties.ElasticNet;
import dev.ridgeline.penalties.L1;
import dev.ridgeline.penalties.L2;
import dev.ridgeline.penalty.SeparablePenalty;
import dev.ridgeline.solver.LinearProblem;
import dev.ridgeline.solver.PathSolver;
import dev.ridgeline.solver.Solution;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Paths against one fit at a time, and against the optimality conditions by plain loops. */
class SolverPathTest {
  private static final PathSolver DESCENT = new CoordinateDescent(Problems.TIGHT, 100_000);
  private static final double[] LAMBDAS =
      DoubleStream.iterate(60, v -> v * 0.7).limit(18).toArray();

  static Stream<LinearProblem> problems() {
    Dataset wide = Problems.regression(30, 200, 5);
    Dataset wideClasses = Problems.classes(40, 150, 6);
    Dataset tall = Problems.regression(80, 12, 7);
    double[] weights = IntStream.range(0, 80).mapToDouble(i -> i % 4).toArray();
    Dataset sparse = tall.withFeatures(Problems.sparse(thinned(Problems.rowsOf(tall))));
    return Stream.of(
        LinearProblem.of(wide, new SquaredLoss(), new L1(), 0),
        LinearProblem.of(wide, new SquaredLoss(), new ElasticNet(0.4), 0),
        LinearProblem.of(tall, new HuberLoss(0.8), new L1(), 0),
        LinearProblem.of(wideClasses, new LogisticLoss(), new L1(), 0),
        LinearProblem.of(wideClasses, new LogisticLoss(), new ElasticNet(0.5), 0),
        LinearProblem.of(tall, new SquaredLoss(), new L1(), 0).withIntercept(false),
        LinearProblem.of(tall.withWeights(weights), new SquaredLoss(), new L1(), 0),
        LinearProblem.of(sparse, new SquaredLoss(), new L1(), 0));
  }

  private static double[][] thinned(double[][] x) {
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < x[i].length; j++) {
        x[i][j] = (i + 2 * j) % 3 == 0 ? x[i][j] : 0;
      }
    }
    return x;
  }

  @ParameterizedTest
  @MethodSource("problems")
  void a_path_agrees_with_cold_fits(LinearProblem problem) {
    List<Solution> path = DESCENT.solvePath(problem, LAMBDAS);
    for (int k = 0; k < LAMBDAS.length; k++) {
      Solution cold = DESCENT.solve(problem.withLambda(LAMBDAS[k]));
      Solution warm = path.get(k);
      assertTrue(Problems.certified(warm), warm.certificate()::toString);
      assertTrue(Problems.certified(cold), cold.certificate()::toString);
      assertEquals(
          cold.objective().value(),
          warm.objective().value(),
          2e-12 * problem.data().weightSum(),
          "lambda " + LAMBDAS[k]);
      assertArrayEquals(weights(cold), weights(warm), 2e-4, "lambda " + LAMBDAS[k]);
    }
  }

  @ParameterizedTest
  @MethodSource("problems")
  void every_point_of_a_path_is_stationary(LinearProblem problem) {
    List<Solution> path = DESCENT.solvePath(problem, LAMBDAS);
    for (int k = 0; k < LAMBDAS.length; k++) {
      LinearProblem here = problem.withLambda(LAMBDAS[k]);
      double[] w = weights(path.get(k));
      double[] b = path.get(k).intercepts();
      double[] gradient = Problems.lossGradient(here, w, b)[0];
      SeparablePenalty penalty = (SeparablePenalty) here.penalty();
      for (int j = 0; j < w.length; j++) {
        assertEquals(
            0,
            penalty.subgradientDistance(w[j], gradient[j], here.strength()),
            2e-5,
            "weight " + j);
      }
      assertEquals(0, problem.intercept() ? gradient[w.length] : 0, 1e-9);
      assertEquals(Problems.objective(here, w, b), path.get(k).objective().value(), 1e-10);
    }
  }

  @Test
  void lambdas_come_back_in_the_order_given_in_any_order() {
    LinearProblem problem = problems().findFirst().orElseThrow();
    double[] mixed = {5, 40, 1, 1, 20};
    List<Solution> path = DESCENT.solvePath(problem, mixed);
    for (int k = 0; k < mixed.length; k++) {
      Solution cold = DESCENT.solve(problem.withLambda(mixed[k]));
      assertArrayEquals(weights(cold), weights(path.get(k)), 2e-4);
    }
  }

  @Test
  void a_path_goes_on_after_lambda_0() {
    Dataset tall = Problems.regression(50, 4, 8);
    LinearProblem problem = LinearProblem.of(tall, new SquaredLoss(), new L1(), 0);
    List<Solution> path = DESCENT.solvePath(problem, new double[] {8, 0, 8});
    assertArrayEquals(weights(path.get(0)), weights(path.get(2)), 1e-6);
    assertArrayEquals(
        weights(new Newton(Problems.TIGHT, 200).solve(problem)), weights(path.get(1)), 1e-6);
  }

  @Test
  void the_path_of_separable_classes_is_certified_down_to_lambda_0_and_no_further() {
    double[][] x = {{-2}, {-1}, {1}, {2}};
    Dataset data =
        Dataset.classification(
            dev.ridgeline.data.DenseFeatures.of(x), new double[] {0, 0, 1, 1}, List.of("a", "b"));
    LinearProblem problem = LinearProblem.of(data, new LogisticLoss(), new L1(), 0);
    List<Solution> path = DESCENT.solvePath(problem, new double[] {1, 0.1, 0.01, 0});
    assertTrue(path.subList(0, 3).stream().allMatch(Problems::certified));
    assertTrue(path.get(3).certificate().reason().contains("separable"));
  }

  @Test
  void columns_far_from_zero_are_judged_on_the_features_as_given() {
    double[][] x = Problems.table(30, 5, 9);
    for (double[] row : x) {
      row[2] += 1e9;
    }
    Dataset data = Problems.withTable(Problems.regression(30, 5, 9), x);
    LinearProblem problem = LinearProblem.of(data, new SquaredLoss(), new L1(), 0);
    PathSolver solver = new CoordinateDescent(1e-6, 10_000);
    List<Solution> path = solver.solvePath(problem, new double[] {10, 1});
    assertEquals(solver.solve(problem.withLambda(10)).certificate(), path.get(0).certificate());
    assertTrue(path.stream().allMatch(Problems::certified));
  }

  @Test
  void one_class_gives_the_same_answer_at_every_lambda() {
    Dataset data = Problems.classes(20, 3, 4);
    Dataset one = Dataset.classification(data.features(), new double[20], data.classNames());
    LinearProblem problem = LinearProblem.of(one, new LogisticLoss(), new L1(), 0);
    for (Solution s : DESCENT.solvePath(problem, new double[] {3, 1})) {
      assertArrayEquals(new double[3], weights(s));
      assertTrue(s.certificate().reason().contains("no row of class"));
    }
  }

  @Test
  void auto_solves_paths_with_any_solver_and_names_it() {
    PathSolver auto = new AutoSolver(1e-10);
    Dataset data = Problems.regression(30, 5, 3);
    LinearProblem lasso = LinearProblem.of(data, new SquaredLoss(), new L1(), 0);
    LinearProblem ridge = LinearProblem.of(data, new SquaredLoss(), new L2(), 0);
    assertTrue(auto.solvePath(lasso, new double[] {3}).get(0).solver().startsWith("coordinate"));
    List<Solution> path = auto.solvePath(ridge, new double[] {9, 3, 0});
    for (int k = 0; k < 3; k++) {
      assertTrue(path.get(k).solver().startsWith("newton"), path.get(k)::solver);
      assertNotEquals(0, weights(path.get(k))[0]);
    }
    assertArrayEquals(weights(auto.solve(ridge.withLambda(3))), weights(path.get(1)), 1e-9);
  }

  @Test
  void a_negative_lambda_is_refused() {
    LinearProblem problem = problems().findFirst().orElseThrow();
    assertThrows(
        IllegalArgumentException.class, () -> DESCENT.solvePath(problem, new double[] {1, -1}));
  }

  private static double[] weights(Solution solution) {
    return IntStream.range(0, solution.weights().columns())
        .mapToDouble(j -> solution.weights().get(0, j))
        .toArray();
  }

  @Test
  void logistic_paths_of_few_columns_make_models_of_fresh_second_derivatives() {
    LinearProblem problem =
        LinearProblem.of(Problems.classes(400, 8, 5), new LogisticLoss(), new L1(), 0);
    double[] lambdas = DoubleStream.iterate(100, v -> v * 0.87).limit(50).toArray();
    List<Solution> path =
        new CoordinateDescent(1e-6, 100_000).solvePath(problem, lambdas, last -> false);
    int epochs = path.stream().mapToInt(Solution::iterations).sum();
    // With second derivatives that serve until a quarter of them has changed it takes twice that.
    assertTrue(epochs <= 200, epochs + " epochs");
  }
}
