package dev.ridgeline.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.Task;
import dev.ridgeline.evaluate.Evaluation;
import dev.ridgeline.evaluate.Metric;
import dev.ridgeline.linear.LinearFit;
import dev.ridgeline.select.SearchResult;
import dev.ridgeline.select.Trial;
import dev.ridgeline.solver.Certificate;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every example runs and shows what it is there to show. */
class ExamplesTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  private String printed() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void the_shipped_data_have_the_shapes_of_their_sources() {
    assertShape(ShippedData.BREAST_CANCER, 569, 30, List.of("malignant", "benign"), 357);
    assertShape(ShippedData.AD_DATA, 333, 135, List.of("Control", "Impaired"), 91);
    assertShape(ShippedData.PD_SPEECH, 252, 751, List.of("control", "PD"), 188);
    assertShape(ShippedData.HEART_SCALE, 270, 13, List.of("-1", "1"), 120);
    Dataset digits = ShippedData.DIGITS.load();
    assertEquals(1797, digits.rows());
    assertEquals(64, digits.columns());
    assertEquals(10, digits.classNames().size());
    Dataset diabetes = ShippedData.DIABETES.load();
    assertEquals(Task.REGRESSION, diabetes.task());
    assertEquals(442, diabetes.rows());
    assertEquals(151, diabetes.target(0));
    assertEquals(59, diabetes.features().get(0, 0));
  }

  private static void assertShape(
      ShippedData set, int rows, int columns, List<String> classes, int positives) {
    Dataset data = set.load();
    assertEquals(rows, data.rows());
    assertEquals(columns, data.columns());
    assertEquals(classes, data.classNames());
    int count = 0;
    for (int i = 0; i < rows; i++) {
      count += data.target(i) == 1 ? 1 : 0;
    }
    assertEquals(positives, count);
  }

  @Test
  void logistic_regression_with_l2_is_certified_and_accurate() {
    LinearFit fit = LogisticRegressionWithL2.run(out);
    assertEquals(Certificate.Status.CERTIFIED, fit.certificate().status());
    assertTrue(printed().startsWith("J = "), printed());
    double accuracy =
        Evaluation.of(fit, ShippedData.BREAST_CANCER.load()).get(Metric.ACCURACY).value();
    assertTrue(accuracy > 0.96, "accuracy " + accuracy);
  }

  @Test
  void the_frobenius_penalty_shrinks_the_network() {
    List<NetworkWithFrobeniusPenalty.Outcome> outcomes = NetworkWithFrobeniusPenalty.run(out);
    for (int i = 1; i < outcomes.size(); i++) {
      assertTrue(outcomes.get(i).norm() < outcomes.get(i - 1).norm());
    }
    assertEquals(1.0, outcomes.get(0).trainAccuracy());
    assertTrue(outcomes.get(2).devAccuracy() > 0.94);
    assertTrue(printed().contains("biases are not penalised unless asked for"));
  }

  @Test
  void l1_selects_a_minority_of_the_features_by_name() {
    SearchResult result = FeatureSelectionWithL1.run(out);
    LinearFit chosen = (LinearFit) result.chosen().model();
    int selected = chosen.nonZero().size();
    assertTrue(selected > 3 && selected < 70, "selected " + selected);
    assertTrue(printed().contains("tau"), printed());
    assertTrue(result.test().orElseThrow().get(Metric.ACCURACY).value() > 0.78);
  }

  @Test
  void weight_decay_equals_l2_under_sgd_and_differs_under_adam() {
    WeightDecayAndL2.Differences differences = WeightDecayAndL2.run(out);
    assertEquals(0.0, differences.sgd());
    assertTrue(differences.adam() > 0.01);
    assertTrue(printed().contains("0.99999999"), printed());
  }

  @Test
  void a_penalty_of_ones_own_works_by_name_in_solver_and_network() {
    for (SearchResult result : YourOwnPenalty.run(out)) {
      Trial first = result.trials().get(0);
      Trial last = result.trials().get(result.trials().size() - 1);
      assertTrue(last.weights().norm() < first.weights().norm());
      assertTrue(result.chosen().devLoss().value() < first.devLoss().value());
    }
    assertTrue(printed().contains("smooth-l1"));
  }
}
