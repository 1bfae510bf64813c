package dev.ridgeline.losses;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.loss.Loss;
import org.junit.jupiter.api.Test;

/** Slopes of rows that are learnt by heart. 2^-84 is exp(-58.2). */
class LeastSlopeTest {
  private static final double SCALE = 1.0 / 128;

  private static float[] slopes(Loss loss, double target, float... prediction) {
    int outputs = prediction.length;
    float[] gradient = new float[outputs];
    double[] targets = {target};
    double[] scales = {SCALE};
    double[] scratch = new double[2 * outputs];
    double sum =
        loss.computeGradient(prediction, 0, 1, outputs, targets, scales, 0, gradient, scratch);
    double[] row = new double[outputs];
    for (int k = 0; k < outputs; k++) {
      row[k] = prediction[k];
    }
    double exact = SCALE * loss.rowLoss(row, 0, outputs, target, new double[outputs]);
    assertEquals(exact, sum, 1e-12 * exact, "the loss itself is kept");
    return gradient;
  }

  @Test
  void softmax_keeps_slopes_of_probabilities_above_2_to_the_minus_84() {
    float p = (float) (SCALE * Math.exp(-58));
    assertArrayEquals(
        new float[] {-2 * p, p, p}, slopes(new SoftmaxCrossEntropy(), 0, 58, 0, 0), 1e-6f * p);
  }

  @Test
  void softmax_rounds_those_below_to_zero_one_by_one() {
    assertArrayEquals(new float[3], slopes(new SoftmaxCrossEntropy(), 0, 60, 0, 0));
    float scale = (float) SCALE;
    assertArrayEquals(
        new float[] {scale, -scale, 0}, slopes(new SoftmaxCrossEntropy(), 1, 60, 0, 0));
    // Each of two is below, their sum is not.
    float[] two = slopes(new SoftmaxCrossEntropy(), 0, 58.5f, 0, 0);
    assertEquals(-2 * SCALE * Math.exp(-58.5), two[0], 1e-30);
    assertEquals(0, two[1]);
  }

  @Test
  void logistic_does_so_on_either_side() {
    for (int target : new int[] {0, 1}) {
      int sign = target == 1 ? 1 : -1;
      assertEquals(0, slopes(new LogisticLoss(), target, sign * 59)[0]);
      double kept = -sign * SCALE * Math.exp(-58);
      assertEquals(kept, slopes(new LogisticLoss(), target, sign * 58)[0], 1e-6 * Math.abs(kept));
      assertEquals(sign * (float) -SCALE, slopes(new LogisticLoss(), target, sign * -90)[0]);
    }
  }

  @Test
  void label_smoothing_has_no_such_slopes_to_lose() {
    float[] softmax = slopes(new SoftmaxCrossEntropy(0.1), 0, 60, 0);
    assertEquals(0.05 * SCALE, softmax[0], 1e-9);
    assertEquals(-0.05 * SCALE, softmax[1], 1e-9);
    assertEquals(0.05 * SCALE, slopes(new LogisticLoss(0.1), 1, 60)[0], 1e-9);
  }

  @Test
  void not_a_number_stays_not_a_number() {
    for (float slope : withNaN()) {
      assertTrue(Float.isNaN(slope));
    }
  }

  private static float[] withNaN() {
    float[] gradient = new float[4];
    double[] scratch = new double[8];
    double[] one = {1, 1, 1};
    float[] predictions = {Float.NaN, 0, 0, Float.NaN};
    new SoftmaxCrossEntropy().computeGradient(predictions, 0, 1, 3, one, one, 0, gradient, scratch);
    new LogisticLoss().computeGradient(predictions, 3, 1, 1, one, one, 0, gradient, scratch);
    return gradient;
  }
}
