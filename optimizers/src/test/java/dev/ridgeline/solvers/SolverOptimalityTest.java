package dev.ridgeline.solvers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.losses.LogisticLoss;
import dev.ridgeline.losses.SoftmaxCrossEntropy;
import dev.ridgeline.penalties.ElasticNet;
import dev.ridgeline.penalties.L1;
import dev.ridgeline.penalties.L2;
import dev.ridgeline.solver.Certificate;
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

/** Optimality conditions and certificates, recomputed by plain loops. */
class SolverOptimalityTest {
  static Stream<Arguments> pairs() {
    List<LinearProblem> problems = new ArrayList<>(Problems.samples());
    for (var penalty : List.of(new L1(), new L2(), new ElasticNet(0.5))) {
      problems.add(
          LinearProblem.of(
              Problems.threeClasses(60, 4, 4), new SoftmaxCrossEntropy(), penalty, 1.5));
      problems.add(
          LinearProblem.of(
              Problems.threeClasses(60, 4, 4), new SoftmaxCrossEntropy(0.1), penalty, 1));
      problems.add(LinearProblem.of(Problems.classes(60, 5, 2), new LogisticLoss(0.2), penalty, 1));
    }
    return Problems.tightSolvers().stream()
        .flatMap(
            s -> problems.stream().filter(p -> Problems.takes(s, p)).map(p -> Arguments.of(s, p)));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void the_gradient_is_met_by_a_subgradient_of_the_penalty(Solver solver, LinearProblem problem) {
    Solution s = solver.solve(problem);

    assertTrue(Problems.certified(s), s.certificate()::toString);
    double strength = problem.strength();
    double ratio =
        problem.penalty() instanceof ElasticNet e
            ? e.l1Ratio()
            : problem.penalty() instanceof L1 ? 1 : 0;
    double l1 = strength * ratio;
    double l2 = strength * (1 - ratio);
    double[][] g = Problems.lossGradient(problem, s.weights().data(), s.intercepts());
    int p = problem.data().columns();
    for (int k = 0; k < g.length; k++) {
      for (int j = 0; j < p; j++) {
        double w = s.weights().get(k, j);
        double at = g[k][j] + l2 * w;
        if (w == 0) {
          assertTrue(Math.abs(at) <= l1 + 3e-6, () -> "|gradient| " + at + " above " + l1);
        } else {
          assertEquals(-l1 * Math.signum(w), at, 3e-6);
        }
      }
      if (problem.intercept()) {
        assertEquals(0, g[k][p], 3e-6);
      } else {
        assertEquals(0, s.intercepts()[k]);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void the_objective_is_j_at_the_returned_coefficients(Solver solver, LinearProblem problem) {
    Solution s = solver.solve(problem);

    double j = Problems.objective(problem, s.weights().data(), s.intercepts());
    assertEquals(j, s.objective().value(), 1e-13 * (1 + j));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void the_gap_bounds_how_far_an_early_stop_is_from_the_least_j(
      Solver solver, LinearProblem problem) {
    double least = solver.solve(problem).objective().value();
    int outputs = problem.outputs();
    double[] zero = new double[outputs * problem.data().columns()];
    double[] best =
        problem.intercept() ? problem.loss().bestConstant(problem.data()) : new double[outputs];
    double atZero = Problems.objective(problem, zero, best);
    for (int limit = 1; limit <= 30; limit += 7) {
      Solution early = new ProximalGradient(1e-12, limit).solve(problem);
      double above = early.objective().value() - least;
      double bound = early.certificate().residual() * atZero;
      assertTrue(above <= bound + 1e-13, () -> above + " above the least J, bound " + bound);
    }
  }

  @Test
  void running_out_of_iterations_is_said() {
    LinearProblem problem = Problems.samples().get(1);
    for (Solver solver : List.of(new ProximalGradient(1e-12, 2), new CoordinateDescent(1e-12, 1))) {
      Certificate c = solver.solve(problem).certificate();
      assertEquals(Certificate.Status.NOT_CERTIFIED, c.status());
      assertTrue(c.reason().contains("were not enough; raise max-"), c::reason);
      assertTrue(c.residual() > 1e-12);
    }
    Certificate newton = new Newton(1e-14, 1).solve(Problems.samples().get(6)).certificate();
    assertEquals(Certificate.Status.NOT_CERTIFIED, newton.status());
    assertTrue(newton.reason().contains("1 iterations were not enough"), newton::reason);
  }
}
