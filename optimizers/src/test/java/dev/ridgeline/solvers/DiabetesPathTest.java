package dev.ridgeline.solvers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.DenseFeatures;
import dev.ridgeline.losses.SquaredLoss;
import dev.ridgeline.penalties.L1;
import dev.ridgeline.solver.LinearProblem;
import dev.ridgeline.solver.Solution;
import dev.ridgeline.solver.Solver;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The lasso path of the diabetes data (442 patients, ten measurements; Efron, Hastie, Johnstone and
 * Tibshirani, "Least angle regression", 2004): columns centred and of unit norm, lambda = max |x_j
 * . residual|. The knots are those of scikit-learn 1.2.1's {@code lars_path(method="lasso")}; the
 * script is scikit_learn.py in the resources of the tests of examples.
 *
 * <p>The data file is that of scikit-learn (BSD-3-Clause): ten measurements, then the target.
 */
class DiabetesPathTest {
  /** Where the path changes direction. */
  private static final double[] KNOTS = {
    949.435260384,
    889.31378536,
    452.895700527,
    316.073378949,
    130.129537096,
    88.7842993506,
    68.9647901895,
    19.9811653596,
    5.47753636634,
    5.0882362937,
    2.18226684362,
    1.31044133996
  };

  /** Which column enters there, counted from 1; negative where it leaves. */
  private static final int[] MOVES = {3, 9, 4, 7, 2, 10, 5, 8, 6, 1, -7, 7};

  static List<Solver> solvers() {
    return List.of(new CoordinateDescent(1e-13, 100_000), new ProximalGradient(1e-13, 200_000));
  }

  private static Dataset diabetes() {
    double[][] x = new double[442][10];
    double[] y = new double[442];
    try (InputStream in = DiabetesPathTest.class.getResourceAsStream("diabetes.txt")) {
      String[] lines = new String(in.readAllBytes(), StandardCharsets.US_ASCII).split("\n");
      for (int i = 0; i < 442; i++) {
        double[] row = Arrays.stream(lines[i].split(" ")).mapToDouble(Double::valueOf).toArray();
        x[i] = Arrays.copyOf(row, 10);
        y[i] = row[10];
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (int j = 0; j < 10; j++) {
      double mean = 0;
      double square = 0;
      for (double[] row : x) {
        mean += row[j] / 442;
      }
      for (double[] row : x) {
        row[j] -= mean;
        square += row[j] * row[j];
      }
      for (double[] row : x) {
        row[j] /= Math.sqrt(square);
      }
    }
    return Dataset.regression(DenseFeatures.of(x), y);
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void features_enter_and_leave_at_the_published_knots(Solver solver) {
    Dataset data = diabetes();
    Set<Integer> support = new TreeSet<>();
    for (int k = 0; k < KNOTS.length; k++) {
      // A little above the knot its move is still to come, a little below it has been made.
      assertEquals(support, supportAt(solver, data, KNOTS[k] * (1 + 1e-6)), "above knot " + k);
      if (MOVES[k] > 0) {
        support.add(MOVES[k]);
      } else {
        support.remove(-MOVES[k]);
      }
      assertEquals(support, supportAt(solver, data, KNOTS[k] * (1 - 1e-6)), "below knot " + k);
    }
  }

  private static Set<Integer> supportAt(Solver solver, Dataset data, double lambda) {
    Solution s = solver.solve(LinearProblem.of(data, new SquaredLoss(), new L1(), lambda));
    assertTrue(Problems.certified(s), s.certificate()::toString);
    Set<Integer> support = new TreeSet<>();
    for (int j = 0; j < 10; j++) {
      if (s.weights().get(0, j) != 0) {
        support.add(j + 1);
      }
    }
    return support;
  }
}
