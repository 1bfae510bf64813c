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
}
