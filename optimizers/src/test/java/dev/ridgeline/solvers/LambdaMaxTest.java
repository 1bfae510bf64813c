package dev.ridgeline.solvers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.linear.LinearModel;
import dev.ridgeline.loss.Loss;
import dev.ridgeline.losses.HuberLoss;
import dev.ridgeline.losses.LogisticLoss;
import dev.ridgeline.losses.SoftmaxCrossEntropy;
import dev.ridgeline.losses.SquaredLoss;
import dev.ridgeline.penalties.ElasticNet;
import dev.ridgeline.penalties.L1;
import dev.ridgeline.penalties.L2;
import dev.ridgeline.penalty.Penalty;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The lambda where a path begins, by hand and by fits on both of its sides. */
class LambdaMaxTest {
  private static LinearModel model(Loss loss, Penalty penalty) {
    return new LinearModel(loss, penalty, new AutoSolver(1e-10), false, true);
  }

  static Stream<Arguments> recipes() {
    Dataset r = Problems.regression(40, 6, 1);
    double[] weights = IntStream.range(0, 40).mapToDouble(i -> i % 3).toArray();
    return Stream.of(
        Arguments.of(model(new SquaredLoss(), new L1()), r),
        Arguments.of(model(new SquaredLoss(), new ElasticNet(0.3)), r),
        Arguments.of(model(new SquaredLoss(), new L1()).withIntercept(false), r),
        Arguments.of(model(new SquaredLoss(), new L1()).withStandardize(true), r),
        Arguments.of(model(new SquaredLoss(), new L1()), r.withWeights(weights)),
        Arguments.of(model(new HuberLoss(0.7), new L1()), r),
        Arguments.of(model(new LogisticLoss(), new ElasticNet(0.5)), Problems.classes(60, 5, 2)),
        Arguments.of(model(new SoftmaxCrossEntropy(), new L1()), Problems.threeClasses(60, 5, 2)));
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void all_weights_are_zero_just_above_it_and_not_just_below(LinearModel model, Dataset data) {
    double max = model.lambdaMax(data);
    assertEquals(0, nonZeros(model, data, max * 1.001));
    assertTrue(nonZeros(model, data, max * 0.98) > 0, "lambda_max " + max);
  }

  private static long nonZeros(LinearModel model, Dataset data, double lambda) {
    var w = model.fit(data, lambda).solution().weights();
    return IntStream.range(0, w.rows() * w.columns())
        .filter(at -> w.get(at / w.columns(), at % w.columns()) != 0)
        .count();
  }

  @Test
  void for_the_lasso_it_is_the_largest_product_with_the_centred_target() {
    Dataset data = Problems.regression(30, 4, 5);
    double mean = IntStream.range(0, 30).mapToDouble(data::target).average().orElseThrow();
    double largest = 0;
    for (int j = 0; j < 4; j++) {
      double sum = 0;
      for (int i = 0; i < 30; i++) {
        sum += data.features().get(i, j) * (data.target(i) - mean);
      }
      largest = Math.max(largest, Math.abs(sum));
    }
    assertEquals(largest, model(new SquaredLoss(), new L1()).lambdaMax(data), 1e-10 * largest);
    assertEquals(
        largest / 0.3,
        model(new SquaredLoss(), new ElasticNet(0.3)).lambdaMax(data),
        1e-9 * largest);
  }

  @Test
  void a_penalty_that_makes_no_zeros_has_none() {
    Dataset data = Problems.regression(30, 4, 5);
    assertThrows(
        IllegalArgumentException.class, () -> model(new SquaredLoss(), new L2()).lambdaMax(data));
    assertEquals(
        Double.POSITIVE_INFINITY, model(new SquaredLoss(), new ElasticNet(0)).lambdaMax(data));
  }
}
