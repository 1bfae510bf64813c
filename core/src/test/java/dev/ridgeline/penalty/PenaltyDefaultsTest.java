package dev.ridgeline.penalty;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.doubles.Incapable;
import dev.ridgeline.doubles.Lasso;
import dev.ridgeline.doubles.Ridge;
import dev.ridgeline.linalg.DoubleMatrix;
import dev.ridgeline.linalg.FloatMatrix;
import dev.ridgeline.linalg.Matrix;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the author of three scalar functions gets, on every kind of view. */
class PenaltyDefaultsTest {
  /** The matrix (3 -1; 0.5 -4) in eight kinds of storage, with 99 in all other cells. */
  static Stream<Matrix> views() {
    return Stream.of(
        Matrix.of(new float[] {3, -1, 0.5f, -4}, 2, 2),
        Matrix.of(new double[] {3, -1, 0.5, -4}, 2, 2),
        new FloatMatrix(new float[] {99, 3, -1, 0.5f, -4, 99}, 1, 2, 2, 2, 1),
        new DoubleMatrix(new double[] {99, 3, -1, 0.5, -4, 99}, 1, 2, 2, 2, 1),
        Matrix.of(new float[] {3, 0.5f, -1, -4}, 2, 2).transpose(),
        Matrix.of(new double[] {3, 0.5, -1, -4}, 2, 2).transpose(),
        new FloatMatrix(new float[] {3, 99, -1, 99, 99, 0.5f, 99, -4}, 0, 2, 2, 5, 2),
        new DoubleMatrix(new double[] {3, 99, -1, 99, 99, 0.5, 99, -4}, 0, 2, 2, 5, 2));
  }

  private static double[] storage(Matrix w) {
    if (w instanceof DoubleMatrix d) {
      return d.data().clone();
    }
    float[] data = ((FloatMatrix) w).data();
    double[] copy = new double[data.length];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = data[i];
    }
    return copy;
  }

  private static long strangers(Matrix w) {
    return java.util.Arrays.stream(storage(w)).filter(x -> x == 99).count();
  }

  @ParameterizedTest
  @MethodSource("views")
  void values_are_sums_over_the_cells(Matrix w) {
    assertEquals(2 * 8.5, new Lasso().value(w, 2));
    assertEquals(0.25 * (9 + 1 + 0.25 + 16), new Ridge().value(w, 0.5));
  }

  @ParameterizedTest
  @MethodSource("views")
  void a_prox_acts_on_the_cells_of_the_view_and_returns_its_value(Matrix w) {
    long strangers = strangers(w);
    // Threshold 2 * 0.5 = 1: (2 0; 0 -3), of value 2 * 5.
    assertEquals(10, new Lasso().prox(w, 2, 0.5));
    assertEquals(2, w.get(0, 0));
    assertEquals(0, w.get(0, 1));
    assertEquals(0, w.get(1, 0));
    assertEquals(-3, w.get(1, 1));
    assertEquals(strangers, strangers(w));
  }

  @ParameterizedTest
  @MethodSource("views")
  void the_prox_of_the_square_divides(Matrix w) {
    // w / (1 + 2 * 0.5) = w / 2
    assertEquals(0.25 * (9 + 1 + 0.25 + 16), new Ridge().prox(w, 2, 0.5));
    assertEquals(1.5, w.get(0, 0));
    assertEquals(0.25, w.get(1, 0));
  }

  @ParameterizedTest
  @MethodSource("views")
  void strength_0_and_step_0_change_nothing(Matrix w) {
    double[] before = storage(w);
    assertEquals(0, new Lasso().prox(w, 0, 5));
    assertEquals(17, new Lasso().prox(w, 2, 0));
    assertArrayEquals(before, storage(w));
  }

  @ParameterizedTest
  @MethodSource("views")
  void gradients_accumulate_in_any_storage(Matrix w) {
    for (Matrix gradient :
        new Matrix[] {
          Matrix.of(new float[] {1, 1, 1, 1}, 2, 2),
          Matrix.of(new double[] {1, 1, 1, 1}, 2, 2).transpose()
        }) {
      new Ridge().addGradientTo(w, 2, gradient);
      assertEquals(7, gradient.get(0, 0));
      assertEquals(-1, gradient.get(0, 1));
      assertEquals(2, gradient.get(1, 0));
      assertEquals(-7, gradient.get(1, 1));
    }
  }

  @ParameterizedTest
  @MethodSource("views")
  void stationarity_is_the_worst_cell(Matrix w) {
    // Lasso of strength 2: |g + 2 sign(w)| = |-1 + 2|, |2 - 2|, |0 + 2|, |5 - 2| = 3 at most.
    Matrix gradient = Matrix.of(new double[] {-1, 2, 0, 5}, 2, 2);
    assertEquals(3, new Lasso().stationarity(w, gradient, 2));
    // Ridge of strength 1: |g + w| = 2, 1, 0.5, 1.
    assertEquals(2, new Ridge().stationarity(w, gradient, 1));
    gradient.set(0, 1, Double.NaN);
    assertTrue(Double.isNaN(new Lasso().stationarity(w, gradient, 2)));
  }

  @Test
  void range_methods_stay_in_their_range() {
    float[] w = {5, 5, 5, 5};
    new Lasso().prox(w, 1, 3, 1.0, 2.0);
    assertArrayEquals(new float[] {5, 3, 3, 5}, w);
    new Lasso().prox(w, 1, 3, 1.0, new float[] {1, 2});
    assertArrayEquals(new float[] {5, 2, 1, 5}, w);
    double[] d = {5, 5, 5};
    new Lasso().prox(d, 2, 3, 1.0, 4.0);
    assertArrayEquals(new double[] {5, 5, 1}, d);
    assertEquals(6, new Lasso().value(d, 1, 3, 1.0));
    assertEquals(3, new Lasso().value(w, 1, 3, 1.0));
    float[] gradient = {1, 1, 1, 1};
    new Ridge().addGradientTo(w, gradient, 1, 3, 2.0);
    assertArrayEquals(new float[] {1, 5, 3, 1}, gradient);
    new Lasso().addSubgradientTo(new float[] {1, -1, 0, 1}, gradient, 1, 4, 0.5);
    assertArrayEquals(new float[] {1, 4.5f, 3, 1.5f}, gradient);
  }

  @Test
  void quadratic_defaults_follow_from_the_rate() {
    Ridge ridge = new Ridge();
    assertEquals(3, ridge.curvature(3));
    assertEquals(3, ridge.lipschitz(3));
    assertTrue(ridge.isConvex(3));
    assertEquals(7, ridge.subgradientDistance(2, 1, 3));
    assertEquals(0, new Lasso().curvature(3));
    assertTrue(new Lasso().isConvex(3));
  }

  @Test
  void a_weakly_convex_penalty_is_not_convex() {
    Penalty bent =
        new Penalty() {
          @Override
          public double value(Matrix w, double strength) {
            return 0;
          }

          @Override
          public double curvature(double strength) {
            return -strength;
          }
        };
    assertFalse(bent.isConvex(0.5));
    assertTrue(new Incapable().isConvex(1));
  }

  @Test
  void a_norm_makes_all_weights_zero_from_the_dual_norm_of_the_gradient_on() {
    NormPenalty sumOfAbsolutes =
        new NormPenalty() {
          @Override
          public double dualNorm(Matrix gradient) {
            return Math.max(Math.abs(gradient.get(0, 0)), Math.abs(gradient.get(0, 1)));
          }

          @Override
          public double value(Matrix w, double strength) {
            return new Lasso().value(w, strength);
          }

          @Override
          public double prox(Matrix w, double strength, double step) {
            return new Lasso().prox(w, strength, step);
          }
        };
    assertEquals(4, sumOfAbsolutes.zeroingStrength(Matrix.of(new double[] {3, -4}, 1, 2)));
  }

  @Test
  void nan_weights_give_nan() {
    Matrix w = Matrix.of(new double[] {1, Double.NaN}, 1, 2);
    assertTrue(Double.isNaN(new Lasso().value(w, 1)));
    assertTrue(Double.isNaN(new Ridge().prox(w, 1, 1)));
  }

  @Test
  void bad_strengths_and_steps_are_refused_with_their_value() {
    Matrix w = Matrix.of(new double[] {1}, 1, 1);
    for (double bad : new double[] {-0.5, Double.NaN, Double.POSITIVE_INFINITY}) {
      String strength = "penalty strength (lambda / m) must be finite and at least 0, found " + bad;
      assertEquals(strength, message(() -> Check.strength(bad)));
      assertEquals(strength, message(() -> new Lasso().value(w, bad)));
      assertEquals(strength, message(() -> new Lasso().prox(w, bad, 1)));
      assertEquals(strength, message(() -> new Lasso().stationarity(w, w, bad)));
      assertEquals(strength, message(() -> new Ridge().addGradientTo(w, bad, w)));
      String step = "prox step must be finite and at least 0, found " + bad;
      assertEquals(step, message(() -> Check.step(bad)));
      assertEquals(step, message(() -> new Lasso().prox(w, 1, bad)));
    }
    Check.strength(0);
    Check.step(0);
  }

  @Test
  void shapes_that_differ_are_refused_with_both() {
    Matrix w = Matrix.of(new double[6], 2, 3);
    Matrix gradient = Matrix.of(new double[6], 3, 2);
    String text = "weights are 2 x 3, their gradient is 3 x 2";
    assertEquals(text, message(() -> new Ridge().addGradientTo(w, 1, gradient)));
    assertEquals(text, message(() -> new Lasso().stationarity(w, gradient, 1)));
  }

  private static String message(Runnable bad) {
    return assertThrows(IllegalArgumentException.class, bad::run).getMessage();
  }
}
