package dev.ridgeline.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ClassWeightsTest {
  private static final double[] Y = {0, 0, 0, 1, 0, 2, 0, 1, 0, 0};
  private static final Dataset DATA =
      Dataset.classification(
          new DenseFeatures(new double[Y.length], Y.length, 1), Y, List.of("a", "b", "c"));
  private static final double[] WEIGHTS = {2, 0, 1, 3, 1, 1, 1, 0, 1, 2};

  private static String message(Executable call) {
    return assertThrows(IllegalArgumentException.class, call).getMessage();
  }

  // Values

  @Test
  void a_row_gets_the_weight_of_its_class() {
    Dataset weighted = DATA.withClassWeights(Map.of("b", 2.5, "c", 0.0));
    assertArrayEquals(new double[] {1, 1, 1, 2.5, 1, 0, 1, 2.5, 1, 1}, weighted.weights());
    assertEquals(12, weighted.weightSum());
  }

  /** {@code python3 classweights.py}, beside this class in the resources: scikit-learn 1.2.1. */
  @Test
  void balanced_weights_are_those_of_scikit_learn() {
    double[] byClass = {0.476190476190476, 1.66666666666667, 3.33333333333333};
    double[] found = DATA.withBalancedClasses().weights();
    for (int i = 0; i < Y.length; i++) {
      assertEquals(byClass[(int) Y[i]], found[i], 1e-14);
    }
    assertEquals(10, DATA.withBalancedClasses().weightSum(), 1e-14);
  }

  @Test
  void class_weights_multiply_sample_weights() {
    assertArrayEquals(
        new double[] {2, 0, 1, 12, 1, 1, 1, 0, 1, 2},
        DATA.withWeights(WEIGHTS).withClassWeights(Map.of("b", 4.0)).weights());
  }

  @Test
  void sample_weights_replace_class_weights() {
    assertArrayEquals(
        WEIGHTS, DATA.withClassWeights(Map.of("b", 4.0)).withWeights(WEIGHTS).weights());
  }

  // Equivalences

  @Test
  void balancing_weighted_rows_is_balancing_rows_repeated() {
    int[] repeated = {0, 0, 2, 3, 3, 3, 4, 5, 6, 8, 9, 9};
    Dataset rows = DATA.select(repeated).withBalancedClasses();
    Dataset weighted = DATA.withWeights(WEIGHTS).withBalancedClasses();
    for (int at = 0; at < repeated.length; at++) {
      int i = repeated[at];
      assertEquals(rows.weight(at) * WEIGHTS[i], weighted.weight(i), 1e-14);
    }
    assertEquals(12, weighted.weightSum(), 1e-13);
  }

  @Test
  void each_class_that_occurs_gets_the_same_mass() {
    Dataset two = DATA.select(new int[] {0, 1, 2, 3, 4}).withBalancedClasses();
    assertArrayEquals(new double[] {0.625, 0.625, 0.625, 2.5, 0.625}, two.weights(), 1e-15);
    assertArrayEquals(two.weights(), two.withBalancedClasses().weights(), 1e-15);
  }

  // Observations

  @Test
  void whole_sample_weights_are_counts_of_observations_and_others_are_relative() {
    double[] ones = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
    assertArrayEquals(ones, DATA.observations());
    assertArrayEquals(WEIGHTS, DATA.withWeights(WEIGHTS).observations());
    double[] shares = {0.2, 0, 0.1, 0.3, 0.1, 0.1, 0.1, 0, 0.1, 0.2};
    assertArrayEquals(
        new double[] {1, 0, 1, 1, 1, 1, 1, 0, 1, 1}, DATA.withWeights(shares).observations());
  }

  @Test
  void class_weights_leave_observations_alone_and_rows_carry_them() {
    Dataset weighted = DATA.withWeights(WEIGHTS).withClassWeights(Map.of("b", 5.0, "c", 0.0));
    assertArrayEquals(new double[] {2, 0, 1, 3, 1, 0, 1, 0, 1, 2}, weighted.observations());
    Dataset chosen = weighted.select(new int[] {9, 5, 3}).withTargetName("t");
    assertArrayEquals(new double[] {2, 0, 3}, chosen.observations());
    assertArrayEquals(new double[] {2, 0, 15}, chosen.weights());
    assertArrayEquals(
        new double[] {2, 0, 3},
        chosen
            .withFeatures(new DenseFeatures(new double[3], 3, 1))
            .withFeatureNames(List.of("f"))
            .observations());
  }

  // Errors

  @Test
  void unknown_names_and_weights_out_of_range_are_refused_with_what_was_found() {
    assertEquals(
        "there is no class 'd' to weigh; the classes are [a, b, c]",
        message(() -> DATA.withClassWeights(Map.of("d", 1.0))));
    for (double bad : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertEquals(
          "class 'b' has weight " + bad + "; allowed are finite >= 0",
          message(() -> DATA.withClassWeights(Map.of("b", bad))));
    }
  }

  @Test
  void weights_that_leave_nothing_are_refused() {
    assertEquals(
        "with these class weights the sample weights sum to 0.0; give a positive, finite one to a"
            + " class that occurs",
        message(() -> DATA.withClassWeights(Map.of("a", 0.0, "b", 0.0, "c", 0.0))));
    assertEquals(
        "with these class weights the sample weights sum to Infinity; give a positive, finite one"
            + " to a class that occurs",
        message(() -> DATA.withClassWeights(Map.of("a", 1.7e308))));
  }

  @Test
  void real_targets_have_no_classes_to_weigh() {
    Dataset numbers = Dataset.regression(new DenseFeatures(new double[2], 2, 1), new double[2]);
    String text =
        "class weights are for class targets, found Dataset[2 x 1, regression]; use withWeights";
    assertEquals(text, message(() -> numbers.withClassWeights(Map.of())));
    assertEquals(text, message(numbers::withBalancedClasses));
  }
}
