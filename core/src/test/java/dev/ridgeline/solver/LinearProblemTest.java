package dev.ridgeline.solver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.DenseFeatures;
import dev.ridgeline.doubles.Ridge;
import dev.ridgeline.linalg.Matrix;
import dev.ridgeline.losses.LogisticLoss;
import dev.ridgeline.losses.SoftmaxCrossEntropy;
import dev.ridgeline.objective.Objective;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinearProblemTest {
  private final Dataset three =
      Dataset.classification(
          new DenseFeatures(new double[8], 4, 2),
          new double[] {0, 1, 2, 1},
          List.of("a", "b", "c"));
  private final LinearProblem problem =
      LinearProblem.of(three, new SoftmaxCrossEntropy(), new Ridge(), 2);

  private static Solution solution(int outputs, int features) {
    return new Solution(
        Matrix.of(new double[outputs * features], outputs, features),
        new double[outputs],
        new Objective(0, 0, "softmax", "ridge", 1),
        0,
        Certificate.of(Certificate.Measure.KKT_RESIDUAL, 0, 1, ""),
        "none");
  }

  @Test
  void the_strength_is_lambda_over_the_weight_sum() {
    assertEquals(0.5, problem.strength());
    assertEquals(3, problem.outputs());
    assertTrue(problem.intercept());
    Dataset heavier = three.withWeights(new double[] {1, 2, 3, 4});
    assertEquals(
        0.2, LinearProblem.of(heavier, new SoftmaxCrossEntropy(), new Ridge(), 2).strength());
  }

  @Test
  void variants_differ_in_one_part() {
    assertFalse(problem.withIntercept(false).intercept());
    assertEquals(7, problem.withLambda(7).lambda());
    Solution start = solution(3, 2);
    assertEquals(start, problem.withStart(start).start().orElseThrow());
    assertEquals(problem, problem.withIntercept(false).withIntercept(true));
  }

  @Test
  void a_lambda_out_of_range_is_refused() {
    for (double bad : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertEquals(
          "lambda must be finite and at least 0, found " + bad,
          message(() -> problem.withLambda(bad)));
    }
  }

  @Test
  void a_start_of_another_shape_is_refused_with_both() {
    assertEquals(
        "the problem has weights 3 x 2, the start has 1 x 2",
        message(() -> problem.withStart(solution(1, 2))));
    assertEquals(
        "the problem has weights 3 x 2, the start has 3 x 5",
        message(() -> problem.withStart(solution(3, 5))));
  }

  @Test
  void a_loss_that_does_not_fit_the_targets_is_refused() {
    assertEquals(
        "the logistic loss is for two classes, found 3 [a, b, c]; use softmax",
        message(() -> LinearProblem.of(three, new LogisticLoss(), new Ridge(), 1)));
  }

  @Test
  void a_certificate_is_given_up_to_the_tolerance_and_says_why_not_beyond() {
    Certificate at = Certificate.of(Certificate.Measure.KKT_RESIDUAL, 1e-6, 1e-6, "too slow");
    assertEquals(Certificate.Status.CERTIFIED, at.status());
    assertEquals("CERTIFIED: kkt residual 1.00e-06 (tolerance 1.00e-06)", at.toString());
    Certificate above =
        Certificate.of(
            Certificate.Measure.RELATIVE_DUALITY_GAP, 0.25, 1e-6, "9 iterations were not enough");
    assertEquals(Certificate.Status.NOT_CERTIFIED, above.status());
    assertEquals(
        "NOT_CERTIFIED: relative duality gap 0.250 (tolerance 1.00e-06): 9 iterations were not"
            + " enough",
        above.toString());
    Certificate nan =
        Certificate.of(Certificate.Measure.KKT_RESIDUAL, Double.NaN, 1e-6, "it broke down");
    assertEquals(Certificate.Status.NOT_CERTIFIED, nan.status());
    assertEquals("it broke down", nan.reason());
  }

  private static String message(Runnable bad) {
    return assertThrows(IllegalArgumentException.class, bad::run).getMessage();
  }
}
