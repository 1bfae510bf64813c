package dev.ridgeline.solvers;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.DenseFeatures;
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

  @Test
  void intercepts_keep_up_with_pixels_that_go_together() {
    Solution s = new Lbfgs().solve(pictures());
    assertTrue(Problems.certified(s), s.certificate()::toString);
    assertTrue(s.iterations() <= 75, s.iterations() + " iterations");
  }

  /** Pictures of 12 x 12 pixels: ten classes that share 20 round spots, each more of some. */
  private static LinearProblem pictures() {
    RandomStream random = new RandomStream(11);
    double[][] x = new double[500][144];
    double[] y = new double[500];
    for (int i = 0; i < 500; i++) {
      int k = (int) (10 * random.uniform(50_000 + i));
      y[i] = k;
      for (int spot = 0; spot < 20; spot++) {
        double share = Math.pow(random.uniform(90_000 + 20 * k + spot), 3);
        double ink = share * random.uniform(60_000 + 20L * i + spot);
        double row = 12 * random.uniform(80_000 + spot);
        double column = 12 * random.uniform(85_000 + spot);
        for (int j = 0; j < 144; j++) {
          double off = Math.pow(j / 12 - row, 2) + Math.pow(j % 12 - column, 2);
          x[i][j] += ink * Math.exp(-off / 8);
        }
      }
    }
    Dataset data =
        Dataset.classification(
            DenseFeatures.of(x), y, List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"));
    return LinearProblem.of(data, new SoftmaxCrossEntropy(), new L2(), 0.5);
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
