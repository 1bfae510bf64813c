package dev.ridgeline.solvers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.DenseFeatures;
import dev.ridgeline.losses.PoissonLoss;
import dev.ridgeline.penalties.L1;
import dev.ridgeline.penalties.L2;
import dev.ridgeline.solver.Certificate.Status;
import dev.ridgeline.solver.LinearProblem;
import dev.ridgeline.solver.Solution;
import dev.ridgeline.solver.Solver;
import dev.ridgeline.testkit.check.SampleData;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Counts with a log link. */
class PoissonTest {
  static List<Solver> solvers() {
    return List.of(
        new Newton(1e-10, 100),
        new Lbfgs(1e-10, 10, 10_000, 1),
        new ProximalGradient(1e-10, 100_000),
        new AutoSolver(1e-10));
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void the_rates_of_two_groups_are_their_means(Solver solver) {
    // Unpenalised, with an indicator: e^b = 2 (mean of 1, 2, 3) and e^(b + w) = 5 (of 4, 6).
    double[] x = {0, 0, 0, 1, 1};
    Dataset data = Dataset.regression(new DenseFeatures(x, 5, 1), new double[] {1, 2, 3, 4, 6});
    Solution s = solver.solve(LinearProblem.of(data, new PoissonLoss(), new L2(), 0));
    assertEquals(Status.CERTIFIED, s.certificate().status(), s.certificate()::toString);
    assertEquals(Math.log(2), s.intercepts()[0], 1e-8);
    assertEquals(Math.log(2.5), s.weights().get(0, 0), 1e-8);
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void with_a_ridge_the_score_equations_hold(Solver solver) {
    Dataset data = SampleData.counts(60, 4, 3);
    double lambda = 5;
    Solution s = solver.solve(LinearProblem.of(data, new PoissonLoss(), new L2(), lambda));
    assertEquals(Status.CERTIFIED, s.certificate().status(), s.certificate()::toString);
    double[] score = new double[5];
    for (int i = 0; i < 60; i++) {
      double z = s.intercepts()[0];
      for (int j = 0; j < 4; j++) {
        z += s.weights().get(0, j) * data.features().get(i, j);
      }
      double off = Math.exp(z) - data.target(i);
      for (int j = 0; j < 4; j++) {
        score[j] += off * data.features().get(i, j);
      }
      score[4] += off;
    }
    for (int j = 0; j < 4; j++) {
      assertEquals(0, score[j] + lambda * s.weights().get(0, j), 1e-6);
    }
    assertEquals(0, score[4], 1e-6);
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void no_event_at_all_is_never_certified(Solver solver) {
    Dataset data = SampleData.counts(20, 2, 3);
    Dataset none = Dataset.regression(data.features(), new double[20]);
    for (double lambda : new double[] {0, 1}) {
      Solution s = solver.solve(LinearProblem.of(none, new PoissonLoss(), new L2(), lambda));
      assertEquals(Status.NOT_CERTIFIED, s.certificate().status());
      assertTrue(s.certificate().reason().contains("every target is 0"), s.certificate().reason());
    }
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void large_counts_and_columns_in_large_units_are_fitted(Solver solver) {
    Dataset data = SampleData.counts(40, 2, 5);
    double[] y = data.targets();
    double[] x = new double[80];
    for (int i = 0; i < 40; i++) {
      y[i] = Math.rint(1e4 * (1 + y[i]));
      x[2 * i] = 100 * data.features().get(i, 0) + 500;
      x[2 * i + 1] = data.features().get(i, 1);
    }
    Dataset large = Dataset.regression(new DenseFeatures(x, 40, 2), y);
    Solution s = solver.solve(LinearProblem.of(large, new PoissonLoss(), new L2(), 1));
    assertEquals(Status.CERTIFIED, s.certificate().status(), s.certificate()::toString);
  }

  @Test
  void auto_takes_an_l1_penalty_too() {
    Dataset data = SampleData.counts(60, 4, 3);
    Solution s =
        new AutoSolver(1e-8).solve(LinearProblem.of(data, new PoissonLoss(), new L1(), 20));
    assertEquals(Status.CERTIFIED, s.certificate().status(), s.certificate()::toString);
  }
}
