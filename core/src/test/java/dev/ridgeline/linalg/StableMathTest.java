package dev.ridgeline.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import org.junit.jupiter.api.Test;

class StableMathTest {
  private static final double INF = Double.POSITIVE_INFINITY;

  @Test
  void softplus_has_its_known_values() {
    assertEquals(0.6931471805599453, StableMath.log1pExp(0));
    assertEquals(1.3132616875182228, StableMath.log1pExp(1), 1e-15);
    assertEquals(0.3132616875182228, StableMath.log1pExp(-1), 1e-16);
  }

  @Test
  void the_fast_logarithm_of_one_plus_a_small_number_agrees_with_the_library() {
    for (double e = 1; e > 0; e *= 0.37) {
      double known = Math.log1p(e);
      assertEquals(known, StableMath.log1pOfSmall(e), 4 * Math.ulp(known));
    }
    assertEquals(0, StableMath.log1pOfSmall(0));
    assertTrue(Double.isNaN(StableMath.log1pOfSmall(Double.NaN)));
  }

  @Test
  void softplus_neither_overflows_nor_rounds_to_zero() {
    assertEquals(1e300, StableMath.log1pExp(1e300));
    assertEquals(710, StableMath.log1pExp(710));
    assertEquals(Math.exp(-700), StableMath.log1pExp(-700));
    assertEquals(Double.MIN_VALUE, StableMath.log1pExp(-745));
    assertEquals(INF, StableMath.log1pExp(INF));
    assertEquals(0, StableMath.log1pExp(-INF));
    assertTrue(Double.isNaN(StableMath.log1pExp(Double.NaN)));
  }

  @Test
  void the_logistic_function_has_its_known_values() {
    assertEquals(0.5, StableMath.sigmoid(0));
    assertEquals(0.7310585786300049, StableMath.sigmoid(1), 1e-16);
    assertEquals(0.2689414213699951, StableMath.sigmoid(-1), 1e-16);
    assertEquals(1, StableMath.sigmoid(800));
    assertEquals(Math.exp(-700), StableMath.sigmoid(-700));
    assertEquals(0, StableMath.sigmoid(-INF));
    assertEquals(1, StableMath.sigmoid(INF));
    assertTrue(Double.isNaN(StableMath.sigmoid(Double.NaN)));
  }

  @Test
  void log_sum_exp_agrees_with_forty_digits_of_decimal_arithmetic() {
    double[] x = {0.5, -1.25, 2};
    BigDecimal sum = BigDecimal.ZERO;
    for (double v : x) {
      sum = sum.add(exp(new BigDecimal(v)));
    }
    assertEquals(Math.log(sum.doubleValue()), StableMath.logSumExp(x, 0, 3), 1e-15);
  }

  /** The series of the exponential in decimal arithmetic. */
  private static BigDecimal exp(BigDecimal x) {
    BigDecimal term = BigDecimal.ONE;
    BigDecimal sum = term;
    for (int k = 1; k < 60; k++) {
      term = term.multiply(x).divide(BigDecimal.valueOf(k), new MathContext(40));
      sum = sum.add(term);
    }
    return sum;
  }

  @Test
  void log_sum_exp_is_shifted_by_the_largest() {
    assertEquals(1000 + Math.log(2), StableMath.logSumExp(new double[] {1000, 1000}, 0, 2), 1e-12);
    assertEquals(
        -1000 + Math.log(3), StableMath.logSumExp(new double[] {-1000, -1000, -1000}, 0, 3), 1e-12);
    assertEquals(7, StableMath.logSumExp(new double[] {7, -INF}, 0, 2));
  }

  @Test
  void log_sum_exp_looks_at_its_range_only() {
    double[] x = {99, 1, 1, 99};
    assertEquals(1 + Math.log(2), StableMath.logSumExp(x, 1, 3), 1e-15);
  }

  @Test
  void log_sum_exp_of_infinities_and_nan() {
    assertEquals(-INF, StableMath.logSumExp(new double[] {-INF, -INF}, 0, 2));
    assertEquals(INF, StableMath.logSumExp(new double[] {INF, 0}, 0, 2));
    assertTrue(Double.isNaN(StableMath.logSumExp(new double[] {0, Double.NaN, INF}, 0, 3)));
  }

  @Test
  void zero_times_log_zero_is_zero() {
    assertEquals(0, StableMath.xLogY(0, 0));
    assertEquals(0, StableMath.xLogY(0, 3));
    assertEquals(2 * Math.log(3), StableMath.xLogY(2, 3));
    assertEquals(-INF, StableMath.xLogY(1, 0));
    assertTrue(Double.isNaN(StableMath.xLogY(0, Double.NaN)));
    assertTrue(Double.isNaN(StableMath.xLogY(Double.NaN, 1)));
  }

  @Test
  void erfc_has_its_known_values_to_fourteen_digits() {
    // Abramowitz and Stegun, Handbook of Mathematical Functions, 1964, table 7.1 (to 10 digits),
    // and 20 digits by arbitrary-precision arithmetic.
    assertEquals(1 - 0.5204998778, StableMath.erfc(0.5), 5e-11);
    assertEquals(1 - 0.8427007929, StableMath.erfc(1), 5e-11);
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
      assertEquals(k[1], StableMath.erfc(k[0]), 1e-14 * k[1], "x = " + k[0]);
    }
  }

  @Test
  void erfc_at_zero_at_its_ends_and_of_nan() {
    assertEquals(1, StableMath.erfc(0));
    assertEquals(2, StableMath.erfc(-30));
    assertEquals(2, StableMath.erfc(-INF));
    assertEquals(0, StableMath.erfc(30));
    assertEquals(0, StableMath.erfc(INF));
    assertTrue(Double.isNaN(StableMath.erfc(Double.NaN)));
  }

  @Test
  void erfc_has_no_jump_where_its_approximations_meet() {
    for (double at : new double[] {-4, -0.46875, 0.46875, 4}) {
      double below = StableMath.erfc(at);
      double above = StableMath.erfc(Math.nextUp(at));
      assertEquals(below, above, 2e-14 * below, "x = " + at);
    }
  }
}
