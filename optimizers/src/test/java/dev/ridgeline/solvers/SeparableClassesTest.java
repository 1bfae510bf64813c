package dev.ridgeline.solvers;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.DenseFeatures;
import dev.ridgeline.solver.LinearProblem;
import dev.ridgeline.solver.Solution;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Softmax where the penalty leaves the rows hardly any loss: their second derivatives are far below
 * any floor that keeps a first step short.
 */
class SeparableClassesTest {
  @ParameterizedTest
  @ValueSource(longs = {605, 11_179})
  void well_separated_classes_are_certified(long seed) {
    Solution s = new CoordinateDescent().solve(RandomProblems.of(seed));
    assertTrue(Problems.certified(s), s.certificate()::toString);
  }

  @ParameterizedTest
  @ValueSource(longs = {101, 145, 581, 605, 888})
  void columns_of_sizes_from_1e_minus_9_to_1e9_are_certified(long seed) {
    Solution s = new CoordinateDescent().solve(scaled(RandomProblems.of(seed), seed));
    assertTrue(Problems.certified(s), s.certificate()::toString);
  }

  @ParameterizedTest
  @ValueSource(longs = {1907, 2009, 2077, 2459, 2972, 3033, 3187, 3894})
  void a_step_along_columns_that_depend_on_each_other_ends_where_the_penalty_rises(long seed) {
    Solution s = new CoordinateDescent().solve(scaled(RandomProblems.of(seed), seed));
    assertTrue(Problems.certified(s), s.certificate()::toString);
  }

  private static LinearProblem scaled(LinearProblem problem, long seed) {
    Random random = new Random(seed * 31 + 7);
    double[][] x = Problems.rowsOf(problem.data());
    for (int j = 0; j < x[0].length; j++) {
      double factor = Math.pow(10, random.nextInt(19) - 9);
      for (double[] row : x) {
        row[j] *= factor;
      }
    }
    Dataset data = problem.data().withFeatures(DenseFeatures.of(x));
    return LinearProblem.of(data, problem.loss(), problem.penalty(), problem.lambda())
        .withIntercept(problem.intercept());
  }
}
