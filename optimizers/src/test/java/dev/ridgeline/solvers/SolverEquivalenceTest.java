package dev.ridgeline.solvers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.DenseFeatures;
import dev.ridgeline.data.FloatFeatures;
import dev.ridgeline.losses.HuberLoss;
import dev.ridgeline.losses.LogisticLoss;
import dev.ridgeline.losses.SoftmaxCrossEntropy;
import dev.ridgeline.losses.SquaredLoss;
import dev.ridgeline.penalties.ElasticNet;
import dev.ridgeline.penalties.L1;
import dev.ridgeline.penalties.L2;
import dev.ridgeline.solver.LinearProblem;
import dev.ridgeline.solver.Solution;
import dev.ridgeline.solver.Solver;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Problems that must have one answer. */
class SolverEquivalenceTest {
  static List<Solver> solvers() {
    return Problems.tightSolvers();
  }

  static Stream<Arguments> pairs() {
    return SolverOptimalityTest.pairs();
  }

  static List<LinearProblem> problems() {
    return Problems.samples();
  }

  private static void assertSame(Solution expected, Solution actual, double tolerance) {
    assertTrue(Problems.certified(actual), actual.certificate()::toString);
    assertEquals(expected.objective().value(), actual.objective().value(), 1e-10);
    assertArrayEquals(expected.weights().data(), actual.weights().data(), tolerance);
    assertArrayEquals(expected.intercepts(), actual.intercepts(), tolerance);
  }

  @ParameterizedTest
  @MethodSource("problems")
  void all_solvers_agree(LinearProblem problem) {
    Solution first = new ProximalGradient(Problems.TIGHT, 200_000).solve(problem);
    for (Solver solver : Problems.tightSolvers()) {
      if (Problems.takes(solver, problem)) {
        assertSame(first, solver.solve(problem), 2e-5);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void the_same_problem_twice_gives_the_same_bits(Solver solver, LinearProblem problem) {
    Solution a = solver.solve(problem);
    Solution b = solver.solve(problem);
    assertArrayEquals(a.weights().data(), b.weights().data());
    assertArrayEquals(a.intercepts(), b.intercepts());
    assertEquals(a.certificate(), b.certificate());
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void sparse_and_float_storage_give_what_dense_storage_gives(
      Solver solver, LinearProblem problem) {
    double[][] x = Problems.rowsOf(problem.data());
    float[] cells = new float[x.length * x[0].length];
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < x[i].length; j++) {
        // Half of the cells become zeros, and the rest exact in float.
        x[i][j] = (i + j) % 2 == 0 ? 0 : Math.rint(64 * x[i][j]) / 64;
        cells[i * x[i].length + j] = (float) x[i][j];
      }
    }
    Solution dense = solver.solve(over(problem, problem.data().withFeatures(DenseFeatures.of(x))));
    Solution sparse = solver.solve(over(problem, problem.data().withFeatures(Problems.sparse(x))));
    Solution single =
        solver.solve(
            over(
                problem,
                problem.data().withFeatures(new FloatFeatures(cells, x.length, x[0].length))));
    assertSame(dense, sparse, 2e-5);
    assertSame(dense, single, 2e-5);
  }

  private static LinearProblem over(LinearProblem problem, Dataset data) {
    return LinearProblem.of(data, problem.loss(), problem.penalty(), problem.lambda())
        .withIntercept(problem.intercept());
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void a_weight_of_k_is_the_row_repeated_k_times(Solver solver, LinearProblem problem) {
    Dataset data = problem.data();
    double[] weights = new double[data.rows()];
    List<Integer> repeated = new ArrayList<>();
    for (int i = 0; i < data.rows(); i++) {
      weights[i] = i % 4;
      for (int k = 0; k < i % 4; k++) {
        repeated.add(i);
      }
    }
    Solution weighted = solver.solve(over(problem, data.withWeights(weights)));
    Solution longer =
        solver.solve(
            over(problem, data.select(repeated.stream().mapToInt(Integer::intValue).toArray())));
    assertSame(longer, weighted, 2e-5);
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void a_warm_start_ends_where_a_cold_start_ends(Solver solver, LinearProblem problem) {
    Solution cold = solver.solve(problem);
    Solution near = solver.solve(problem.withLambda(problem.lambda() * 1.5));
    assertSame(cold, solver.solve(problem.withStart(near)), 2e-5);
    Solution again = solver.solve(problem.withStart(cold));
    assertSame(cold, again, 1e-6);
    assertTrue(again.iterations() <= cold.iterations());
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void permuted_features_permute_the_weights(Solver solver, LinearProblem problem) {
    int p = problem.data().columns();
    double[][] x = Problems.rowsOf(problem.data());
    double[][] reversed = new double[x.length][p];
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < p; j++) {
        reversed[i][j] = x[i][p - 1 - j];
      }
    }
    Solution straight = solver.solve(problem);
    Solution back = solver.solve(over(problem, Problems.withTable(problem.data(), reversed)));
    for (int k = 0; k < straight.weights().rows(); k++) {
      for (int j = 0; j < p; j++) {
        assertEquals(straight.weights().get(k, j), back.weights().get(k, p - 1 - j), 2e-5);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void elastic_net_is_lasso_at_ratio_1_and_ridge_at_ratio_0(Solver solver) {
    Dataset data = Problems.classes(50, 5, 3);
    LinearProblem ridge = LinearProblem.of(data, new LogisticLoss(), new L2(), 2);
    assertSame(
        solver.solve(ridge),
        solver.solve(LinearProblem.of(data, new LogisticLoss(), new ElasticNet(0), 2)),
        2e-5);
    LinearProblem lasso = LinearProblem.of(data, new LogisticLoss(), new L1(), 2);
    assumeTrue(Problems.takes(solver, lasso));
    assertSame(
        solver.solve(lasso),
        solver.solve(LinearProblem.of(data, new LogisticLoss(), new ElasticNet(1), 2)),
        2e-5);
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void a_huber_delta_beyond_all_residuals_is_the_squared_loss(Solver solver) {
    Dataset data = Problems.regression(30, 4, 3);
    assertSame(
        solver.solve(LinearProblem.of(data, new SquaredLoss(), new L2(), 2)),
        solver.solve(LinearProblem.of(data, new HuberLoss(1e4), new L2(), 2)),
        2e-5);
  }

  @Test
  void softmax_of_two_classes_is_the_lasso_logistic_with_the_same_lambda() {
    Dataset data = Problems.classes(50, 5, 3);
    Solution softmax =
        new ProximalGradient(Problems.TIGHT, 200_000)
            .solve(LinearProblem.of(data, new SoftmaxCrossEntropy(), new L1(), 2));
    Solution logistic =
        new CoordinateDescent(Problems.TIGHT, 10_000)
            .solve(LinearProblem.of(data, new LogisticLoss(), new L1(), 2));
    assertTrue(Problems.certified(softmax), softmax.certificate()::toString);
    assertEquals(logistic.objective().value(), softmax.objective().value(), 1e-10);
    for (int j = 0; j < 5; j++) {
      assertEquals(
          logistic.weights().get(0, j),
          softmax.weights().get(1, j) - softmax.weights().get(0, j),
          2e-5);
    }
  }

  @Test
  void softmax_of_two_classes_is_the_ridge_logistic_at_twice_the_lambda() {
    Dataset data = Problems.classes(50, 5, 3);
    Solution softmax =
        new ProximalGradient(Problems.TIGHT, 200_000)
            .solve(LinearProblem.of(data, new SoftmaxCrossEntropy(), new L2(), 4));
    Solution logistic =
        new Newton(Problems.TIGHT, 100)
            .solve(LinearProblem.of(data, new LogisticLoss(), new L2(), 2));
    assertEquals(logistic.objective().value(), softmax.objective().value(), 1e-10);
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void a_large_working_set_agrees_with_the_gram_matrix(Solver solver) {
    // 600 columns are too many for the Gram matrix.
    Dataset wide = Problems.regression(60, 600, 9);
    LinearProblem ridge = LinearProblem.of(wide, new SquaredLoss(), new L2(), 30);
    Solution reference = new Newton(Problems.TIGHT, 100).solve(ridge);
    Solver loose = solver instanceof CoordinateDescent ? new CoordinateDescent() : solver;
    Solution s = loose.solve(ridge);
    assertTrue(Problems.certified(s), s.certificate()::toString);
    assertEquals(
        reference.objective().value(), s.objective().value(), 1e-5 * reference.objective().value());
  }
}
