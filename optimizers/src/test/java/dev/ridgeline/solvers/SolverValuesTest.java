package dev.ridgeline.solvers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.DenseFeatures;
import dev.ridgeline.losses.LogisticLoss;
import dev.ridgeline.losses.SquaredLoss;
import dev.ridgeline.penalties.L1;
import dev.ridgeline.penalties.L2;
import dev.ridgeline.solver.LinearProblem;
import dev.ridgeline.solver.Solution;
import dev.ridgeline.solver.Solver;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Coefficients against values found another way. */
class SolverValuesTest {
  static List<Solver> solvers() {
    return Problems.tightSolvers();
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void ridge_regression_is_the_closed_form(Solver solver) {
    Dataset data = Problems.regression(40, 6, 5);
    double lambda = 7;
    double[][] x = Problems.rowsOf(data);
    // Normal equations in (w, b): the sums of the stationarity conditions, lambda on w alone.
    double[][] a = new double[7][7];
    double[] rhs = new double[7];
    for (int i = 0; i < 40; i++) {
      for (int j = 0; j < 7; j++) {
        double u = j < 6 ? x[i][j] : 1;
        rhs[j] += u * data.target(i);
        for (int k = 0; k < 7; k++) {
          a[j][k] += u * (k < 6 ? x[i][k] : 1);
        }
      }
    }
    for (int j = 0; j < 6; j++) {
      a[j][j] += lambda;
    }
    double[] expected = Problems.solve(a, rhs);

    Solution s = solver.solve(LinearProblem.of(data, new SquaredLoss(), new L2(), lambda));

    assertTrue(Problems.certified(s), s.certificate()::toString);
    for (int j = 0; j < 6; j++) {
      assertEquals(expected[j], s.weights().get(0, j), 1e-5);
    }
    assertEquals(expected[6], s.intercepts()[0], 1e-5);
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void ridge_logistic_is_what_newton_on_the_normal_equations_finds(Solver solver) {
    Dataset data = Problems.classes(60, 5, 6);
    double lambda = 2;
    double[] expected = logisticByNewton(data, lambda);

    LinearProblem problem = LinearProblem.of(data, new LogisticLoss(), new L2(), lambda);
    // J is strongly convex with mu = lambda/m, so a gap that rounding hides, one ulp of P(0), which
    // is
    // about log 2, leaves sqrt(2 ulp log 2 / mu) in the weights. Newton's steps are not bound to
    // it.
    boolean firstOrder = solver instanceof ProximalGradient || solver instanceof Lbfgs;
    double strength = lambda / data.weightSum();
    double bound = firstOrder ? Math.sqrt(2 * Math.ulp(1.0) * Math.log(2) / strength) : 1e-8;
    Solver tight =
        solver instanceof ProximalGradient
            ? new ProximalGradient(1e-18, 20_000)
            : solver instanceof CoordinateDescent
                ? new CoordinateDescent(1e-18, 20_000)
                : solver instanceof Newton
                    ? new Newton(1e-18, 100)
                    : solver instanceof Lbfgs
                        ? new Lbfgs(1e-18, 10, 1000, 1)
                        : new AutoSolver(1e-18);
    Solution s = tight.solve(problem);

    for (int j = 0; j < 5; j++) {
      assertEquals(expected[j], s.weights().get(0, j), bound * (1 + Math.abs(expected[j])));
    }
    assertEquals(expected[5], s.intercepts()[0], bound * (1 + Math.abs(expected[5])));
  }

  private static double[] logisticByNewton(Dataset data, double lambda) {
    double[][] x = Problems.rowsOf(data);
    int p = data.columns();
    double[] v = new double[p + 1];
    for (int round = 0; round < 50; round++) {
      double[][] h = new double[p + 1][p + 1];
      double[] g = new double[p + 1];
      for (int i = 0; i < x.length; i++) {
        double eta = v[p];
        for (int j = 0; j < p; j++) {
          eta += v[j] * x[i][j];
        }
        double mean = 1 / (1 + Math.exp(-eta));
        for (int j = 0; j <= p; j++) {
          double u = j < p ? x[i][j] : 1;
          g[j] -= u * (mean - data.target(i));
          for (int k = 0; k <= p; k++) {
            h[j][k] += u * (k < p ? x[i][k] : 1) * mean * (1 - mean);
          }
        }
      }
      for (int j = 0; j < p; j++) {
        h[j][j] += lambda;
        g[j] -= lambda * v[j];
      }
      double[] step = Problems.solve(h, g);
      for (int j = 0; j <= p; j++) {
        v[j] += step[j];
      }
    }
    return v;
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void lasso_on_orthogonal_columns_is_the_soft_threshold(Solver solver) {
    // Columns of +-1 that are orthogonal to each other and to the intercept (Hadamard, order 4).
    double[][] x = {{1, 1, 1}, {-1, 1, -1}, {1, -1, -1}, {-1, -1, 1}};
    Dataset data = Dataset.regression(DenseFeatures.of(x), new double[] {9, 3, 4, 0});
    LinearProblem problem = LinearProblem.of(data, new SquaredLoss(), new L1(), 5);
    assumeTrue(Problems.takes(solver, problem));

    Solution s = solver.solve(problem);

    // x_j . y = 10, 8, 2; thresholds by 5 give 5, 3, 0, divided by ||x_j||^2 = 4; mean of y is 4.
    assertArrayEquals(new double[] {1.25, 0.75, 0}, s.weights().data(), 1e-6);
    assertEquals(0, s.weights().get(0, 2), "an exact zero");
    assertArrayEquals(new double[] {4}, s.intercepts(), 1e-9);
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void two_variables_agree_with_a_search_over_the_plane(Solver solver) {
    Dataset data = Problems.classes(25, 2, 8);
    LinearProblem problem =
        LinearProblem.of(data, new LogisticLoss(), new L1(), 1.5).withIntercept(false);
    assumeTrue(Problems.takes(solver, problem));
    double[] best = {0, 0};
    double value = Problems.objective(problem, best, new double[1]);
    // A compass search: J is convex, so halving the pattern when nothing improves converges.
    for (double step = 1; step > 1e-7; step /= 2) {
      for (boolean better = true; better; ) {
        better = false;
        for (int a = -1; a <= 1; a++) {
          for (int b = -1; b <= 1; b++) {
            double[] v = {best[0] + a * step, best[1] + b * step};
            double at = Problems.objective(problem, v, new double[1]);
            if (at < value - 1e-15) {
              value = at;
              best = v;
              better = true;
            }
          }
        }
      }
    }

    Solution s = solver.solve(problem);

    assertEquals(value, s.objective().value(), 1e-11);
    assertArrayEquals(best, s.weights().data(), 1e-5);
  }
}
