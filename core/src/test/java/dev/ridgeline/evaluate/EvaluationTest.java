package dev.ridgeline.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.DenseFeatures;
import dev.ridgeline.doubles.FakeModel;
import dev.ridgeline.losses.LogisticLoss;
import dev.ridgeline.losses.SoftmaxCrossEntropy;
import dev.ridgeline.losses.SquaredLoss;
import dev.ridgeline.model.Model;
import dev.ridgeline.model.WeightSummary;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluationTest {
  private final Dataset classes =
      Dataset.classification(
          new DenseFeatures(new double[] {1, -1, 2, -2}, 4, 1),
          new double[] {1, 0, 0, 0},
          List.of("no", "yes"));

  /** The logit, or the number, is the feature. */
  private static Model first(List<String> names) {
    return new FakeModel(
        x -> column(x),
        1,
        names.isEmpty() ? new SquaredLoss() : new LogisticLoss(),
        names,
        WeightSummary.EMPTY);
  }

  private static double[] column(dev.ridgeline.data.Features x) {
    double[] z = new double[x.rows()];
    for (int i = 0; i < z.length; i++) {
      z[i] = x.get(i, 0);
    }
    return z;
  }

  @Test
  void a_classifier_is_scored_by_its_loss_and_all_metrics_of_classes() {
    Evaluation e = Evaluation.of(first(List.of("no", "yes")), classes);
    assertEquals(4, e.rows());
    assertEquals(0.25, e.error().value());
    assertEquals(0.75, e.get(Metric.ACCURACY).value());
    double loss =
        (Math.log1p(Math.exp(-1)) * 2 + Math.log1p(Math.exp(2)) + Math.log1p(Math.exp(-2))) / 4;
    assertEquals(loss, e.loss().value(), 1e-15);
    assertEquals(loss, e.get(Metric.LOG_LOSS).value(), 1e-15);
    assertEquals(2 / 3.0, e.get(Metric.AUC).value(), 1e-15);
    assertArrayEquals(
        new double[] {
          Math.log1p(Math.exp(-1)), Math.log1p(Math.exp(-1)),
          Math.log1p(Math.exp(2)), Math.log1p(Math.exp(-2))
        },
        RowErrors.of(first(List.of("no", "yes")), classes).losses(),
        1e-15);
  }

  @Test
  void a_regression_is_scored_by_its_loss_and_all_metrics_of_numbers() {
    Dataset data =
        Dataset.regression(new DenseFeatures(new double[] {1, 2}, 2, 1), new double[] {1, 4});
    Evaluation e = Evaluation.of(first(List.of()), data);
    assertEquals(1, e.loss().value()); // half the squares 0 and 4
    assertEquals(2, e.error().value());
    assertEquals(Math.sqrt(2), e.get(Metric.RMSE).value(), 1e-15);
    assertEquals(
        "AUC is not a metric of this task; there are [RMSE, R2]",
        assertThrows(IllegalArgumentException.class, () -> e.get(Metric.AUC)).getMessage());
    assertTrue(e.toString().startsWith("RMSE 1.4142 +/- "), e.toString());
    assertTrue(e.toString().endsWith(" on 2 rows"), e.toString());
  }

  @Test
  void metrics_come_in_their_declared_order() {
    Evaluation e = Evaluation.of(first(List.of("no", "yes")), classes);
    assertEquals(
        List.of(Metric.ACCURACY, Metric.LOG_LOSS, Metric.AUC, Metric.F1),
        List.copyOf(e.metrics().keySet()));
    assertThrows(UnsupportedOperationException.class, () -> e.metrics().remove(Metric.AUC));
  }

  @Test
  void data_of_other_classes_are_refused_with_both() {
    assertEquals(
        "the model knows the classes [yes, no], the data have [no, yes]; read the data with the"
            + " model's classes, in the same order",
        assertThrows(
                IllegalArgumentException.class,
                () -> Evaluation.of(first(List.of("yes", "no")), classes))
            .getMessage());
    Model three =
        new FakeModel(
            x -> new double[3 * x.rows()],
            3,
            new SoftmaxCrossEntropy(),
            List.of("a", "b", "c"),
            WeightSummary.EMPTY);
    Dataset four =
        Dataset.classification(
            new DenseFeatures(new double[1], 1, 1), new double[] {3}, List.of("a", "b", "c", "d"));
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> Evaluation.of(three, four))
            .getMessage()
            .startsWith("the model knows the classes [a, b, c], the data have [a, b, c, d]"));
  }

  @Test
  void data_of_another_task_are_refused() {
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> Evaluation.of(first(List.of()), classes))
            .getMessage()
            .startsWith("the squared loss is for real targets"));
  }

  @Test
  void the_error_of_a_score_is_the_infinitesimal_jackknife() {
    // Influences 1, -1 with weights 3 and 3: sqrt(6 / (6 * 5))
    Score score = Score.of(2, new double[] {1, -1}, new double[] {3, 3});
    assertEquals(Math.sqrt(0.2), score.standardError(), 1e-15);
    Score mean = Score.mean(new double[] {1, 2, 6}, new double[] {1, 1, 1});
    assertEquals(3, mean.value());
    assertEquals(Math.sqrt((4 + 1 + 9) / 6.0), mean.standardError(), 1e-15);
    assertEquals("3.0000 +/- 1.5275", mean.toString());
  }
}
