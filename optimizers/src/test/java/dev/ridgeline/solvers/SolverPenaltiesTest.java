package dev.ridgeline.solvers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.SparseFeatures;
import dev.ridgeline.losses.HuberLoss;
import dev.ridgeline.losses.LogisticLoss;
import dev.ridgeline.losses.SoftmaxCrossEntropy;
import dev.ridgeline.losses.SquaredLoss;
import dev.ridgeline.optimizer.PenaltyNotSupportedException;
import dev.ridgeline.penalties.L1;
import dev.ridgeline.penalties.L2;
import dev.ridgeline.solver.Certificate;
import dev.ridgeline.solver.LinearProblem;
import dev.ridgeline.solver.Solution;
import dev.ridgeline.solver.Solver;
import dev.ridgeline.solvers.ForeignPenalties.ColumnGroups;
import dev.ridgeline.solvers.ForeignPenalties.Frobenius;
import dev.ridgeline.solvers.ForeignPenalties.Mcp;
import dev.ridgeline.solvers.ForeignPenalties.NonNegative;
import dev.ridgeline.solvers.ForeignPenalties.OnlyProx;
import dev.ridgeline.solvers.ForeignPenalties.Opaque;
import dev.ridgeline.solvers.ForeignPenalties.PseudoHuber;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Penalties that only the test knows, by their capabilities alone. */
class SolverPenaltiesTest {
  static Stream<Solver> separableSolvers() {
    return Stream.of(
        new ProximalGradient(1e-9, 100_000),
        new CoordinateDescent(1e-9, 10_000),
        new AutoSolver(1e-9));
  }

  @ParameterizedTest
  @MethodSource("separableSolvers")
  void a_bound_on_the_weights_holds_and_its_conditions_are_met(Solver solver) {
    for (Dataset data : List.of(Problems.regression(40, 6, 2), Problems.regression(8, 20, 2))) {
      LinearProblem problem = LinearProblem.of(data, new SquaredLoss(), new NonNegative(), 2);
      Solution s = solver.solve(problem);
      assertTrue(Problems.certified(s), s.certificate()::toString);
      assertEquals(Certificate.Measure.KKT_RESIDUAL, s.certificate().measure());
      double[] g = Problems.lossGradient(problem, s.weights().data(), s.intercepts())[0];
      int zeros = 0;
      for (int j = 0; j < data.columns(); j++) {
        double w = s.weights().get(0, j);
        double at = g[j] + problem.strength();
        zeros += w == 0 ? 1 : 0;
        assertTrue(w > 0 ? Math.abs(at) < 1e-7 : w == 0 && at > -1e-7);
      }
      assertTrue(zeros > 0 && zeros < data.columns());
    }
  }

  @ParameterizedTest
  @MethodSource("separableSolvers")
  void mcp_ends_at_a_stationary_point_with_less_bias_than_the_lasso(Solver solver) {
    Dataset data = Problems.regression(60, 6, 4);
    LinearProblem problem = LinearProblem.of(data, new SquaredLoss(), new Mcp(), 18);
    Solution s = solver.solve(problem);
    assertTrue(Problems.certified(s), s.certificate()::toString);
    double[] g = Problems.lossGradient(problem, s.weights().data(), s.intercepts())[0];
    for (int j = 0; j < 6; j++) {
      double w = s.weights().get(0, j);
      double a = Math.abs(w);
      double slope = a <= 0.9 ? Math.signum(w) * (0.3 - a / 3) : 0;
      assertTrue(w == 0 ? Math.abs(g[j]) <= 0.3 + 1e-8 : Math.abs(g[j] + slope) <= 1e-8);
    }
    Solution lasso = solver.solve(LinearProblem.of(data, new SquaredLoss(), new L1(), 18));
    assertTrue(Math.abs(s.weights().get(0, 0)) > Math.abs(lasso.weights().get(0, 0)));
  }

  @Test
  void mcp_with_columns_so_small_that_its_prox_must_be_cut_short_is_stationary() {
    Dataset data = Problems.regression(60, 6, 4);
    double[][] x = Problems.rowsOf(data);
    for (double[] row : x) {
      row[0] *= 0.1;
    }
    LinearProblem problem =
        LinearProblem.of(Problems.withTable(data, x), new SquaredLoss(), new Mcp(), 1);
    for (Solver solver : separableSolvers().toList()) {
      Solution s = solver.solve(problem);
      assertTrue(Problems.certified(s), s.certificate()::toString);
    }
  }

  @Test
  void groups_are_dropped_whole_and_meet_their_conditions() {
    Dataset data = Problems.threeClasses(60, 5, 2);
    LinearProblem problem =
        LinearProblem.of(data, new SoftmaxCrossEntropy(), new ColumnGroups(), 7);
    Solution s = new AutoSolver(1e-8).solve(problem);
    assertTrue(Problems.certified(s), s.certificate()::toString);
    double[][] g = Problems.lossGradient(problem, s.weights().data(), s.intercepts());
    int zeros = 0;
    for (int j = 0; j < 5; j++) {
      double[] w = new double[3];
      double[] at = new double[3];
      for (int k = 0; k < 3; k++) {
        w[k] = s.weights().get(k, j);
        at[k] = g[k][j];
      }
      double norm = ColumnGroups.norm(w, 3);
      if (norm == 0) {
        zeros++;
        assertTrue(ColumnGroups.norm(at, 3) <= problem.strength() + 1e-6);
        continue;
      }
      for (int k = 0; k < 3; k++) {
        assertEquals(-problem.strength() * w[k] / norm, at[k], 1e-6);
      }
    }
    assertTrue(zeros > 0 && zeros < 5, "groups at zero: " + zeros);
  }

  @Test
  void a_norm_gets_a_duality_gap_and_a_mere_prox_a_residual_at_the_same_solution() {
    Dataset data = Problems.threeClasses(60, 5, 2);
    LinearProblem norm = LinearProblem.of(data, new SoftmaxCrossEntropy(), new Frobenius(), 3);
    LinearProblem prox = LinearProblem.of(data, new SoftmaxCrossEntropy(), new OnlyProx(), 3);
    Solution a = new ProximalGradient(1e-11, 100_000).solve(norm);
    Solution b = new ProximalGradient(1e-8, 100_000).solve(prox);
    assertTrue(Problems.certified(a), a.certificate()::toString);
    assertTrue(Problems.certified(b), b.certificate()::toString);
    assertEquals(Certificate.Measure.RELATIVE_DUALITY_GAP, a.certificate().measure());
    assertEquals(Certificate.Measure.KKT_RESIDUAL, b.certificate().measure());
    assertArrayEquals(a.weights().data(), b.weights().data(), 1e-4);
    double[][] g = Problems.lossGradient(norm, a.weights().data(), a.intercepts());
    double length = a.weights().frobeniusNorm();
    for (int k = 0; k < 3; k++) {
      for (int j = 0; j < 5; j++) {
        assertEquals(-norm.strength() * a.weights().get(k, j) / length, g[k][j], 1e-5);
      }
    }
  }

  @Test
  void a_smooth_penalty_without_prox_is_taken_by_its_gradient() {
    for (var loss : List.of(new SquaredLoss(), new HuberLoss(1))) {
      LinearProblem problem =
          LinearProblem.of(Problems.regression(40, 6, 2), loss, new PseudoHuber(), 20);
      Solution s = new AutoSolver(1e-8).solve(problem);
      assertTrue(Problems.certified(s), s.certificate()::toString);
      double[] g = Problems.lossGradient(problem, s.weights().data(), s.intercepts())[0];
      for (int j = 0; j < 6; j++) {
        double w = s.weights().get(0, j);
        assertEquals(0, g[j] + problem.strength() * w / Math.hypot(1, w), 1e-6);
      }
    }
  }

  @Test
  void each_solver_names_what_a_penalty_lacks_and_who_could_take_it() {
    Dataset data = Problems.regression(10, 2, 1);
    LinearProblem opaque = LinearProblem.of(data, new SquaredLoss(), new Opaque(), 1);
    for (Solver solver : List.of(new ProximalGradient(), new AutoSolver())) {
      String why =
          assertThrows(PenaltyNotSupportedException.class, () -> solver.solve(opaque)).getMessage();
      assertTrue(why.contains("ProximablePenalty") && why.contains("SmoothPenalty"), why);
      assertTrue(why.contains(Opaque.class.getName()), why);
    }
    LinearProblem whole = LinearProblem.of(data, new SquaredLoss(), new Frobenius(), 1);
    String cd =
        assertThrows(PenaltyNotSupportedException.class, () -> new CoordinateDescent().check(whole))
            .getMessage();
    assertTrue(cd.contains("SeparablePenalty") && cd.contains("proximal-gradient"), cd);
    LinearProblem lasso = LinearProblem.of(data, new SquaredLoss(), new L1(), 1);
    String newton =
        assertThrows(PenaltyNotSupportedException.class, () -> new Newton().check(lasso))
            .getMessage();
    assertTrue(newton.contains("QuadraticPenalty") && newton.contains("coordinate-descent"));
  }

  private static void assertRefused(Solver solver, LinearProblem problem) {
    String why =
        assertThrows(IllegalArgumentException.class, () -> solver.solve(problem)).getMessage();
    assertTrue(why.contains("ScalarLoss") && why.contains("proximal-gradient"), why);
  }

  @Test
  void losses_and_sizes_that_do_not_fit_are_refused_with_the_way_out() {
    LinearProblem softmax =
        LinearProblem.of(Problems.threeClasses(20, 2, 1), new SoftmaxCrossEntropy(), new L2(), 1);
    Dataset three = Problems.threeClasses(20, 2, 1);
    int[] some = IntStream.range(0, 20).filter(i -> three.target(i) < 2).toArray();
    LinearProblem absent =
        LinearProblem.of(three.select(some), new SoftmaxCrossEntropy(), new L2(), 1);
    assertRefused(new Newton(), softmax);
    assertRefused(new CoordinateDescent(), absent);
    double[] y = new double[4001];
    SparseFeatures empty = new SparseFeatures(new int[4002], new int[0], new double[0], 4001);
    Dataset large = Dataset.regression(empty, y);
    LinearProblem big = LinearProblem.of(large, new SquaredLoss(), new L2(), 1);
    String why =
        assertThrows(IllegalArgumentException.class, () -> new Newton().check(big)).getMessage();
    assertTrue(why.contains("at most 4000") && why.contains("4001 features"), why);
  }

  @Test
  void auto_says_what_it_chose_and_why() {
    assertChoice(
        LinearProblem.of(Problems.classes(30, 3, 1), new LogisticLoss(), new L2(), 1),
        "newton(",
        "a ridge penalty and min(rows, features) <= 1500");
    assertChoice(
        LinearProblem.of(Problems.classes(60, 3, 1), new LogisticLoss(), new L1(), 0),
        "newton(",
        "nothing is penalised");
    assertChoice(
        LinearProblem.of(Problems.classes(30, 3, 1), new LogisticLoss(), new L1(), 1),
        "coordinate-descent(",
        "a separable penalty");
    assertChoice(
        LinearProblem.of(Problems.threeClasses(30, 3, 1), new SoftmaxCrossEntropy(), new L1(), 1),
        "coordinate-descent(",
        "a separable penalty");
    assertChoice(
        LinearProblem.of(
            Problems.threeClasses(30, 3, 1), new SoftmaxCrossEntropy(), new ColumnGroups(), 1),
        "proximal-gradient(",
        "3 outputs");
    assertChoice(
        LinearProblem.of(Problems.regression(30, 3, 1), new SquaredLoss(), new Frobenius(), 1),
        "proximal-gradient(",
        "not separable");
  }

  private static void assertChoice(LinearProblem problem, String solver, String why) {
    String said = new AutoSolver().solve(problem).solver();
    assertTrue(said.startsWith(solver) && said.contains(why), said);
  }
}
