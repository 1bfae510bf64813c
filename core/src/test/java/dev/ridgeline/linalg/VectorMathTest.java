package dev.ridgeline.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * Accuracy against {@link Math} and, for the normal distribution, {@link Erfc}, over the exponents
 * and signs of all floats.
 */
class VectorMathTest {
  // Several mantissas of each exponent, subnormal numbers included.
  private static final float[] ALL = floats();

  private interface Kernel {
    void apply(double[] t, int n);
  }

  private static float[] floats() {
    int each = 37;
    float[] all = new float[2 * 255 * each];
    int k = 0;
    for (int exponent = 0; exponent < 255; exponent++) {
      for (int m = 0; m < each; m++) {
        int mantissa = (int) ((m * 0x9E3779B1L) & 0x7fffff);
        float x = Float.intBitsToFloat(exponent << 23 | mantissa);
        all[k++] = x;
        all[k++] = -x;
      }
    }
    return all;
  }

  private static double[] run(Kernel kernel, float[] x) {
    double[] t = new double[x.length];
    VectorMath.widen(x, 0, t, x.length);
    kernel.apply(t, x.length);
    return t;
  }

  /** Rounded to float, within 0.51 units in the last place of the oracle's number. */
  private static void assertAccurate(DoubleUnaryOperator oracle, Kernel kernel, float[] x) {
    double[] t = run(kernel, x);
    float[] y = new float[x.length];
    VectorMath.narrow(t, y, 0, x.length);
    for (int i = 0; i < x.length; i++) {
      double expected = oracle.applyAsDouble(x[i]);
      double ulp = Math.max(Float.MIN_VALUE, Math.ulp((float) expected));
      assertEquals(expected, y[i], 0.51 * ulp, "at " + x[i]);
    }
  }

  /** The numbers between the exponents at which a function changes most. */
  private static float[] between(double from, double to) {
    float[] x = new float[20011];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) (from + (to - from) * i / (x.length - 1));
    }
    return x;
  }

  @Test
  void tanh_is_within_051_units_in_the_last_place_of_a_float() {
    assertAccurate(Math::tanh, VectorMath::tanh, ALL);
    assertAccurate(Math::tanh, VectorMath::tanh, between(-11, 11));
  }

  @Test
  void the_logistic_function_is_within_051_units_in_the_last_place_of_a_float() {
    assertAccurate(StableMath::sigmoid, VectorMath::logistic, ALL);
    assertAccurate(StableMath::sigmoid, VectorMath::logistic, between(-110, 110));
  }

  @Test
  void exponentials_have_the_error_that_is_promised() {
    double[] t = run(VectorMath::exp, between(-113, 113));
    float[] x = between(-113, 113);
    for (int i = 0; i < x.length; i++) {
      double expected = Math.exp(x[i]);
      assertEquals(expected, t[i], VectorMath.ERROR * expected, "at " + x[i]);
    }
  }

  private static double timesNormal(double x) {
    // Beyond 37 the tail is less than all doubles, and an infinity times 0 has no value.
    return x < -37 ? 0 : x * Erfc.of(-x * Math.sqrt(0.5)) / 2;
  }

  private static double timesNormalSlope(double x) {
    if (Math.abs(x) > 37) {
      return x > 0 ? 1 : 0;
    }
    double density = Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    return Erfc.of(-x * Math.sqrt(0.5)) / 2 + x * density;
  }

  private static void timesNormal(double[] x, int n) {
    VectorMath.timesNormal(x, new double[n], new double[n], n);
  }

  private static void timesNormalSlope(double[] x, int n) {
    VectorMath.timesNormalSlope(x, new double[n], new double[n], n);
  }

  @Test
  void a_number_times_its_normal_probability_is_within_051_units_in_the_last_place() {
    assertAccurate(VectorMathTest::timesNormal, VectorMathTest::timesNormal, ALL);
    assertAccurate(VectorMathTest::timesNormal, VectorMathTest::timesNormal, between(-16, 16));
  }

  /** At its root near -0.75 two terms of 0.22 cancel: their error is what is left. */
  @Test
  void the_slope_of_that_product_is_as_accurate_but_for_its_root() {
    for (float[] x : new float[][] {ALL, between(-16, 16)}) {
      double[] t = run(VectorMathTest::timesNormalSlope, x);
      for (int i = 0; i < x.length; i++) {
        double expected = timesNormalSlope(x[i]);
        double terms = Math.abs(expected) + Math.exp(-0.5 * x[i] * x[i]);
        assertEquals(expected, t[i], VectorMath.ERROR * terms + 1e-48, "at " + x[i]);
      }
    }
  }

  @Test
  void infinities_have_their_limits_and_nan_stays_nan() {
    float[] x = {Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, Float.NaN};
    double nan = Double.NaN;
    assertNear(new double[] {-1, 1, nan}, run(VectorMath::tanh, x));
    assertNear(new double[] {0, 1, nan}, run(VectorMath::logistic, x));
    assertNear(
        new double[] {0, Double.POSITIVE_INFINITY, nan}, run(VectorMathTest::timesNormal, x));
    assertNear(new double[] {0, 1, nan}, run(VectorMathTest::timesNormalSlope, x));
  }

  /** Alike once rounded to float. */
  private static void assertNear(double[] expected, double[] got) {
    for (int i = 0; i < expected.length; i++) {
      assertEquals((float) expected[i], (float) got[i] + 0f, "cell " + i);
    }
  }

  @Test
  void only_the_first_cells_are_touched() {
    double[] t = {1, 2, 3, 4};
    VectorMath.tanh(t, 2);
    assertEquals(3, t[2]);
    float[] y = {9, 9, 9, 9};
    VectorMath.narrow(t, y, 1, 2);
    assertEquals("[9.0, 0.7615942, 0.9640276, 9.0]", Arrays.toString(y));
    VectorMath.widen(y, 1, t, 2);
    assertEquals((double) 0.7615942f, t[0]);
    assertEquals(4, t[3]);
    VectorMath.narrow(new double[] {-1e-60}, y, 0, 1);
    assertTrue(1 / y[0] > 0, "0 rather than -0");
  }
}
