package dev.ridgeline.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.DenseFeatures;
import dev.ridgeline.data.Standardizer;
import dev.ridgeline.evaluate.RowErrors;
import dev.ridgeline.layers.Dense;
import dev.ridgeline.losses.LogisticLoss;
import dev.ridgeline.model.Predictions;
import dev.ridgeline.objective.Objective;
import java.util.List;
import org.junit.jupiter.api.Test;

class FittedNetworkTest {
  private final Network network = Network.of(2, new Dense(1));
  private final Objective objective = new Objective(0.5, 0.25, "logistic", "no penalty", 3);
  private final float[] parameters = {2, 0, 1};
  // z = 2 (x0 - 10) / 4 + 0 x1 + 1
  private final FittedNetwork model =
      new FittedNetwork(
          network,
          parameters,
          Standardizer.of(new double[] {10, 0}, new double[] {4, 1}),
          new LogisticLoss(),
          List.of("no", "yes"),
          List.of("dose", "age"),
          objective,
          "stopped");

  @Test
  void raw_features_are_standardised_before_they_are_scored() {
    Predictions p = model.predict(DenseFeatures.of(new double[][] {{10, 7}, {4, 7}, {8, 7}}));
    assertEquals(1, p.score(0, 0), 1e-6);
    assertEquals(-2, p.score(1, 0), 1e-6);
    assertEquals(0, p.score(2, 0), 1e-6);
    assertEquals(1 / (1 + Math.exp(-1)), p.probabilities(0)[1], 1e-6);
    assertEquals("yes", p.className(0));
    assertEquals("no", p.className(1));
    assertEquals("no", p.className(2)); // the first of equals
  }

  @Test
  void rows_are_scored_alike_however_many_there_are() {
    double[] cells = new double[2 * 1000];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = Math.sin(i) * 20;
    }
    double[] all = model.scores(new DenseFeatures(cells, 1000, 2));
    for (int i = 0; i < 1000; i++) {
      assertEquals((cells[2 * i] - 10) / 2 + 1, all[i], 1e-4);
    }
    assertEquals(0, model.scores(new DenseFeatures(new double[0], 0, 2)).length);
  }

  @Test
  void the_parameters_are_copied_in_and_out() {
    parameters[0] = 99;
    model.parameters()[0] = 99;
    model.parameter("dense1.weight").set(0, 0, 99);
    assertArrayEquals(new float[] {2, 0, 1}, model.parameters());
    assertEquals(1, model.parameter("dense1.bias").get(0, 0));
  }

  @Test
  void the_weight_summary_leaves_biases_out() {
    assertEquals(2, model.weights().norm());
    assertEquals(1, model.weights().zeros());
    assertEquals(2, model.weights().count());
  }

  @Test
  void the_rest_is_what_was_given() {
    assertEquals(1, model.outputs());
    assertEquals(2, model.features());
    assertEquals(objective, model.objective());
    assertEquals("stopped", model.fitStatus());
    assertEquals(List.of("no", "yes"), model.classNames());
    assertEquals(network, model.network());
    assertEquals(4, model.standardizer().scale()[0]);
    assertEquals(new LogisticLoss(), model.loss());
  }

  @Test
  void parameters_of_another_network_are_refused() {
    assertEquals(
        "the network has 3 parameters, found 4",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    new FittedNetwork(
                        network,
                        new float[4],
                        Standardizer.identity(2),
                        new LogisticLoss(),
                        List.of("a", "b"),
                        List.of(),
                        objective,
                        ""))
            .getMessage());
  }

  @Test
  void other_features_are_refused() {
    assertEquals(
        "the model was fitted to 2 features, found 1; give the same columns in the same order",
        assertThrows(
                IllegalArgumentException.class,
                () -> model.scores(DenseFeatures.of(new double[][] {{1}})))
            .getMessage());
  }

  private static Dataset named(String... names) {
    return Dataset.regression(
            DenseFeatures.of(new double[][] {{10, 7}, {4, 7}}), new double[] {0, 1})
        .withFeatureNames(List.of(names));
  }

  @Test
  void a_data_set_of_the_same_names_is_predicted_as_its_features_are() {
    assertEquals(1, model.predict(named("dose", "age")).score(0, 0), 1e-6);
    assertEquals(List.of("dose", "age"), model.featureNames());
    // x0 and x1 are names that nobody gave.
    assertEquals(-2, model.predict(named("x0", "x1")).score(1, 0), 1e-6);
  }

  @Test
  void a_data_set_whose_columns_are_others_or_in_another_order_is_refused() {
    assertEquals(
        "column 0 is 'age' where the model was fitted to 'dose' (the same names in another order;"
            + " columns count from 0); give the same columns in the same order, or, if just the"
            + " names differ, withFeatureNames of the model's",
        assertThrows(IllegalArgumentException.class, () -> model.predict(named("age", "dose")))
            .getMessage());
    String other =
        assertThrows(IllegalArgumentException.class, () -> model.predict(named("dose", "weight")))
            .getMessage();
    assertTrue(
        other.startsWith("column 1 is 'weight' where the model was fitted to 'age' (other names"),
        other);
    assertThrows(IllegalArgumentException.class, () -> RowErrors.of(model, named("age", "dose")));
  }

  @Test
  void names_that_do_not_fit_the_inputs_are_refused() {
    assertEquals(
        "the network has 2 inputs, found 1 names of features",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    new FittedNetwork(
                        network,
                        new float[3],
                        Standardizer.identity(2),
                        new LogisticLoss(),
                        List.of("a", "b"),
                        List.of("dose"),
                        objective,
                        ""))
            .getMessage());
  }
}
