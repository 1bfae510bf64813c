package dev.ridgeline.select;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class LambdaGridTest {
  @Test
  void lambdas_are_sorted_and_given_once() {
    assertArrayEquals(new double[] {0, 1, 3}, LambdaGrid.of(3, 0, 1, 3, -0.0).values());
    assertEquals("[0.0, 1.0]", LambdaGrid.of(1, 0).toString());
  }

  @Test
  void the_values_and_the_argument_are_copies() {
    double[] given = {1, 2};
    LambdaGrid grid = LambdaGrid.of(given);
    given[0] = 9;
    grid.values()[1] = 9;
    assertArrayEquals(new double[] {1, 2}, grid.values());
  }

  @Test
  void the_standard_grid_goes_from_nothing_to_100() {
    assertArrayEquals(new double[] {0, 0.01, 0.1, 1, 10, 100}, LambdaGrid.standard().values());
  }

  @Test
  void a_logarithmic_grid_has_equal_ratios_and_exact_ends() {
    double[] values = LambdaGrid.logarithmic(0.003, 3000, 7).values();
    assertEquals(7, values.length);
    assertEquals(0.003, values[0]);
    assertEquals(3000, values[6]);
    for (int i = 1; i < 7; i++) {
      assertEquals(10, values[i] / values[i - 1], 1e-12);
    }
    assertArrayEquals(new double[] {1, 2}, LambdaGrid.logarithmic(1, 2, 2).values());
  }

  @Test
  void a_finer_grid_goes_halfway_to_both_neighbours_on_a_logarithmic_scale() {
    double root = Math.sqrt(10);
    assertArrayEquals(
        new double[] {0.1, 1 / root, 1, root, 10, 100},
        LambdaGrid.of(0.1, 1, 10, 100).finerAround(1, 1).values(),
        1e-14);
    assertArrayEquals(
        new double[] {1, 2, 4, 8, 16, 32, 64},
        LambdaGrid.of(1, 8, 64).finerAround(8, 2).values(),
        1e-12);
  }

  @Test
  void at_an_end_it_is_finer_on_one_side() {
    assertArrayEquals(
        new double[] {1, 2, 4}, LambdaGrid.of(1, 4).finerAround(4, 1).values(), 1e-14);
    assertArrayEquals(
        new double[] {1, 2, 4}, LambdaGrid.of(1, 4).finerAround(1, 1).values(), 1e-14);
    assertArrayEquals(new double[] {5}, LambdaGrid.of(5).finerAround(5, 3).values());
  }

  @Test
  void towards_0_it_goes_down_by_factors_of_ten() {
    assertArrayEquals(
        new double[] {0, 0.01, 0.1, 1}, LambdaGrid.of(0, 1).finerAround(0, 2).values(), 1e-14);
    assertArrayEquals(
        new double[] {0, 0.1, 1}, LambdaGrid.of(0, 1).finerAround(1, 1).values(), 1e-14);
  }

  @Test
  void bad_lambdas_are_refused_with_their_value() {
    assertEquals("a grid needs at least one lambda, found none", message(() -> LambdaGrid.of()));
    for (double bad : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertEquals(
          "lambdas must be finite and at least 0, found " + bad,
          message(() -> LambdaGrid.of(1, bad)));
    }
  }

  @Test
  void a_logarithmic_grid_out_of_range_is_refused() {
    String start = "a logarithmic grid needs 0 < from < to and count >= 2, found ";
    assertEquals(start + "0.0, 1.0 and 5", message(() -> LambdaGrid.logarithmic(0, 1, 5)));
    assertEquals(start + "2.0, 2.0 and 5", message(() -> LambdaGrid.logarithmic(2, 2, 5)));
    assertEquals(start + "1.0, 2.0 and 1", message(() -> LambdaGrid.logarithmic(1, 2, 1)));
    assertEquals(
        start + "1.0, Infinity and 5",
        message(() -> LambdaGrid.logarithmic(1, Double.POSITIVE_INFINITY, 5)));
    assertEquals(start + "NaN, 2.0 and 5", message(() -> LambdaGrid.logarithmic(Double.NaN, 2, 5)));
  }

  @Test
  void a_finer_grid_needs_a_lambda_of_the_grid() {
    assertEquals(
        "a finer grid needs a lambda of [1.0, 2.0] and between >= 1, found 1.5 and 1",
        message(() -> LambdaGrid.of(1, 2).finerAround(1.5, 1)));
    assertEquals(
        "a finer grid needs a lambda of [1.0, 2.0] and between >= 1, found 1.0 and 0",
        message(() -> LambdaGrid.of(1, 2).finerAround(1, 0)));
  }

  private static String message(Runnable bad) {
    return assertThrows(IllegalArgumentException.class, bad::run).getMessage();
  }
}
