package dev.ridgeline.solvers;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.linalg.RandomStream;
import dev.ridgeline.losses.SoftmaxCrossEntropy;
import dev.ridgeline.penalties.L2;
import dev.ridgeline.penalty.PenaltyFactors;
import dev.ridgeline.solver.LinearProblem;
import dev.ridgeline.solver.Solution;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A metric of the right curvatures leaves lbfgs little to correct. */
class DiagonalMetricTest {
  @ParameterizedTest
  @CsvSource({"0.1, 30", "1, 12", "10, 6"})
  void rare_and_frequent_columns_take_few_iterations(double lambda, int most) {
    Solution s = new Lbfgs().solve(words(lambda));
    assertTrue(Problems.certified(s), s.certificate()::toString);
    assertTrue(s.iterations() <= most, s.iterations() + " iterations");
  }

  @Test
  void columns_of_different_penalties_take_few_iterations() {
    double[] factors = new double[400];
    Arrays.setAll(factors, j -> Math.pow(10, j % 7));
    Solution s = new Lbfgs().solve(words(0.01).withFactors(PenaltyFactors.of(factors)));
    assertTrue(Problems.certified(s), s.certificate()::toString);
    assertTrue(s.iterations() <= 60, s.iterations() + " iterations");
  }

  /** Rows of 20 words of 400, the first of which are in most rows and the last in hardly any. */
  private static LinearProblem words(double lambda) {
    RandomStream random = new RandomStream(5);
    double[][] x = new double[300][400];
    double[] y = new double[300];
    for (int i = 0; i < 300; i++) {
      for (int k = 0; k < 20; k++) {
        x[i][(int) (400 * Math.pow(random.uniform(i * 20L + k), 4))] = 0.3;
      }
      y[i] = (int) (3 * random.uniform(10_000 + i));
      x[i][(int) y[i]] = 0.3;
    }
    Dataset data = Dataset.classification(Problems.sparse(x), y, List.of("a", "b", "c"));
    return LinearProblem.of(data, new SoftmaxCrossEntropy(), new L2(), lambda);
  }
}
