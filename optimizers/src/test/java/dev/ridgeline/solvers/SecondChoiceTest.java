package dev.ridgeline.solvers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.DenseFeatures;
import dev.ridgeline.linalg.RandomStream;
import dev.ridgeline.losses.LogisticLoss;
import dev.ridgeline.penalties.L2;
import dev.ridgeline.solver.Certificate;
import dev.ridgeline.solver.LinearProblem;
import dev.ridgeline.solver.Solution;
import java.util.List;
import org.junit.jupiter.api.Test;

class SecondChoiceTest {
  /** Separable classes on columns of 1e9: the ridge is next to nothing, newton goes far. */
  private static LinearProblem hard() {
    RandomStream random = new RandomStream(3);
    double[][] x = new double[80][30];
    double[] y = new double[80];
    for (int i = 0; i < 80; i++) {
      for (int j = 0; j < 30; j++) {
        x[i][j] = 1e9 * random.gaussian(i * 30L + j);
      }
      y[i] = x[i][0] > 0 ? 1 : 0;
    }
    Dataset data = Dataset.classification(DenseFeatures.of(x), y, List.of("no", "yes"));
    return LinearProblem.of(data, new LogisticLoss(), new L2(), 0.03);
  }

  @Test
  void where_the_first_choice_fails_another_solver_certifies_and_the_name_says_so() {
    Solution first = new Newton().solve(hard());
    assertEquals(Certificate.Status.NOT_CERTIFIED, first.certificate().status());

    Solution found = new AutoSolver().solve(hard());

    assertEquals(Certificate.Status.CERTIFIED, found.certificate().status());
    assertTrue(found.objective().value() < first.objective().value());
    assertTrue(found.solver().contains("after a residual of"), found.solver());
    assertTrue(found.solver().contains("newton"), found.solver());
  }

  @Test
  void a_certified_solution_stays_and_so_does_one_that_has_no_optimum() {
    Solution certified = new Lbfgs().solve(hard());
    assertSame(certified, SecondChoice.after(certified, hard(), 1e-6, 1));

    LinearProblem free = hard().withLambda(0);
    Solution none = new Newton().solve(free);
    assertTrue(Double.isNaN(none.certificate().residual()), none.certificate()::toString);
    assertSame(none, SecondChoice.after(none, free, 1e-6, 1));
  }

  @Test
  void of_solutions_that_all_fail_the_nearest_is_returned() {
    LinearProblem problem = hard();
    double unreachable = 1e-300;
    Solution first = new Newton(unreachable, 3, 1).solve(problem);

    Solution best = SecondChoice.after(first, problem, unreachable, 1);

    assertTrue(best.certificate().residual() <= first.certificate().residual());
  }
}
