package dev.ridgeline.solvers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.DenseFeatures;
import dev.ridgeline.data.Features;
import dev.ridgeline.loss.Loss;
import dev.ridgeline.losses.HuberLoss;
import dev.ridgeline.losses.LogisticLoss;
import dev.ridgeline.losses.PoissonLoss;
import dev.ridgeline.losses.SquaredLoss;
import dev.ridgeline.penalties.L2;
import dev.ridgeline.solver.Certificate.Status;
import dev.ridgeline.solver.LinearProblem;
import dev.ridgeline.solver.Solution;
import dev.ridgeline.solver.Solver;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Without a penalty a small gradient proves nothing where the loss falls for ever. */
class AttainmentTest {
  static List<Solver> solvers() {
    return List.of(
        new Newton(),
        new Lbfgs(),
        new ProximalGradient(1e-6, 100_000),
        new CoordinateDescent(),
        new AutoSolver(1e-4));
  }

  private static Solution solve(Solver solver, Dataset data, Loss loss, boolean intercept) {
    return solver.solve(LinearProblem.of(data, loss, new L2(), 0).withIntercept(intercept));
  }

  private static void assertWithoutOptimum(Solution s, String cause) {
    assertEquals(Status.NOT_CERTIFIED, s.certificate().status(), s.certificate()::toString);
    assertTrue(s.certificate().reason().contains(cause), s.certificate()::reason);
    assertTrue(Arrays.stream(s.weights().data()).allMatch(Double::isFinite));
  }

  /** Forty rows that overlap in the first column; the second is set by a rule. */
  private static double[][] overlapping(int columns) {
    double[][] x = new double[40][columns];
    for (int i = 0; i < x.length; i++) {
      x[i][0] = Math.sin(1.7 * i) + (i % 2 == 0 ? 0.3 : -0.3);
    }
    return x;
  }

  private static Dataset classes(double[][] x) {
    double[] y = new double[x.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = i % 2;
    }
    return Dataset.classification(DenseFeatures.of(x), y, List.of("no", "yes"));
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void an_indicator_that_only_one_class_has_separates_its_rows(Solver solver) {
    double[][] x = overlapping(2);
    for (int i : new int[] {3, 7, 21}) {
      x[i][1] = 1;
    }
    for (boolean intercept : new boolean[] {true, false}) {
      for (boolean sparse : new boolean[] {false, true}) {
        Dataset data = classes(x);
        Features stored = sparse ? Problems.sparse(x) : data.features();
        Solution s = solve(solver, data.withFeatures(stored), new LogisticLoss(), intercept);
        assertWithoutOptimum(s, "separable");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void one_separated_row_among_many_is_found(Solver solver) {
    double[][] x = new double[4000][2];
    for (int i = 0; i < x.length; i++) {
      x[i][0] = Math.sin(1.7 * i);
    }
    x[1001][1] = 1;
    assertWithoutOptimum(solve(solver, classes(x), new LogisticLoss(), true), "separable");
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void classes_on_either_side_of_a_plane_with_both_on_it_have_no_optimum(Solver solver) {
    double[][] x = overlapping(2);
    for (int i = 0; i < x.length; i++) {
      // On the line x0 + 2 x1 = 1 up to row 20, then by class to its sides.
      double side = i < 20 ? 0 : i % 2 == 1 ? 0.5 + 0.01 * i : -0.5 - 0.01 * i;
      x[i][1] = (1 + side - x[i][0]) / 2;
    }
    assertWithoutOptimum(solve(solver, classes(x), new LogisticLoss(), true), "separable");
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void a_far_row_on_its_right_side_does_no_harm(Solver solver) {
    double[][] x = overlapping(1);
    x[4][0] = 50;
    Solution s = solve(solver, classes(x), new LogisticLoss(), true);
    assertTrue(Problems.certified(s), s.certificate()::toString);
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void duplicated_and_constant_columns_do_no_harm(Solver solver) {
    double[][] x = overlapping(3);
    for (double[] row : x) {
      row[1] = 2 * row[0];
      row[2] = 7;
    }
    Solution s = solve(solver, classes(x), new LogisticLoss(), true);
    assertTrue(Problems.certified(s), s.certificate()::toString);
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void an_indicator_of_rows_without_an_event_has_no_finite_rate(Solver solver) {
    double[][] x = overlapping(2);
    double[] y = new double[x.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = i % 4;
      x[i][1] = i % 8 == 0 ? 1 : 0;
    }
    Dataset data = Dataset.regression(DenseFeatures.of(x), y);
    for (boolean intercept : new boolean[] {true, false}) {
      LinearProblem problem =
          LinearProblem.of(data, new PoissonLoss(), new L2(), 0).withIntercept(intercept);
      if (Problems.takes(solver, problem)) {
        assertWithoutOptimum(solver.solve(problem), "no finite optimum");
      }
    }
    y[8] = 1;
    LinearProblem some =
        LinearProblem.of(
            Dataset.regression(DenseFeatures.of(x), y), new PoissonLoss(), new L2(), 0);
    if (Problems.takes(solver, some)) {
      Solution s = solver.solve(some);
      assertTrue(Problems.certified(s), s.certificate()::toString);
    }
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void losses_that_grow_in_both_directions_always_have_an_optimum(Solver solver) {
    double[][] x = overlapping(2);
    x[3][1] = 1;
    double[] y = new double[x.length];
    y[3] = 100;
    Dataset data = Dataset.regression(DenseFeatures.of(x), y);
    for (Loss loss : List.of(new SquaredLoss(), new HuberLoss(1))) {
      Solution s = solve(solver, data, loss, true);
      assertTrue(Problems.certified(s), s.certificate()::toString);
    }
  }
}
