package dev.ridgeline.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ridgeline.linalg.Matrix;
import dev.ridgeline.losses.LogisticLoss;
import dev.ridgeline.losses.SoftmaxCrossEntropy;
import dev.ridgeline.losses.SquaredLoss;
import java.util.List;
import org.junit.jupiter.api.Test;

class PredictionsTest {
  @Test
  void one_logit_makes_two_probabilities() {
    Predictions p =
        new Predictions(new double[] {Math.log(3), -1}, 1, new LogisticLoss(), List.of("a", "b"));
    assertEquals(2, p.rows());
    assertArrayEquals(new double[] {0.25, 0.75}, p.probabilities(0), 1e-15);
    assertEquals(1, p.classIndex(0));
    assertEquals("a", p.className(1));
    assertEquals(-1, p.score(1, 0));
  }

  @Test
  void many_logits_make_as_many_probabilities_and_the_first_of_equals_wins() {
    double ln2 = Math.log(2);
    Predictions p =
        new Predictions(
            new double[] {0, ln2, ln2, 5, 5, 5},
            3,
            new SoftmaxCrossEntropy(),
            List.of("a", "b", "c"));
    assertArrayEquals(new double[] {0.2, 0.4, 0.4}, p.probabilities(0), 1e-15);
    assertEquals("b", p.className(0));
    assertEquals("a", p.className(1));
    assertEquals(3, p.outputs());
    assertEquals(ln2, p.score(0, 2));
  }

  @Test
  void a_regression_has_values_and_no_classes() {
    Predictions p = new Predictions(new double[] {1.5, -2}, 1, new SquaredLoss(), List.of());
    assertEquals(-2, p.value(1));
    assertEquals(
        "a regression model has no class probabilities; use value",
        assertThrows(IllegalStateException.class, () -> p.probabilities(0)).getMessage());
    assertThrows(IllegalStateException.class, () -> p.className(0));
  }

  @Test
  void a_nan_has_no_class() {
    Predictions p =
        new Predictions(
            new double[] {0, 1, Double.NaN, 1}, 2, new SoftmaxCrossEntropy(), List.of("a", "b"));
    assertEquals("b", p.className(0));
    assertEquals(
        "row 1 has no most probable class, the probability of a is NaN; look for NaN or infinite"
            + " numbers in its features",
        assertThrows(IllegalStateException.class, () -> p.className(1)).getMessage());
  }

  @Test
  void a_weight_summary_adds_up_over_matrices() {
    WeightSummary summary =
        WeightSummary.EMPTY
            .plus(Matrix.of(new double[] {3, 0, -0.0}, 1, 3))
            .plus(Matrix.of(new float[] {4, 0}, 2, 1));
    assertEquals(new WeightSummary(5, 3, 5), summary);
    assertEquals(0.6, summary.zeroShare(), 1e-15);
    assertEquals(0, WeightSummary.EMPTY.zeroShare());
  }
}
