package dev.ridgeline.solvers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.DenseFeatures;
import dev.ridgeline.losses.SoftmaxCrossEntropy;
import dev.ridgeline.penalties.ElasticNet;
import dev.ridgeline.penalties.L1;
import dev.ridgeline.penalties.NonNegative;
import dev.ridgeline.penalty.PenaltyFactors;
import dev.ridgeline.penalty.SeparablePenalty;
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

/** Softmax with penalties that make zeros, by coordinate descent. */
class SoftmaxPathTest {
  private static final Solver TIGHT = new CoordinateDescent(1e-12, 100_000);

  static Stream<LinearProblem> problems() {
    Dataset data = Problems.threeClasses(60, 5, 2);
    double[] weights = IntStream.range(0, 60).mapToDouble(i -> 1 + i % 3).toArray();
    Dataset wide = Problems.threeClasses(20, 40, 4);
    return Stream.of(
        LinearProblem.of(data, new SoftmaxCrossEntropy(), new L1(), 3),
        LinearProblem.of(data, new SoftmaxCrossEntropy(), new L1(), 3).withIntercept(false),
        LinearProblem.of(data.withWeights(weights), new SoftmaxCrossEntropy(), new L1(), 3),
        LinearProblem.of(data, new SoftmaxCrossEntropy(0.1), new L1(), 3),
        LinearProblem.of(data, new SoftmaxCrossEntropy(), new ElasticNet(0.5), 3),
        LinearProblem.of(data, new SoftmaxCrossEntropy(), new NonNegative(new L1()), 2),
        LinearProblem.of(data, new SoftmaxCrossEntropy(), new L1(), 3)
            .withFactors(PenaltyFactors.of(2, 0.5, 1, 0.1, 1)),
        LinearProblem.of(
            data.withFeatures(Problems.sparse(Problems.rowsOf(data))),
            new SoftmaxCrossEntropy(),
            new L1(),
            3),
        LinearProblem.of(wide, new SoftmaxCrossEntropy(), new L1(), 1),
        LinearProblem.of(wide, new SoftmaxCrossEntropy(), new ElasticNet(0.3), 1));
  }

  @ParameterizedTest
  @MethodSource("problems")
  void every_cell_meets_its_condition_and_proximal_gradient_agrees(LinearProblem problem) {
    Solution s = TIGHT.solve(problem);
    assertTrue(Problems.certified(s), s.certificate()::toString);
    SeparablePenalty penalty = (SeparablePenalty) problem.penalty();
    double[] w = s.weights().data();
    int p = problem.data().columns();
    double[][] g = Problems.lossGradient(problem, w, s.intercepts());
    for (int at = 0; at < w.length; at++) {
      double off = penalty.subgradientDistance(w[at], g[at / p][at % p], problem.strength(at % p));
      assertTrue(off < 1e-6, "cell " + at + " is off by " + off);
    }
    Solution slow = new ProximalGradient(1e-11, 200_000).solve(problem);
    assertTrue(Problems.certified(slow), slow.certificate()::toString);
    assertEquals(slow.objective().value(), s.objective().value(), 1e-10);
    assertTrue(Arrays.stream(w).anyMatch(v -> v == 0) && Arrays.stream(w).anyMatch(v -> v != 0));
  }

  @ParameterizedTest
  @MethodSource("problems")
  void a_path_is_what_its_lambdas_are_alone(LinearProblem problem) {
    double[] lambdas = {60, 20, 8, 3, 1, 0.5};
    List<Solution> path = new AutoSolver(1e-10).solvePath(problem, lambdas);
    for (int k = 0; k < lambdas.length; k++) {
      Solution alone = new CoordinateDescent(1e-10, 100_000).solve(problem.withLambda(lambdas[k]));
      assertTrue(Problems.certified(path.get(k)), path.get(k).certificate()::toString);
      assertTrue(path.get(k).solver().startsWith("coordinate-descent"), path.get(k).solver());
      assertEquals(alone.objective().value(), path.get(k).objective().value(), 1e-9);
    }
  }

  @Test
  void constant_and_doubled_columns_are_certified() {
    Dataset data = Problems.threeClasses(60, 5, 2);
    double[][] x = Problems.rowsOf(data);
    for (double[] row : x) {
      row[1] = 7;
      row[3] = row[0];
      row[4] *= 1e9;
    }
    for (var penalty : List.of(new L1(), new ElasticNet(0.5))) {
      Solution s =
          new CoordinateDescent()
              .solve(
                  LinearProblem.of(
                      data.withFeatures(DenseFeatures.of(x)),
                      new SoftmaxCrossEntropy(),
                      penalty,
                      1));
      assertTrue(Problems.certified(s), s.certificate()::toString);
      for (int k = 0; k < 3; k++) {
        assertEquals(0, s.weights().get(k, 1));
      }
    }
  }

  @Test
  void a_row_repeated_is_a_row_of_weight_two() {
    Dataset data = Problems.threeClasses(30, 4, 2);
    int[] twice = IntStream.range(0, 40).map(i -> i < 30 ? i : i - 30).toArray();
    double[] weights = IntStream.range(0, 30).mapToDouble(i -> i < 10 ? 2 : 1).toArray();
    Solution a =
        TIGHT.solve(LinearProblem.of(data.select(twice), new SoftmaxCrossEntropy(), new L1(), 2));
    Solution b =
        TIGHT.solve(
            LinearProblem.of(data.withWeights(weights), new SoftmaxCrossEntropy(), new L1(), 2));
    assertArrayEquals(a.weights().data(), b.weights().data(), 1e-7);
  }

  @Test
  void a_class_without_rows_goes_to_proximal_gradient() {
    Dataset three = Problems.threeClasses(30, 4, 2);
    int[] some = IntStream.range(0, 30).filter(i -> three.target(i) < 2).toArray();
    LinearProblem problem =
        LinearProblem.of(three.select(some), new SoftmaxCrossEntropy(), new L1(), 2);
    assertFalse(Problems.takes(new CoordinateDescent(), problem));
    assertTrue(new AutoSolver().solve(problem).solver().startsWith("proximal-gradient"));
  }
}
