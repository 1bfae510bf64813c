package dev.ridgeline.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class DatasetTest {
  private final Features x = DenseFeatures.of(new double[][] {{1, 2}, {3, 4}, {5, 6}});
  private final List<String> noYes = List.of("no", "yes");

  @Test
  void a_classification_set_holds_what_it_was_given() {
    Dataset data =
        Dataset.classification(x, new double[] {0, 1, 1}, noYes)
            .withFeatureNames(List.of("age", "dose"))
            .withTargetName("cured");
    assertEquals(3, data.rows());
    assertEquals(2, data.columns());
    assertEquals(3, data.weightSum());
    assertEquals(1, data.weight(2));
    assertEquals(1, data.target(1));
    assertEquals(Task.CLASSIFICATION, data.task());
    assertEquals(noYes, data.classNames());
    assertEquals(List.of("age", "dose"), data.featureNames());
    assertEquals("cured", data.targetName());
    assertEquals("Dataset[3 x 2, 2 classes [no, yes]]", data.toString());
  }

  @Test
  void a_regression_set_has_default_names_and_no_classes() {
    Dataset data = Dataset.regression(x, new double[] {0.5, -1, 7});
    assertEquals(List.of("x0", "x1"), data.featureNames());
    assertEquals("target", data.targetName());
    assertEquals(List.of(), data.classNames());
    assertEquals("Dataset[3 x 2, regression]", data.toString());
  }

  @Test
  void the_callers_arrays_and_the_returned_ones_are_copies() {
    double[] y = {1, 2, 3};
    double[] w = {1, 2, 3};
    Dataset data = Dataset.regression(x, y).withWeights(w);
    y[0] = 99;
    w[0] = 99;
    data.targets()[1] = 99;
    data.weights()[1] = 99;
    assertArrayEquals(new double[] {1, 2, 3}, data.targets());
    assertArrayEquals(new double[] {1, 2, 3}, data.weights());
    assertEquals(6, data.weightSum());
  }

  @Test
  void a_nan_or_infinite_feature_is_refused_with_row_column_and_value() {
    double[] y = {1, 2};
    assertEquals(
        "row 1, column 0 (x0) is NaN; features must be finite (rows and columns count from 0): drop"
            + " the row, or impute the value when reading",
        message(
            () ->
                Dataset.regression(DenseFeatures.of(new double[][] {{1, 2}, {Double.NaN, 4}}), y)));
    assertTrue(
        message(
                () ->
                    Dataset.regression(
                        FloatFeatures.of(
                            new float[][] {{1, Float.NEGATIVE_INFINITY}, {Float.NaN, 4}}),
                        y))
            .startsWith("row 0, column 1 (x1) is -Infinity; features must be finite"));
    SparseFeatures sparse =
        new SparseFeatures(
            new int[] {0, 1, 2}, new int[] {0, 2}, new double[] {1, Double.POSITIVE_INFINITY}, 3);
    assertTrue(
        message(() -> Dataset.regression(sparse, y))
            .startsWith("row 1, column 2 (x2) is Infinity"));
  }

  @Test
  void replaced_features_must_be_finite_too_and_are_named() {
    Dataset data =
        Dataset.regression(x, new double[] {1, 2, 3}).withFeatureNames(List.of("age", "dose"));
    Features bad = DenseFeatures.of(new double[][] {{1, 2}, {3, Double.NaN}, {5, 6}});
    assertTrue(message(() -> data.withFeatures(bad)).startsWith("row 1, column 1 (dose) is NaN"));
  }

  @Test
  void replaced_features_must_have_the_same_shape() {
    Dataset data = Dataset.regression(x, new double[] {1, 2, 3});
    assertEquals(
        "the data are 3 x 2, the new features 1 x 2",
        message(() -> data.withFeatures(DenseFeatures.of(new double[][] {{1, 2}}))));
    assertEquals(
        20,
        data.withFeatures(DenseFeatures.of(new double[][] {{1, 20}, {3, 4}, {5, 6}}))
            .features()
            .get(0, 1));
  }

  @Test
  void a_target_that_is_not_finite_is_refused_with_its_row() {
    assertEquals(
        "row 2 has target NaN; targets must be finite: drop the row",
        message(() -> Dataset.regression(x, new double[] {1, 2, Double.NaN})));
    assertEquals(
        "row 0 has target Infinity; targets must be finite: drop the row",
        message(() -> Dataset.regression(x, new double[] {Double.POSITIVE_INFINITY, 2, 3})));
  }

  @Test
  void a_target_that_is_no_class_index_is_refused_with_its_row() {
    for (double bad : new double[] {2, -1, 0.5, Double.NaN, 1e10}) {
      assertEquals(
          "row 1 has target " + bad + "; allowed are the class indices 0 to 1 of [no, yes]",
          message(() -> Dataset.classification(x, new double[] {0, bad, 1}, noYes)));
    }
  }

  @Test
  void class_names_must_be_two_or_more_and_different() {
    assertEquals(
        "classification needs at least two different class names, found [no]",
        message(() -> Dataset.classification(x, new double[] {0, 0, 0}, List.of("no"))));
    assertEquals(
        "classification needs at least two different class names, found [a, b, a]",
        message(() -> Dataset.classification(x, new double[] {0, 1, 2}, List.of("a", "b", "a"))));
  }

  @Test
  void features_and_targets_must_be_of_one_length_and_not_empty() {
    assertEquals(
        "features have 3 rows, targets have 2",
        message(() -> Dataset.regression(x, new double[] {1, 2})));
    assertEquals(
        "a data set needs at least one row, found none",
        message(() -> Dataset.regression(new DenseFeatures(new double[0], 0, 2), new double[0])));
  }

  @Test
  void feature_names_must_be_as_many_as_columns_and_different() {
    Dataset data = Dataset.regression(x, new double[] {1, 2, 3});
    assertEquals(
        "features have 2 columns, found 1 names",
        message(() -> data.withFeatureNames(List.of("age"))));
    assertEquals(
        "feature name 'age' occurs twice; names must differ",
        message(() -> data.withFeatureNames(List.of("age", "age"))));
  }

  @Test
  void sample_weights_must_be_finite_not_negative_and_not_all_zero() {
    Dataset data = Dataset.regression(x, new double[] {1, 2, 3});
    assertEquals(
        "the data have 3 rows, found 2 sample weights",
        message(() -> data.withWeights(new double[] {1, 2})));
    assertEquals(
        "row 1 has sample weight -1.0; allowed are finite >= 0",
        message(() -> data.withWeights(new double[] {1, -1, 2})));
    assertEquals(
        "row 2 has sample weight NaN; allowed are finite >= 0",
        message(() -> data.withWeights(new double[] {1, 1, Double.NaN})));
    assertTrue(
        message(() -> data.withWeights(new double[] {Double.POSITIVE_INFINITY, 1, 1}))
            .startsWith("row 0 has sample weight Infinity"));
    assertEquals(
        "all sample weights are 0; at least one must be positive",
        message(() -> data.withWeights(new double[] {0, 0, 0})));
    assertEquals(0.75, data.withWeights(new double[] {0, 0.5, 0.25}).weightSum());
  }

  @Test
  void selected_rows_keep_their_order_targets_weights_and_names_and_may_repeat() {
    Dataset data =
        Dataset.classification(x, new double[] {0, 1, 1}, noYes)
            .withWeights(new double[] {1, 2, 4})
            .withFeatureNames(List.of("age", "dose"))
            .withTargetName("cured");
    Dataset chosen = data.select(new int[] {2, 0, 2});
    assertArrayEquals(new double[] {1, 0, 1}, chosen.targets());
    assertArrayEquals(new double[] {4, 1, 4}, chosen.weights());
    assertEquals(9, chosen.weightSum());
    assertEquals(5, chosen.features().get(0, 0));
    assertEquals(2, chosen.features().get(1, 1));
    assertEquals(List.of("age", "dose"), chosen.featureNames());
    assertEquals("cured", chosen.targetName());
    assertEquals(noYes, chosen.classNames());
  }

  @Test
  void a_selection_of_nothing_or_of_no_weight_is_refused() {
    Dataset data =
        Dataset.regression(x, new double[] {1, 2, 3}).withWeights(new double[] {0, 0, 1});
    assertEquals(
        "a data set needs at least one row, found none", message(() -> data.select(new int[0])));
    assertEquals(
        "all sample weights of the 2 selected rows are 0; at least one must be positive",
        message(() -> data.select(new int[] {0, 1})));
  }

  @Test
  void features_are_compared_by_name_and_order_unless_nobody_named_them() {
    Dataset unnamed = Dataset.regression(x, new double[] {1, 2, 3});
    Dataset named = unnamed.withFeatureNames(List.of("age", "dose"));
    named.checkFeatures(List.of("age", "dose"));
    named.checkFeatures(List.of());
    named.checkFeatures(List.of("x0", "x1"));
    unnamed.checkFeatures(List.of("age", "dose"));
    assertEquals(
        "column 1 is 'dose' where the model was fitted to 'weight' (other names; columns count from"
            + " 0); give the same columns in the same order, or, if just the names differ,"
            + " withFeatureNames of the model's",
        message(() -> named.checkFeatures(List.of("age", "weight"))));
    assertTrue(
        message(() -> named.checkFeatures(List.of("dose", "age")))
            .contains("(the same names in another order;"));
    assertEquals(
        "the model was fitted to 3 features, found 2; give the same columns in the same order",
        message(() -> named.checkFeatures(List.of("age", "dose", "weight"))));
  }

  private static String message(Runnable bad) {
    return assertThrows(IllegalArgumentException.class, bad::run).getMessage();
  }
}
