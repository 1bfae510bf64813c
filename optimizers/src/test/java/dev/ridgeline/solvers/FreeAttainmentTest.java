package dev.ridgeline.solvers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.DenseFeatures;
import dev.ridgeline.data.Features;
import dev.ridgeline.losses.LogisticLoss;
import dev.ridgeline.losses.PoissonLoss;
import dev.ridgeline.penalties.ElasticNet;
import dev.ridgeline.penalties.L1;
import dev.ridgeline.penalties.L2;
import dev.ridgeline.penalties.NonNegative;
import dev.ridgeline.penalty.Penalty;
import dev.ridgeline.penalty.PenaltyFactors;
import dev.ridgeline.solver.Certificate.Status;
import dev.ridgeline.solver.LinearProblem;
import dev.ridgeline.solver.Solution;
import dev.ridgeline.solver.Solver;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Features of factor 0 beside penalised ones: their weights alone may have no finite optimum. */
class FreeAttainmentTest {
  static List<Solver> solvers() {
    return List.of(
        new Newton(),
        new Lbfgs(),
        new ProximalGradient(1e-6, 100_000),
        new CoordinateDescent(),
        new AutoSolver());
  }

  /** The second column is 1 in some rows, which are of one class if they are odd. */
  private static double[][] table(int... indicated) {
    double[][] x = new double[40][3];
    for (int i = 0; i < x.length; i++) {
      x[i][0] = Math.sin(1.7 * i) + (i % 2 == 0 ? 0.3 : -0.3);
      x[i][2] = Math.cos(2.3 * i);
    }
    for (int i : indicated) {
      x[i][1] = 1;
    }
    return x;
  }

  private static LinearProblem problem(double[][] x, boolean sparse, Penalty penalty) {
    double[] y = new double[x.length];
    Arrays.setAll(y, i -> i % 2);
    Features features = sparse ? Problems.sparse(x) : DenseFeatures.of(x);
    Dataset data =
        Dataset.classification(features, y, List.of("no", "yes"))
            .withFeatureNames(List.of("age", "ward", "dose"));
    return LinearProblem.of(data, new LogisticLoss(), penalty, 2)
        .withFactors(PenaltyFactors.ones().with(1, 0));
  }

  private static void assertWithoutOptimum(Solution s) {
    assertEquals(Status.NOT_CERTIFIED, s.certificate().status(), s.certificate()::toString);
    assertTrue(s.certificate().reason().contains("ward"), s.certificate()::reason);
    assertTrue(Arrays.stream(s.weights().data()).allMatch(Double::isFinite));
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void a_free_indicator_of_one_class_has_no_finite_weight(Solver solver) {
    for (Penalty penalty : List.of(new L1(), new L2(), new ElasticNet(0.5))) {
      for (boolean sparse : new boolean[] {false, true}) {
        LinearProblem alone = problem(table(3, 7, 21), sparse, penalty);
        if (Problems.takes(solver, alone)) {
          assertWithoutOptimum(solver.solve(alone));
          Solution mixed = solver.solve(problem(table(3, 7, 20), sparse, penalty));
          assertTrue(Problems.certified(mixed), mixed.certificate()::toString);
        }
      }
    }
  }

  @Test
  void a_path_says_so_at_each_lambda() {
    for (boolean sparse : new boolean[] {false, true}) {
      List<Solution> path =
          new CoordinateDescent()
              .solvePath(
                  problem(table(3, 7, 21), sparse, new L1()), new double[] {4, 2, 1}, s -> false);
      assertEquals(3, path.size());
      path.forEach(FreeAttainmentTest::assertWithoutOptimum);
    }
  }

  @Test
  void a_rate_of_rows_without_an_event_has_no_finite_weight() {
    double[][] x = table(0, 8, 16);
    double[] y = new double[x.length];
    Arrays.setAll(y, i -> i % 4);
    Dataset data =
        Dataset.regression(DenseFeatures.of(x), y).withFeatureNames(List.of("age", "ward", "dose"));
    LinearProblem problem =
        LinearProblem.of(data, new PoissonLoss(), new L2(), 2)
            .withFactors(PenaltyFactors.ones().with(1, 0));
    assertWithoutOptimum(new AutoSolver().solve(problem));
    assertWithoutOptimum(new ProximalGradient(1e-6, 100_000).solve(problem));
  }

  @Test
  void a_weight_that_may_only_grow_runs_off_and_one_that_may_only_fall_does_not() {
    for (Solver solver : List.of(new CoordinateDescent(), new ProximalGradient(1e-6, 100_000))) {
      LinearProblem up =
          problem(table(3, 7, 21), false, new NonNegative(new L2()))
              .withFactors(PenaltyFactors.ones())
              .withLambda(0);
      assertWithoutOptimum(solver.solve(up));
      LinearProblem down =
          problem(table(4, 8, 22), false, new NonNegative(new L2()))
              .withFactors(PenaltyFactors.ones())
              .withLambda(0);
      Solution s = solver.solve(down);
      assertTrue(Problems.certified(s), s.certificate()::toString);
      assertEquals(0, s.weights().get(0, 1));
    }
  }
}
