package dev.ridgeline.solvers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.losses.HuberLoss;
import dev.ridgeline.losses.LogisticLoss;
import dev.ridgeline.losses.SoftmaxCrossEntropy;
import dev.ridgeline.losses.SquaredLoss;
import dev.ridgeline.optimizer.PenaltyNotSupportedException;
import dev.ridgeline.penalties.Box;
import dev.ridgeline.penalties.ElasticNet;
import dev.ridgeline.penalties.L1;
import dev.ridgeline.penalties.L2;
import dev.ridgeline.penalties.NoPenalty;
import dev.ridgeline.penalties.NonNegative;
import dev.ridgeline.penalty.BoundedPenalty;
import dev.ridgeline.penalty.PenaltyFactors;
import dev.ridgeline.penalty.SeparablePenalty;
import dev.ridgeline.solver.Certificate;
import dev.ridgeline.solver.LinearProblem;
import dev.ridgeline.solver.PathSolver;
import dev.ridgeline.solver.Solution;
import dev.ridgeline.solver.Solver;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bounds on weights, against a search of all ways in which bounds and signs can hold. */
class SolverBoundsTest {
  static List<Solver> solvers() {
    return List.of(
        new CoordinateDescent(1e-12, 100_000),
        new ProximalGradient(1e-12, 200_000),
        new AutoSolver(1e-12));
  }

  static Stream<BoundedPenalty> penalties() {
    List<SeparablePenalty> bases =
        List.of(new NoPenalty(), new L1(), new L2(), new ElasticNet(0.4));
    return bases.stream()
        .flatMap(base -> Stream.of(new NonNegative(base), new Box(-0.3, 0.8, base)));
  }

  @ParameterizedTest
  @MethodSource("penalties")
  void the_squared_loss_ends_at_the_best_of_all_active_sets(BoundedPenalty penalty) {
    Dataset data = Problems.regression(30, 4, 2);
    for (double lambda : new double[] {0, 3}) {
      LinearProblem problem = LinearProblem.of(data, new SquaredLoss(), penalty, lambda);
      double[] best = search(data, penalty, lambda / 30);
      for (Solver solver : solvers()) {
        Solution s = solver.solve(problem);
        assertTrue(Problems.certified(s), () -> solver + ": " + s.certificate());
        assertArrayEquals(best, s.weights().data(), 1e-5, solver + " at lambda " + lambda);
        for (double w : s.weights().data()) {
          assertTrue(w >= penalty.lower() && w <= penalty.upper(), "weight " + w);
        }
      }
    }
  }

  /** Tries every column at a bound, at 0, positive and negative; solves for those inside. */
  private static double[] search(Dataset data, BoundedPenalty penalty, double strength) {
    int p = data.columns();
    double[] best = new double[p];
    double least = cost(data, penalty, best, strength);
    double l1 = penalty.base().value(1, strength) - halfSquare(penalty.base(), strength);
    double l2 = 2 * halfSquare(penalty.base(), strength);
    for (int code = 0; code < Math.pow(5, p); code++) {
      double[] w = new double[p];
      List<Integer> inside = new ArrayList<>();
      double[] sign = new double[p];
      boolean possible = true;
      for (int j = 0, left = code; j < p; j++, left /= 5) {
        switch (left % 5) {
          case 0 -> w[j] = 0;
          case 1 -> w[j] = penalty.lower();
          case 2 -> w[j] = penalty.upper();
          default -> {
            inside.add(j);
            sign[j] = left % 5 == 3 ? 1 : -1;
          }
        }
        possible &= Double.isFinite(w[j]);
      }
      if (!possible) {
        continue;
      }
      solveInside(data, w, inside, sign, l1, l2);
      double cost = cost(data, penalty, w, strength);
      if (cost < least) {
        least = cost;
        best = w;
      }
    }
    return best;
  }

  /** value(w) = l1 |w| + (l2/2) w^2 at 1 and 2: (v(2) - 2 v(1)) / 2 = l2/2. */
  private static double halfSquare(SeparablePenalty base, double strength) {
    return (base.value(2, strength) - 2 * base.value(1, strength)) / 2;
  }

  private static void solveInside(
      Dataset data, double[] w, List<Integer> inside, double[] sign, double l1, double l2) {
    int n = data.rows();
    int size = inside.size();
    double[][] x = centred(data);
    double mean = mean(data);
    double[][] a = new double[size][size];
    double[] rhs = new double[size];
    for (int s = 0; s < size; s++) {
      int j = inside.get(s);
      for (int i = 0; i < n; i++) {
        double rest = data.target(i) - mean;
        for (int k = 0; k < w.length; k++) {
          rest -= inside.contains(k) ? 0 : x[i][k] * w[k];
        }
        rhs[s] += x[i][j] * rest / n;
        for (int t = 0; t < size; t++) {
          a[s][t] += x[i][j] * x[i][inside.get(t)] / n;
        }
      }
      a[s][s] += l2;
      rhs[s] -= l1 * sign[j];
    }
    double[] solved = Problems.solve(a, rhs);
    for (int s = 0; s < size; s++) {
      w[inside.get(s)] = solved[s];
    }
  }

  private static double[][] centred(Dataset data) {
    double[][] x = Problems.rowsOf(data);
    for (int j = 0; j < data.columns(); j++) {
      double mean = 0;
      for (double[] row : x) {
        mean += row[j] / x.length;
      }
      for (double[] row : x) {
        row[j] -= mean;
      }
    }
    return x;
  }

  private static double mean(Dataset data) {
    double sum = 0;
    for (int i = 0; i < data.rows(); i++) {
      sum += data.target(i) / data.rows();
    }
    return sum;
  }

  private static double cost(Dataset data, BoundedPenalty penalty, double[] w, double strength) {
    double[][] x = centred(data);
    double mean = mean(data);
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      double r = data.target(i) - mean;
      for (int j = 0; j < w.length; j++) {
        r -= x[i][j] * w[j];
      }
      sum += r * r / 2 / x.length;
    }
    for (double v : w) {
      if (v < penalty.lower() - 1e-12 || v > penalty.upper() + 1e-12) {
        return Double.POSITIVE_INFINITY;
      }
      sum += penalty.base().value(v, strength);
    }
    return sum;
  }

  static Stream<LinearProblem> otherLosses() {
    Dataset c = Problems.classes(60, 6, 2);
    Dataset wide = Problems.regression(12, 30, 3);
    return Stream.of(
        LinearProblem.of(c, new LogisticLoss(), new NonNegative(new L1()), 2),
        LinearProblem.of(c, new LogisticLoss(), new NonNegative(new L2()), 2),
        LinearProblem.of(c, new LogisticLoss(), new Box(-0.2, 0.1, new ElasticNet(0.3)), 1),
        LinearProblem.of(c, new LogisticLoss(), new Box(-0.2, 0.1), 1).withIntercept(false),
        LinearProblem.of(Problems.regression(40, 6, 1), new HuberLoss(1), new Box(-1, 1), 1),
        LinearProblem.of(wide, new SquaredLoss(), new NonNegative(new L1()), 2),
        LinearProblem.of(wide, new SquaredLoss(), new NonNegative(new ElasticNet(0.5)), 2),
        LinearProblem.of(wide, new SquaredLoss(), new Box(-0.1, 0.2, new L1()), 2),
        LinearProblem.of(wide, new SquaredLoss(), new Box(-0.1, 0.2, new NonNegative(new L1())), 2),
        LinearProblem.of(wide, new SquaredLoss(), new NonNegative(new L1()), 2)
            .withFactors(PenaltyFactors.ones().with(0, 0).with(3, 2)),
        LinearProblem.of(
            c.withFeatures(Problems.sparse(Problems.rowsOf(c))),
            new LogisticLoss(),
            new NonNegative(new L1()),
            2));
  }

  @ParameterizedTest
  @MethodSource("otherLosses")
  void no_weight_wants_to_move_that_may(LinearProblem problem) {
    BoundedPenalty penalty = (BoundedPenalty) problem.penalty();
    for (Solver solver : solvers()) {
      Solution s = solver.solve(problem);
      assertTrue(Problems.certified(s), () -> solver + ": " + s.certificate());
      double[] w = s.weights().data();
      double[] g = Problems.lossGradient(problem, w, s.intercepts())[0];
      for (int j = 0; j < w.length; j++) {
        double strength = problem.factors().factor(j) * problem.lambda() / problem.data().rows();
        double here = penalty.base().value(w[j], strength);
        double d = 1e-5;
        double up = g[j] * d + penalty.base().value(w[j] + d, strength) - here;
        double down = -g[j] * d + penalty.base().value(w[j] - d, strength) - here;
        assertTrue(up > -1e-10 || w[j] == penalty.upper(), "up " + up + " at " + w[j]);
        assertTrue(down > -1e-10 || w[j] == penalty.lower(), "down " + down + " at " + w[j]);
      }
    }
  }

  @Test
  void there_is_a_gap_wherever_the_conjugate_is_finite() {
    Dataset data = Problems.regression(30, 4, 2);
    for (BoundedPenalty penalty :
        List.of(
            new NonNegative(new L1()),
            new NonNegative(new L2()),
            new Box(-0.3, 0.8),
            new Box(-0.3, 0.8, new ElasticNet(0.5)))) {
      Solution s =
          new CoordinateDescent().solve(LinearProblem.of(data, new SquaredLoss(), penalty, 3));
      assertEquals(Certificate.Measure.RELATIVE_DUALITY_GAP, s.certificate().measure());
      // The gap bounds what is left, also for weights that are far from optimal.
      LinearProblem problem = LinearProblem.of(data, new SquaredLoss(), penalty, 3);
      Solution loose = new ProximalGradient(1e-30, 10).solve(problem);
      double left = loose.objective().value() - s.objective().value();
      double atZero = Problems.objective(problem, new double[4], new double[] {mean(data)});
      assertTrue(left <= loose.certificate().residual() * atZero + 1e-9, penalty.toString());
    }
    Solution least =
        new CoordinateDescent()
            .solve(LinearProblem.of(data, new SquaredLoss(), new NonNegative(), 3));
    assertEquals(Certificate.Measure.KKT_RESIDUAL, least.certificate().measure());
  }

  @Test
  void a_path_down_to_lambda_zero_keeps_its_bounds() {
    Dataset data = Problems.regression(30, 5, 2);
    for (BoundedPenalty penalty :
        List.of(new NonNegative(new L1()), new Box(-0.3, 0.8, new ElasticNet(0.5)))) {
      LinearProblem problem = LinearProblem.of(data, new SquaredLoss(), penalty, 1);
      double[] lambdas = {50, 10, 2, 0.1, 0};
      for (Solver solver : List.of(new CoordinateDescent(1e-11, 100_000), new AutoSolver(1e-11))) {
        List<Solution> path = ((PathSolver) solver).solvePath(problem, lambdas);
        for (int k = 0; k < lambdas.length; k++) {
          Solution alone = solver.solve(problem.withLambda(lambdas[k]));
          assertTrue(Problems.certified(path.get(k)), path.get(k).certificate()::toString);
          assertEquals(alone.objective().value(), path.get(k).objective().value(), 1e-8);
          for (double w : path.get(k).weights().data()) {
            assertTrue(w >= penalty.lower() && w <= penalty.upper(), "weight " + w);
          }
        }
      }
    }
  }

  @Test
  void softmax_takes_bounds() {
    LinearProblem problem =
        LinearProblem.of(
            Problems.threeClasses(60, 5, 2),
            new SoftmaxCrossEntropy(),
            new NonNegative(new L1()),
            1);
    Solution s = new AutoSolver(1e-9).solve(problem);
    assertTrue(Problems.certified(s), s.certificate()::toString);
    double[][] g = Problems.lossGradient(problem, s.weights().data(), s.intercepts());
    int positive = 0;
    for (int at = 0; at < 15; at++) {
      double w = s.weights().data()[at];
      double pull = g[at / 5][at % 5] + 1.0 / 60;
      positive += w > 0 ? 1 : 0;
      assertTrue(w > 0 ? Math.abs(pull) < 1e-5 : w == 0 && pull > -1e-5, "cell " + at);
    }
    assertTrue(positive > 0 && positive < 15);
  }

  @Test
  void solvers_that_know_gradients_only_say_who_can() {
    Dataset data = Problems.regression(20, 3, 1);
    for (double lambda : new double[] {0, 1}) {
      LinearProblem problem =
          LinearProblem.of(data, new SquaredLoss(), new NonNegative(new L2()), lambda);
      for (Solver solver : List.of(new Newton(), new Lbfgs())) {
        String why =
            assertThrows(PenaltyNotSupportedException.class, () -> solver.solve(problem))
                .getMessage();
        assertTrue(why.contains("non-negative") && why.contains("coordinate-descent"), why);
      }
    }
  }

  @Test
  void classes_that_a_cone_of_weights_separates_have_no_optimum_at_lambda_zero() {
    Dataset data =
        Dataset.classification(
            dev.ridgeline.data.DenseFeatures.of(new double[][] {{-2}, {-1}, {1}, {2}}),
            new double[] {0, 0, 1, 1},
            List.of("no", "yes"));
    for (Solver solver : List.of(new CoordinateDescent(), new ProximalGradient())) {
      Solution cone =
          solver.solve(LinearProblem.of(data, new LogisticLoss(), new NonNegative(), 0));
      assertTrue(cone.certificate().reason().contains("separable"), cone.certificate()::toString);
      Solution box = solver.solve(LinearProblem.of(data, new LogisticLoss(), new Box(-3, 3), 0));
      assertTrue(Problems.certified(box), box.certificate()::toString);
      assertEquals(3, box.weights().get(0, 0));
    }
  }
}
