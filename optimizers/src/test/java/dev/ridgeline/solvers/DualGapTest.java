package dev.ridgeline.solvers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.linalg.Matrix;
import dev.ridgeline.loss.Loss;
import dev.ridgeline.losses.HuberLoss;
import dev.ridgeline.losses.LogisticLoss;
import dev.ridgeline.penalties.ElasticNet;
import dev.ridgeline.solver.LinearProblem;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DualGapTest {
  private static final int ROWS = 60;
  private static final int COLUMNS = 9;

  static Stream<Arguments> problems() {
    return Stream.of(new LogisticLoss(), new HuberLoss(1))
        .flatMap(
            loss ->
                Stream.of(0.0, 0.3, 0.9, 1.0)
                    .flatMap(
                        ratio ->
                            Stream.of(1e-6, 1e-3, 0.3)
                                .map(noise -> Arguments.of(loss, ratio, noise))));
  }

  /** Conjugates taken by Fenchel's equality, against those of every row by their own formula. */
  @ParameterizedTest
  @MethodSource("problems")
  void bounds_from_predictions_are_those_from_slopes(Loss loss, double ratio, double noise) {
    Random random = new Random(7);
    Dataset data =
        loss instanceof HuberLoss
            ? Problems.regression(ROWS, COLUMNS, 7)
            : Problems.classes(ROWS, COLUMNS, 7);
    LinearProblem problem =
        LinearProblem.of(data, loss, new ElasticNet(ratio), 2).withIntercept(false);
    DataLoss rows = new DataLoss(data, loss);
    ColumnDesign design = ColumnDesign.columnsOf(data.features(), rows, false, 0);
    double[] w = new CoordinateDescent(1e-8, 1000).solve(problem).weights().data();
    for (int j = 0; j < COLUMNS; j++) {
      w[j] += w[j] == 0 ? 0 : noise * random.nextGaussian();
    }
    double[] eta = new double[ROWS];
    double[] slopes = new double[ROWS];
    double[] gradient = new double[COLUMNS];
    design.computePredictions(w, new double[1], eta);
    double value = rows.computeSlopes(eta, slopes);
    design.computeGradient(slopes, 1, gradient);
    double primal = value + problem.penaltyValue(Matrix.of(w, 1, COLUMNS));
    DualGap dual = new DualGap(problem, rows);
    double best = dual.lowerBound(slopes, gradient, w);
    double quick = dual.lowerBound(slopes, gradient, w, eta, value, primal);
    assertTrue(quick <= best + 1e-13 * primal);
    assertEquals(primal - best, primal - quick, 0.06 * (primal - best) + 1e-13 * primal);
  }
}
