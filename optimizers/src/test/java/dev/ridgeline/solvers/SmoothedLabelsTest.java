package dev.ridgeline.solvers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.linear.LinearModel;
import dev.ridgeline.loss.Loss;
import dev.ridgeline.losses.LogisticLoss;
import dev.ridgeline.losses.SoftmaxCrossEntropy;
import dev.ridgeline.penalties.ElasticNet;
import dev.ridgeline.penalties.L1;
import dev.ridgeline.penalties.L2;
import dev.ridgeline.penalty.Penalty;
import dev.ridgeline.solver.LinearProblem;
import dev.ridgeline.solver.Solution;
import dev.ridgeline.solver.Solver;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Certified fits of losses with smoothed labels. */
class SmoothedLabelsTest {
  private static final double SMOOTHING = 0.15;

  private record Pair(Loss smoothed, Loss hard, Dataset data) {}

  private static List<Pair> pairs() {
    return List.of(
        new Pair(new LogisticLoss(SMOOTHING), new LogisticLoss(), Problems.classes(60, 5, 2)),
        new Pair(
            new SoftmaxCrossEntropy(SMOOTHING),
            new SoftmaxCrossEntropy(),
            Problems.threeClasses(60, 4, 4)));
  }

  static List<Solver> solvers() {
    return Problems.tightSolvers();
  }

  /** Every row once for each class, with that class's share of its label as weight. */
  private static Dataset spread(Dataset data) {
    int classes = data.classNames().size();
    int[] rows = new int[data.rows() * classes];
    double[] targets = new double[rows.length];
    double[] weights = new double[rows.length];
    for (int at = 0; at < rows.length; at++) {
      rows[at] = at / classes;
      targets[at] = at % classes;
      double own = targets[at] == data.target(rows[at]) ? 1 - SMOOTHING : 0;
      weights[at] = data.weight(rows[at]) * (own + SMOOTHING / classes);
    }
    return Dataset.classification(data.features().selectRows(rows), targets, data.classNames())
        .withWeights(weights);
  }

  private static void assertSame(Solution expected, Solution found, String what) {
    double[] e = expected.weights().data();
    double[] f = found.weights().data();
    for (int j = 0; j < e.length; j++) {
      assertEquals(e[j], f[j], 1e-5, what + ", weight " + j);
    }
    double mean = Arrays.stream(expected.intercepts()).average().orElse(0);
    double other = Arrays.stream(found.intercepts()).average().orElse(0);
    for (int k = 0; k < expected.intercepts().length && e.length > 0; k++) {
      // Softmax intercepts are defined up to a common number.
      double shift = expected.intercepts().length > 1 ? other - mean : 0;
      assertEquals(
          expected.intercepts()[k] + shift, found.intercepts()[k], 1e-5, what + ", intercept " + k);
    }
    assertEquals(expected.objective().value(), found.objective().value(), 1e-11, what);
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void a_smoothed_fit_is_that_of_every_row_with_every_label_by_weight(Solver solver) {
    int compared = 0;
    for (Pair pair : pairs()) {
      double[] weights = new double[pair.data.rows()];
      Arrays.setAll(weights, i -> 0.5 + i % 3);
      for (Dataset data : List.of(pair.data, pair.data.withWeights(weights))) {
        for (Penalty penalty : List.of(new L2(), new L1(), new ElasticNet(0.5))) {
          for (boolean intercept : new boolean[] {true, false}) {
            LinearProblem smoothed =
                LinearProblem.of(data, pair.smoothed, penalty, 1).withIntercept(intercept);
            if (!Problems.takes(solver, smoothed)) {
              continue;
            }
            Solution found = solver.solve(smoothed);
            Solution expected =
                solver.solve(
                    LinearProblem.of(spread(data), pair.hard, penalty, 1).withIntercept(intercept));
            assertTrue(Problems.certified(found), found.certificate()::toString);
            assertSame(expected, found, solver + " on " + smoothed.loss() + " with " + penalty);
            compared++;
          }
        }
      }
    }
    assertTrue(compared >= 4, "found " + compared + " problems for " + solver);
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void classes_that_do_not_occur_have_finite_intercepts_and_are_certified(Solver solver) {
    for (Pair pair : pairs()) {
      Dataset data = pair.data;
      double[] targets = new double[data.rows()];
      Arrays.setAll(targets, i -> Math.min(1, data.target(i)));
      if (data.classNames().size() == 2) {
        Arrays.fill(targets, 1);
      }
      Dataset fewer = Dataset.classification(data.features(), targets, data.classNames());
      LinearProblem smoothed = LinearProblem.of(fewer, pair.smoothed, new L2(), 0.5);
      if (!Problems.takes(solver, smoothed)) {
        continue;
      }
      Solution found = solver.solve(smoothed);
      assertTrue(Problems.certified(found), found.certificate()::toString);
      assertSame(
          solver.solve(LinearProblem.of(spread(fewer), pair.hard, new L2(), 0.5)),
          found,
          solver + " on " + pair.smoothed);
    }
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void separable_classes_at_lambda_0_have_an_optimum(Solver solver) {
    double[][] x = Problems.table(30, 2, 9);
    double[] y = new double[30];
    for (int i = 0; i < 30; i++) {
      x[i][0] += i < 15 ? -4 : 4;
      y[i] = i < 15 ? 0 : 1;
    }
    Dataset data = Problems.withTable(Problems.classes(30, 2, 9), x);
    Dataset separable = Dataset.classification(data.features(), y, List.of("low", "high"));
    LinearProblem problem = LinearProblem.of(separable, new LogisticLoss(0.1), new L2(), 0);
    if (!Problems.takes(solver, problem)) {
      return;
    }
    Solution s = solver.solve(problem);
    assertTrue(Problems.certified(s), s.certificate()::toString);
    for (double[] row : Problems.lossGradient(problem, s.weights().data(), s.intercepts())) {
      for (double g : row) {
        assertEquals(0, g, 1e-9);
      }
    }
  }

  @Test
  void lambda_max_of_smoothed_labels_is_where_the_first_weight_appears() {
    for (Pair pair : pairs()) {
      LinearModel model = LinearModel.of(pair.smoothed, new L1()).withSolver(new AutoSolver(1e-12));
      double most = model.lambdaMax(pair.data);
      assertEquals(1, model.fit(pair.data, most * 1.01).weights().zeroShare());
      assertTrue(model.fit(pair.data, most * 0.95).weights().zeroShare() < 1);
    }
  }
}
