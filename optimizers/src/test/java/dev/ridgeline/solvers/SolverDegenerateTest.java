package dev.ridgeline.solvers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.DenseFeatures;
import dev.ridgeline.data.SparseFeatures;
import dev.ridgeline.loss.Loss;
import dev.ridgeline.losses.HuberLoss;
import dev.ridgeline.losses.LogisticLoss;
import dev.ridgeline.losses.SquaredLoss;
import dev.ridgeline.penalties.ElasticNet;
import dev.ridgeline.penalties.L1;
import dev.ridgeline.penalties.L2;
import dev.ridgeline.penalty.Penalty;
import dev.ridgeline.solver.Certificate;
import dev.ridgeline.solver.LinearProblem;
import dev.ridgeline.solver.Solution;
import dev.ridgeline.solver.Solver;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Data and lambdas at the edge of what can be fitted. */
class SolverDegenerateTest {
  private static final List<Penalty> PENALTIES = List.of(new L2(), new L1(), new ElasticNet(0.5));

  static List<Solver> solvers() {
    return List.of(
        new ProximalGradient(),
        new CoordinateDescent(),
        new Newton(),
        new Lbfgs(),
        new AutoSolver());
  }

  /** Solves with each penalty that the solver takes and expects a certificate each time. */
  static void assertCertified(Solver solver, Dataset data, Loss loss, double lambda) {
    int taken = 0;
    for (Penalty penalty : PENALTIES) {
      for (boolean intercept : new boolean[] {true, false}) {
        LinearProblem problem =
            LinearProblem.of(data, loss, penalty, lambda).withIntercept(intercept);
        if (Problems.takes(solver, problem)) {
          Solution s = solver.solve(problem);
          assertTrue(
              Problems.certified(s), () -> penalty + ", " + intercept + ": " + s.certificate());
          assertTrue(Arrays.stream(s.weights().data()).allMatch(Double::isFinite));
          taken++;
        }
      }
    }
    assertTrue(taken > 0);
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void more_features_than_rows(Solver solver) {
    assertCertified(solver, Problems.regression(10, 40, 1), new SquaredLoss(), 1);
    assertCertified(solver, Problems.regression(10, 40, 1), new HuberLoss(1), 1);
    assertCertified(solver, Problems.classes(12, 40, 2), new LogisticLoss(), 0.5);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.2, 0.02})
  void columns_that_depend_on_each_other_do_not_slow_a_huber_loss_down(double lambda) {
    // Far rows have next to no curvature, so the model's columns depend on each other.
    for (int seed = 1; seed < 9; seed++) {
      Dataset data = Problems.regression(30, 200, seed);
      Solution s =
          new CoordinateDescent(1e-12, 5_000)
              .solve(LinearProblem.of(data, new HuberLoss(1), new L1(), lambda));
      assertTrue(Problems.certified(s), s.certificate()::toString);
    }
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void interpolation_at_lambda_0(Solver solver) {
    LinearProblem problem =
        LinearProblem.of(Problems.regression(8, 20, 1), new SquaredLoss(), new L2(), 0);
    Solution s = solver.solve(problem);
    assertTrue(Problems.certified(s), s.certificate()::toString);
    assertEquals(0, s.objective().value(), 1e-9);
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void a_single_row(Solver solver) {
    Dataset one = Dataset.regression(DenseFeatures.of(new double[][] {{1, -2}}), new double[] {3});
    assertCertified(solver, one, new SquaredLoss(), 0.5);
    assertCertified(solver, one, new HuberLoss(1), 0.5);
    Solution s = solver.solve(LinearProblem.of(one, new SquaredLoss(), new L2(), 0.5));
    assertArrayEquals(new double[] {3}, s.intercepts(), 1e-12);
    assertArrayEquals(new double[] {0, 0}, s.weights().data(), 1e-12);
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void no_features_at_all(Solver solver) {
    Dataset none =
        Dataset.regression(DenseFeatures.of(new double[][] {{}, {}}), new double[] {3, 5});
    Solution s = solver.solve(LinearProblem.of(none, new SquaredLoss(), new L2(), 1));
    assertTrue(Problems.certified(s), s.certificate()::toString);
    assertArrayEquals(new double[] {4}, s.intercepts(), 1e-12);
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void constant_and_zero_columns_get_no_weight(Solver solver) {
    Dataset data = Problems.classes(40, 4, 3);
    double[][] x = Problems.rowsOf(data);
    for (double[] row : x) {
      row[1] = 0.1;
      row[2] = 0;
    }
    Dataset flat = Problems.withTable(data, x);
    for (Dataset d : List.of(flat, flat.withFeatures(Problems.sparse(x)))) {
      assertCertified(solver, d, new LogisticLoss(), 0.5);
      Solution s = solver.solve(LinearProblem.of(d, new LogisticLoss(), new L2(), 0.5));
      assertEquals(0, s.weights().get(0, 1), 1e-12);
      assertEquals(0, s.weights().get(0, 2), 1e-12);
      Solution free = solver.solve(LinearProblem.of(d, new LogisticLoss(), new L2(), 0));
      assertTrue(Problems.certified(free), free.certificate()::toString);
    }
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void a_warm_start_on_a_constant_column_is_forgotten(Solver solver) {
    Dataset data = Problems.regression(30, 3, 3);
    LinearProblem first = LinearProblem.of(data, new SquaredLoss(), new L2(), 0.5);
    Solution start = solver.solve(first);
    double[][] x = Problems.rowsOf(data);
    for (double[] row : x) {
      row[0] = 0.3;
    }
    LinearProblem flat =
        LinearProblem.of(Problems.withTable(data, x), new SquaredLoss(), new L2(), 0.5);
    Solution s = solver.solve(flat.withStart(start));
    assertTrue(Problems.certified(s), s.certificate()::toString);
    assertEquals(0, s.weights().get(0, 0), 1e-3);
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void duplicated_columns(Solver solver) {
    Dataset data = Problems.classes(40, 4, 3);
    double[][] x = Problems.rowsOf(data);
    for (double[] row : x) {
      row[3] = row[0];
    }
    Dataset twice = Problems.withTable(data, x);
    assertCertified(solver, twice, new LogisticLoss(), 1);
    assertCertified(
        solver, Problems.withTable(Problems.regression(40, 4, 3), x), new SquaredLoss(), 1);
    Solution free = solver.solve(LinearProblem.of(twice, new LogisticLoss(), new L2(), 0));
    assertTrue(Problems.certified(free), free.certificate()::toString);
    Solution ridge = solver.solve(LinearProblem.of(twice, new LogisticLoss(), new L2(), 1));
    assertEquals(ridge.weights().get(0, 0), ridge.weights().get(0, 3), 1e-2);
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void lambda_max_empties_the_support_and_a_little_less_does_not(Solver solver) {
    for (boolean intercept : new boolean[] {true, false}) {
      for (Penalty penalty : List.of(new L1(), new ElasticNet(0.25))) {
        Dataset data = Problems.classes(40, 5, 7);
        LinearProblem at0 =
            LinearProblem.of(data, new LogisticLoss(), penalty, 1).withIntercept(intercept);
        if (!Problems.takes(solver, at0)) {
          continue;
        }
        double positive = Arrays.stream(data.targets()).sum();
        double b = intercept ? Math.log(positive / (40 - positive)) : 0;
        double[][] g = Problems.lossGradient(at0, new double[5], new double[] {b});
        double largest = Arrays.stream(g[0], 0, 5).map(Math::abs).max().getAsDouble();
        double ratio = penalty instanceof ElasticNet e ? e.l1Ratio() : 1;
        double max = 40 * largest / ratio;
        Solution empty = solver.solve(at0.withLambda(max * (1 + 1e-9)));
        assertTrue(Problems.certified(empty), empty.certificate()::toString);
        assertTrue(Arrays.stream(empty.weights().data()).allMatch(w -> w == 0));
        Solution some = solver.solve(at0.withLambda(max * 0.98));
        assertTrue(Problems.certified(some), some.certificate()::toString);
        assertTrue(Arrays.stream(some.weights().data()).anyMatch(w -> w != 0));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void a_huge_lambda(Solver solver) {
    for (double lambda : new double[] {1e12, 1e300}) {
      assertCertified(solver, Problems.regression(20, 3, 1), new SquaredLoss(), lambda);
      assertCertified(solver, Problems.classes(30, 3, 1), new LogisticLoss(), lambda);
    }
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void columns_of_wild_scales(Solver solver) {
    Dataset data = Problems.regression(40, 4, 3);
    double[][] x = Problems.rowsOf(data);
    for (double[] row : x) {
      row[0] *= 1e-12;
      row[1] *= 1e12;
    }
    Dataset wild = Problems.withTable(data, x);
    assertCertified(solver, wild, new SquaredLoss(), 1);
    Solution free = solver.solve(LinearProblem.of(wild, new SquaredLoss(), new L2(), 0));
    Solution tame = solver.solve(LinearProblem.of(data, new SquaredLoss(), new L2(), 0));
    assertTrue(Problems.certified(free), free.certificate()::toString);
    assertEquals(tame.objective().value(), free.objective().value(), 1e-6);
    Dataset labels = Problems.classes(40, 4, 3);
    assertCertified(solver, Problems.withTable(labels, x), new LogisticLoss(), 1);
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void columns_with_a_large_mean(Solver solver) {
    Dataset data = Problems.classes(40, 4, 3);
    double[][] x = Problems.rowsOf(data);
    for (double[] row : x) {
      row[0] += 1e5;
    }
    assertCertified(solver, Problems.withTable(data, x), new LogisticLoss(), 1);
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void a_constant_target(Solver solver) {
    Dataset data = Problems.regression(20, 3, 1);
    double[] y = new double[20];
    Arrays.fill(y, 0.1);
    Dataset constant = Dataset.regression(data.features(), y);
    Solution s = solver.solve(LinearProblem.of(constant, new SquaredLoss(), new L2(), 1));
    assertTrue(Problems.certified(s), s.certificate()::toString);
    assertEquals(0.1, s.intercepts()[0], 1e-9);
    assertArrayEquals(new double[3], s.weights().data(), 1e-9);
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void an_empty_sparse_row(Solver solver) {
    Dataset data = Problems.classes(40, 4, 3);
    double[][] x = Problems.rowsOf(data);
    x[5] = new double[4];
    x[39] = new double[4];
    assertCertified(solver, data.withFeatures(Problems.sparse(x)), new LogisticLoss(), 1);
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void numbers_too_large_to_square_are_said(Solver solver) {
    Dataset data =
        Dataset.regression(
            DenseFeatures.of(new double[][] {{1e200}, {-1e200}, {3e200}}),
            new double[] {1e200, -1e200, 2e200});
    Solution s = solver.solve(LinearProblem.of(data, new SquaredLoss(), new L2(), 1));
    assertEquals(Certificate.Status.NOT_CERTIFIED, s.certificate().status());
    assertTrue(s.certificate().reason().contains("rescale"), s.certificate()::reason);
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void a_table_of_more_cells_than_an_int_can_count(Solver solver) {
    // 50,000 x 50,000 cells, one of them stored in each row: w_j = soft(2 y_j, lambda) / 4 by hand,
    // 2 y_j / (4 + lambda) for the ridge.
    int n = 50_000;
    int[] starts = new int[n + 1];
    int[] indices = new int[n];
    double[] values = new double[n];
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      starts[i + 1] = i + 1;
      indices[i] = n - 1 - i;
      values[i] = 2;
      y[i] = i % 3 - 1;
    }
    Dataset data = Dataset.regression(new SparseFeatures(starts, indices, values, n), y);
    for (Penalty penalty : List.of(new L1(), new L2())) {
      LinearProblem problem =
          LinearProblem.of(data, new SquaredLoss(), penalty, 1).withIntercept(false);
      if (!Problems.takes(solver, problem)) {
        continue;
      }
      Solution s = solver.solve(problem);
      assertTrue(Problems.certified(s), s.certificate()::toString);
      for (int i = 0; i < n; i += 1001) {
        double expected = penalty instanceof L1 ? y[i] / 4 : 2 * y[i] / 5;
        assertEquals(expected, s.weights().get(0, n - 1 - i), 1e-3);
      }
    }
    String why =
        assertThrows(IllegalArgumentException.class, () -> new DenseFeatures(values, n, n))
            .getMessage();
    assertTrue(why.contains("50000"), why);
  }
}
