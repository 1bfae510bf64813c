package dev.ridgeline.solvers;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.plugin.Plugins;
import dev.ridgeline.solver.Certificate;
import dev.ridgeline.solver.LinearProblem;
import dev.ridgeline.solver.Solution;
import dev.ridgeline.solver.Solver;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What no solver may do on any problem: claim an optimum where another finds a lower J. */
class RandomProblemsTest {
  private static final List<String> SOLVERS =
      List.of("auto", "coordinate-descent", "newton", "lbfgs", "proximal-gradient");

  static LongStream seeds() {
    return LongStream.range(0, 150);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void a_certificate_holds_against_every_other_solver(long seed) {
    LinearProblem problem = RandomProblems.of(seed);
    List<Solution> solutions = new ArrayList<>();
    for (String name : SOLVERS) {
      Solver solver = Plugins.load().solver(name);
      if (Problems.takes(solver, problem)) {
        solutions.add(solver.solve(problem));
      }
    }
    double best = solutions.stream().mapToDouble(s -> s.objective().value()).min().orElseThrow();
    double atZero = new DataLoss(problem.data(), problem.loss()).value(zeros(problem));
    for (Solution solution : solutions) {
      Certificate stated = solution.certificate();
      boolean isCertified = stated.status() == Certificate.Status.CERTIFIED;
      boolean isGap = stated.measure() == Certificate.Measure.RELATIVE_DUALITY_GAP;
      double allowed = (isGap ? 1.01 * stated.residual() + 1e-9 : 1e-4) * atZero;
      double excess = solution.objective().value() - best;
      assertTrue(
          !isCertified || excess <= allowed,
          () -> solution.solver() + ": " + stated + ", and another J is lower by " + excess);
      boolean hasNoOptimum = Double.isNaN(stated.residual());
      assertTrue(
          isCertified || hasNoOptimum || !solution.solver().contains("auto"),
          () -> problem.loss() + " " + problem.penalty() + ": " + stated);
    }
  }

  private static double[] zeros(LinearProblem problem) {
    DataLoss loss = new DataLoss(problem.data(), problem.loss());
    return new double[loss.rows() * loss.outputs()];
  }
}
