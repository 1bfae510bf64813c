package dev.ridgeline.solvers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.DenseFeatures;
import dev.ridgeline.data.FloatFeatures;
import dev.ridgeline.linalg.RandomStream;
import dev.ridgeline.loss.Loss;
import dev.ridgeline.losses.LogisticLoss;
import dev.ridgeline.losses.SoftmaxCrossEntropy;
import dev.ridgeline.penalties.L2;
import dev.ridgeline.solver.Certificate.Status;
import dev.ridgeline.solver.LinearProblem;
import dev.ridgeline.solver.Solution;
import dev.ridgeline.solver.Solver;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Problems large enough for sampled second derivatives, several shares of rows, and BLAS. */
class ManyRowsTest {
  private static final int ROWS = 25_000;
  private static final int COLUMNS = 40;

  /** Correlated columns of unequal scales and means; rows sorted by class. */
  private static double[] cells(int rows, int columns) {
    RandomStream random = new RandomStream(5);
    double[] x = new double[rows * columns];
    for (int i = 0; i < rows; i++) {
      double common = random.gaussian((long) rows * columns + i);
      for (int j = 0; j < columns; j++) {
        // On a grid that single precision holds exactly.
        double v = (1 + j % 5) * (random.gaussian((long) i * columns + j) + common) + j;
        x[i * columns + j] = Math.rint(v * 64) / 64;
      }
    }
    return x;
  }

  private static Dataset classes(int rows, int columns, int classes) {
    double[] x = cells(rows, columns);
    RandomStream noise = new RandomStream(6);
    double[] y = new double[rows];
    Integer[] order = new Integer[rows];
    for (int i = 0; i < rows; i++) {
      order[i] = i;
      double best = Double.NEGATIVE_INFINITY;
      for (int k = 0; k < classes; k++) {
        double score = x[i * columns + k] - k + 3 * noise.gaussian((long) i * classes + k);
        y[i] = score > best ? k : y[i];
        best = Math.max(best, score);
      }
    }
    Arrays.sort(order, (a, b) -> Double.compare(y[a], y[b]));
    double[] sortedX = new double[x.length];
    double[] sortedY = new double[rows];
    for (int i = 0; i < rows; i++) {
      System.arraycopy(x, order[i] * columns, sortedX, i * columns, columns);
      sortedY[i] = y[order[i]];
    }
    List<String> names = IntStream.range(0, classes).mapToObj(Integer::toString).toList();
    return Dataset.classification(new DenseFeatures(sortedX, rows, columns), sortedY, names);
  }

  private static Dataset floats(Dataset data) {
    double[] cells = ((DenseFeatures) data.features()).matrix().data();
    float[] copy = new float[cells.length];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = (float) cells[i];
    }
    FloatFeatures features = new FloatFeatures(copy, data.rows(), data.columns());
    return Dataset.classification(features, data.targets(), data.classNames());
  }

  private static LinearProblem problem(Dataset data) {
    Loss loss = data.classNames().size() == 2 ? new LogisticLoss() : new SoftmaxCrossEntropy();
    return LinearProblem.of(data, loss, new L2(), 100);
  }

  /** The gradient of m J in plain sums: nothing of the solvers is used. */
  private static double largestGradient(LinearProblem problem, Solution solution) {
    Dataset data = problem.data();
    int outputs = problem.outputs();
    int p = data.columns();
    double[] gradient = new double[outputs * (p + 1)];
    double[] f = new double[outputs];
    double[] g = new double[outputs];
    for (int i = 0; i < data.rows(); i++) {
      for (int k = 0; k < outputs; k++) {
        f[k] = solution.intercepts()[k];
        for (int j = 0; j < p; j++) {
          f[k] += data.features().get(i, j) * solution.weights().get(k, j);
        }
      }
      problem.loss().rowLoss(f, 0, outputs, data.target(i), g);
      for (int k = 0; k < outputs; k++) {
        for (int j = 0; j < p; j++) {
          gradient[k * (p + 1) + j] += data.weight(i) * g[k] * data.features().get(i, j);
        }
        gradient[k * (p + 1) + p] += data.weight(i) * g[k];
      }
    }
    double largest = 0;
    for (int k = 0; k < outputs; k++) {
      for (int j = 0; j <= p; j++) {
        double penalty = j < p ? problem.lambda() * solution.weights().get(k, j) : 0;
        largest = Math.max(largest, Math.abs(gradient[k * (p + 1) + j] + penalty));
      }
    }
    return largest / data.weightSum();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void the_gradient_of_the_objective_vanishes_at_the_solution(int classes) {
    LinearProblem problem = problem(classes(ROWS, COLUMNS, classes));
    for (Solver solver : List.of(new AutoSolver(1e-12), new Lbfgs(1e-12, 10, 1000, 1))) {
      Solution solution = solver.solve(problem);
      assertEquals(Status.CERTIFIED, solution.certificate().status(), solution.solver());
      double largest = largestGradient(problem, solution);
      // gap = ||gradient||^2 / (2 c), and a mean of 20 counts as much in the raw gradient.
      assertTrue(largest < 1e-6, solution.solver() + " leaves a gradient of " + largest);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void one_two_and_three_threads_give_the_same_bits(int classes) {
    Dataset data = classes(ROWS, COLUMNS, classes);
    for (Dataset stored : List.of(data, floats(data))) {
      Solution one = new AutoSolver(1e-9, 1).solve(problem(stored));
      for (int threads = 2; threads <= 3; threads++) {
        Solution more = new AutoSolver(1e-9, threads).solve(problem(stored));
        assertArrayEquals(one.weights().data(), more.weights().data());
        assertArrayEquals(one.intercepts(), more.intercepts());
        assertEquals(one.certificate(), more.certificate());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void single_precision_storage_of_the_same_numbers_gives_the_same_bits(int classes) {
    Dataset data = classes(ROWS, COLUMNS, classes);
    assertArrayEquals(
        new AutoSolver(1e-9).solve(problem(data)).weights().data(),
        new AutoSolver(1e-9).solve(problem(floats(data))).weights().data());
  }

  @Test
  void a_row_of_weight_two_is_a_row_given_twice() {
    Dataset data = classes(ROWS, COLUMNS, 2);
    double[] weights = new double[ROWS];
    int[] rows = new int[ROWS + ROWS / 5];
    for (int i = 0, at = 0; i < ROWS; i++) {
      weights[i] = i % 5 == 0 ? 2 : 1;
      rows[at++] = i;
      if (i % 5 == 0) {
        rows[at++] = i;
      }
    }
    Dataset twice = data.select(rows);
    Solution weighted = new AutoSolver(1e-13).solve(problem(data.withWeights(weights)));
    Solution repeated = new AutoSolver(1e-13).solve(problem(twice));
    assertTrue(weighted.solver().startsWith("newton"), weighted.solver());
    assertArrayEquals(repeated.weights().data(), weighted.weights().data(), 1e-6);
    assertArrayEquals(repeated.intercepts(), weighted.intercepts(), 1e-5);
  }
}
