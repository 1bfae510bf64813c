package dev.ridgeline.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The oracle of {@link VectorMathTest} has a test of its own. */
class ErfcTest {
  private static final double INF = Double.POSITIVE_INFINITY;

  @Test
  void it_has_its_known_values_to_fourteen_digits() {
    // Abramowitz and Stegun, Handbook of Mathematical Functions, 1964, table 7.1 (to 10 digits),
    // and 20 digits by arbitrary-precision arithmetic.
    assertEquals(1 - 0.5204998778, Erfc.of(0.5), 5e-11);
    assertEquals(1 - 0.8427007929, Erfc.of(1), 5e-11);
    double[][] known = {
      {-3, 1.9999779095030014146},
      {-0.25, 1.276326390168236933},
      {0.1, 8.875370839817151016e-1},
      {0.46875, 5.0738652678206200841e-1},
      {0.5, 4.7950012218695346232e-1},
      {1, 1.5729920705028513066e-1},
      {2, 4.6777349810472658379e-3},
      {3.9375, 2.5699190612911505736e-8},
      {4.0625, 9.1789290248081913715e-9},
      {5, 1.5374597944280348502e-12},
      {10, 2.088487583762544757e-45},
      {25, 8.300172571196522752e-274}
    };
    for (double[] k : known) {
      assertEquals(k[1], Erfc.of(k[0]), 1e-14 * k[1], "x = " + k[0]);
    }
  }

  @Test
  void its_values_at_zero_at_its_ends_and_of_nan() {
    assertEquals(1, Erfc.of(0));
    assertEquals(2, Erfc.of(-30));
    assertEquals(2, Erfc.of(-INF));
    assertEquals(0, Erfc.of(30));
    assertEquals(0, Erfc.of(INF));
    assertTrue(Double.isNaN(Erfc.of(Double.NaN)));
  }

  @Test
  void it_has_no_jump_where_its_approximations_meet() {
    for (double at : new double[] {-4, -0.46875, 0.46875, 4}) {
      double below = Erfc.of(at);
      double above = Erfc.of(Math.nextUp(at));
      assertEquals(below, above, 2e-14 * below, "x = " + at);
    }
  }
}
