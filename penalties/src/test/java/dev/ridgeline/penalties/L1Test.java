package dev.ridgeline.penalties;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.linalg.Matrix;
import org.junit.jupiter.api.Test;

class L1Test {
  private final L1 l1 = new L1();

  @Test
  void valueIsTheStrengthTimesTheSumOfAbsoluteValues() {
    // 0.1 * (0.5 + 2 + 0 + 3)
    assertEquals(0.55, l1.value(Matrix.of(new double[] {0.5, -2, 0, 3}, 2, 2), 0.1), 1e-15);
    assertEquals(0.55, l1.value(Matrix.of(new float[] {0.5f, -2, 0, 3}, 2, 2), 0.1), 1e-15);
  }

  @Test
  void proxIsTheSoftThresholdAndReturnsTheValueThere() {
    double[] w = {0.5, -2, 0.25, -0.5, 3};
    // threshold 2 * 0.25 = 0.5: 0, -1.5, 0, 0, 2.5; value 0.25 * 4
    assertEquals(1, l1.prox(Matrix.of(w, 1, 5), 0.25, 2));
    assertArrayEquals(new double[] {0, -1.5, 0, 0, 2.5}, w);
  }

  @Test
  void floatProxOfARangeIsTheSoftThresholdAndLeavesTheRestAlone() {
    float[] w = {9, 0.5f, -2, 0.25f, 9};
    l1.prox(w, 1, 4, 0.25, 2);
    assertArrayEquals(new float[] {9, 0, -1.5f, 0, 9}, w);
  }

  @Test
  void eachCellMayHaveItsOwnStepWhereverTheRangeBegins() {
    // thresholds 0.5 * {1, 2, 4} = 0.5, 1, 2
    float[] steps = {1, 2, 4};
    float[] atZero = {3, -3, 1.5f, 7};
    l1.prox(atZero, 0, 3, 0.5, steps);
    assertArrayEquals(new float[] {2.5f, -2, 0, 7}, atZero);
    float[] later = {7, 3, -3, 1.5f};
    l1.prox(later, 1, 4, 0.5, steps);
    assertArrayEquals(new float[] {7, 2.5f, -2, 0}, later);
  }

  @Test
  void noPointOfAGridBeatsTheProx() {
    for (double x : new double[] {-3, -0.7, -0.1, 0, 0.3, 0.6, 5}) {
      double p = l1.prox(x, 0.4, 1.5);
      double atP = (p - x) * (p - x) / 2 + 1.5 * 0.4 * Math.abs(p);
      for (int k = -6000; k <= 6000; k++) {
        double u = k / 1000.0;
        assertTrue(atP <= (u - x) * (u - x) / 2 + 1.5 * 0.4 * Math.abs(u) + 1e-12, x + " " + u);
      }
    }
  }

  @Test
  void nanAndInfinityAreKept() {
    float[] w = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
    l1.prox(w, 0, 3, 1, 1);
    assertArrayEquals(new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}, w);
    l1.prox(w, 0, 3, 1, new float[] {1, 1, 1});
    assertTrue(Float.isNaN(w[0]));
    assertTrue(Double.isNaN(l1.prox(Double.NaN, 1, 1)));
    assertTrue(Double.isNaN(l1.value(w, 0, 3, 1)));
    assertTrue(Double.isNaN(l1.subgradient(Double.NaN, 1)));
    assertTrue(Double.isNaN(l1.dualNorm(Matrix.of(w, 1, 3))));
  }

  @Test
  void subgradientIsTheSignTimesTheStrengthAndZeroAtTheKink() {
    assertEquals(0.3, l1.subgradient(2, 0.3));
    assertEquals(-0.3, l1.subgradient(-2, 0.3));
    assertEquals(0, l1.subgradient(0, 0.3));
    float[] gradient = {1, 1, 1};
    l1.addSubgradientTo(new float[] {2, -2, 0}, gradient, 0, 3, 0.5);
    assertArrayEquals(new float[] {1.5f, 0.5f, 1}, gradient);
  }

  @Test
  void stationarityIsTheDistanceFromTheSubdifferential() {
    assertEquals(0, l1.subgradientDistance(0, 0.9, 1)); // |g| <= s
    assertEquals(0.5, l1.subgradientDistance(0, -1.5, 1)); // |g| - s
    assertEquals(0, l1.subgradientDistance(2, -1, 1)); // g + s = 0
    assertEquals(3, l1.subgradientDistance(-2, -2, 1)); // |g - s|
  }

  @Test
  void dualNormIsTheLargestAbsoluteValueAndZeroesAllWeights() {
    Matrix g = Matrix.of(new double[] {1, -4, 2, 0}, 2, 2);
    assertEquals(4, l1.dualNorm(g));
    assertEquals(4, l1.zeroingStrength(g));
    // Stationary at 0 from there on, and not just below.
    Matrix zero = Matrix.of(new double[4], 2, 2);
    assertEquals(0, l1.stationarity(zero, g, 4));
    assertTrue(l1.stationarity(zero, g, 3.99) > 0);
  }
}
