package dev.ridgeline.solvers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.DenseFeatures;
import dev.ridgeline.losses.SoftmaxCrossEntropy;
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

/** Three classes: a small gradient, or a small gap, where some weights run to infinity. */
class ClassAttainmentTest {
  private static final int ROWS = 60;

  static List<Solver> solvers() {
    return List.of(
        new Lbfgs(),
        new ProximalGradient(1e-6, 100_000),
        new CoordinateDescent(),
        new AutoSolver(1e-4));
  }

  /** Classes that overlap in the first column, one row of three in each. */
  private static double[][] overlapping(int columns) {
    double[][] x = new double[ROWS][columns];
    for (int i = 0; i < ROWS; i++) {
      x[i][0] = Math.sin(1.7 * i) + 0.3 * (i % 3);
    }
    return x;
  }

  private static Dataset classes(double[][] x, boolean sparse) {
    double[] y = new double[x.length];
    Arrays.setAll(y, i -> i % 3);
    return Dataset.classification(
        sparse ? Problems.sparse(x) : DenseFeatures.of(x), y, List.of("a", "b", "c"));
  }

  private static Solution free(Solver solver, double[][] x, boolean sparse, boolean intercept) {
    return solver.solve(
        LinearProblem.of(classes(x, sparse), new SoftmaxCrossEntropy(), new L2(), 0)
            .withIntercept(intercept));
  }

  private static Solution penalized(Solver solver, double[][] x, Penalty penalty) {
    return solver.solve(
        LinearProblem.of(classes(x, false), new SoftmaxCrossEntropy(), penalty, 3)
            .withFactors(PenaltyFactors.ones().with(1, 0)));
  }

  private static void assertWithoutOptimum(Solution s) {
    assertEquals(Status.NOT_CERTIFIED, s.certificate().status(), s.certificate()::toString);
    assertTrue(s.certificate().reason().contains("separable"), s.certificate()::reason);
    assertTrue(Arrays.stream(s.weights().data()).allMatch(Double::isFinite));
  }

  private static void assertOptimum(Solution s) {
    assertTrue(Problems.certified(s), s.certificate()::toString);
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void an_indicator_that_one_class_alone_has_separates_its_rows(Solver solver) {
    double[][] x = overlapping(2);
    for (int i : new int[] {4, 7, 22}) {
      x[i][1] = 1;
    }
    for (boolean sparse : new boolean[] {false, true}) {
      assertWithoutOptimum(free(solver, x, sparse, true));
      assertWithoutOptimum(free(solver, x, sparse, false));
    }
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void an_indicator_that_one_class_never_has_rules_it_out(Solver solver) {
    double[][] x = overlapping(2);
    for (int i : new int[] {0, 1, 3, 4, 7, 9}) {
      x[i][1] = 1;
    }
    assertWithoutOptimum(free(solver, x, false, true));
    assertWithoutOptimum(penalized(solver, x, new L2()));
    if (!(solver instanceof Lbfgs)) {
      assertWithoutOptimum(penalized(solver, x, new L1()));
    }
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void an_indicator_that_every_class_has_does_no_harm(Solver solver) {
    double[][] x = overlapping(3);
    for (int i : new int[] {0, 1, 3, 4, 7, 9, 23}) {
      x[i][1] = 1;
    }
    for (double[] row : x) {
      row[2] = 3 * row[0];
    }
    assertOptimum(free(solver, x, false, true));
    assertOptimum(free(solver, x, false, false));
    assertOptimum(penalized(solver, x, new L2()));
    if (!(solver instanceof Lbfgs)) {
      assertOptimum(penalized(solver, x, new L1()));
    }
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void a_plane_between_one_class_and_the_others_with_rows_on_it_leaves_no_optimum(Solver solver) {
    double[][] x = overlapping(2);
    for (int i = 0; i < ROWS; i++) {
      double side = i < 30 ? 0 : i % 3 == 1 ? 0.5 + 0.01 * i : -0.5 - 0.01 * i;
      x[i][1] = (1 + side - x[i][0]) / 2;
    }
    assertWithoutOptimum(free(solver, x, false, true));
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void a_far_row_on_its_right_side_does_no_harm(Solver solver) {
    double[][] x = overlapping(1);
    x[5][0] = 40;
    assertOptimum(free(solver, x, false, true));
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void smoothed_labels_always_have_an_optimum(Solver solver) {
    double[][] x = overlapping(2);
    x[4][1] = 1;
    assertOptimum(
        solver.solve(
            LinearProblem.of(classes(x, false), new SoftmaxCrossEntropy(0.1), new L2(), 0)));
  }

  @Test
  void a_path_says_at_each_lambda_that_a_free_feature_separates() {
    double[][] x = overlapping(2);
    x[4][1] = 1;
    LinearProblem problem =
        LinearProblem.of(classes(x, false), new SoftmaxCrossEntropy(), new L1(), 0)
            .withFactors(PenaltyFactors.ones().with(1, 0));
    List<Solution> path =
        new CoordinateDescent().solvePath(problem, new double[] {6, 3, 1}, s -> false);
    assertEquals(3, path.size());
    path.forEach(ClassAttainmentTest::assertWithoutOptimum);
  }

  @Test
  void a_weight_that_may_only_grow_is_free_to_run_off_in_the_class_that_it_helps() {
    double[][] x = overlapping(2);
    for (int i : new int[] {4, 7, 22}) {
      x[i][1] = 1;
    }
    assertWithoutOptimum(
        new CoordinateDescent()
            .solve(
                LinearProblem.of(
                    classes(x, false), new SoftmaxCrossEntropy(), new NonNegative(new L2()), 0)));
  }
}
