package dev.ridgeline.penalties;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.linalg.Matrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ElasticNetTest {
  private final ElasticNet net = new ElasticNet(0.25);

  @Test
  void valueMixesAbsoluteValuesAndHalfSquares() {
    // 0.4 * (0.25 * 2 + 0.375 * 4) = 0.4 * 2
    assertEquals(0.8, net.value(-2, 0.4), 1e-15);
    // and 0.4 * (0.25 * 1 + 0.375 * 1) = 0.25 for the second cell
    assertEquals(1.05, net.value(Matrix.of(new double[] {-2, 1}, 2, 1), 0.4), 1e-15);
  }

  @Test
  void proxThresholdsFirstAndShrinksThen() {
    // threshold 0.4 * 2 * 0.25 = 0.2, divisor 1 + 0.4 * 2 * 0.75 = 1.6
    assertEquals(0.5, net.prox(1, 0.4, 2), 1e-15);
    assertEquals(-1, net.prox(-1.8, 0.4, 2), 1e-15);
    assertEquals(0, net.prox(0.2, 0.4, 2));
    float[] w = {9, 1, -1.8f, 0.15f, 9};
    net.prox(w, 1, 4, 0.4, 2);
    assertArrayEquals(new float[] {9, 0.5f, -1, 0, 9}, w, 1e-6f);
  }

  @Test
  void eachCellMayHaveItsOwnStepWhereverTheRangeBegins() {
    // step 2 as above; step 1: threshold 0.1, divisor 1.3, (1.4 - 0.1) / 1.3 = 1
    float[] steps = {2, 1};
    float[] atZero = {1, 1.4f};
    net.prox(atZero, 0, 2, 0.4, steps);
    assertArrayEquals(new float[] {0.5f, 1}, atZero, 1e-6f);
    float[] later = {7, 1, 1.4f};
    net.prox(later, 1, 3, 0.4, steps);
    assertArrayEquals(new float[] {7, 0.5f, 1}, later, 1e-6f);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.25, 0.5, 1})
  void noPointOfAGridBeatsTheProx(double r) {
    ElasticNet subject = new ElasticNet(r);
    double s = 0.4;
    double step = 1.5;
    for (double x : new double[] {-3, -0.7, -0.1, 0, 0.3, 0.6, 5}) {
      double p = subject.prox(x, s, step);
      double atP = (p - x) * (p - x) / 2 + step * s * (r * Math.abs(p) + (1 - r) / 2 * p * p);
      for (int k = -6000; k <= 6000; k++) {
        double u = k / 1000.0;
        double atU = (u - x) * (u - x) / 2 + step * s * (r * Math.abs(u) + (1 - r) / 2 * u * u);
        assertTrue(atP <= atU + 1e-12, x + " " + u);
      }
    }
  }

  @Test
  void ratioOneIsL1AndRatioZeroIsL2() {
    for (double w : new double[] {-2.5, -0.1, 0, 0.2, 4}) {
      assertEquals(new L1().value(w, 0.3), new ElasticNet(1).value(w, 0.3), 1e-15);
      assertEquals(new L1().prox(w, 0.3, 2), new ElasticNet(1).prox(w, 0.3, 2), 1e-15);
      assertEquals(new L2().value(w, 0.3), new ElasticNet(0).value(w, 0.3), 1e-15);
      assertEquals(new L2().prox(w, 0.3, 2), new ElasticNet(0).prox(w, 0.3, 2), 1e-15);
    }
  }

  @Test
  void subgradientCurvatureAndStationarityFollowTheMix() {
    // 0.4 * (0.25 + 0.75 * 1)
    assertEquals(0.4, net.subgradient(1, 0.4), 1e-15);
    assertEquals(0, net.subgradient(0, 0.4));
    // 0.4 * 0.75
    assertEquals(0.3, net.curvature(0.4), 1e-15);
    assertEquals(0, net.subgradientDistance(1, -0.4, 0.4), 1e-15);
    // |g| - 0.4 * 0.25
    assertEquals(0.1, net.subgradientDistance(0, 0.2, 0.4), 1e-15);
    assertEquals(0, net.subgradientDistance(0, 0.1, 0.4));
  }

  @Test
  void zeroingStrengthDividesByTheRatio() {
    Matrix g = Matrix.of(new double[] {1, -3}, 1, 2);
    Matrix none = Matrix.of(new double[] {0, 0}, 1, 2);
    assertEquals(12, net.zeroingStrength(g)); // 3 / 0.25
    assertEquals(Double.POSITIVE_INFINITY, new ElasticNet(0).zeroingStrength(g));
    assertEquals(0, new ElasticNet(0).zeroingStrength(none));
    assertEquals(0, net.stationarity(none, g, 12));
    assertTrue(net.stationarity(none, g, 11.99) > 0);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
  void aRatioOutsideItsRangeIsRefusedWithItsValue(double ratio) {
    Exception e = assertThrows(IllegalArgumentException.class, () -> new ElasticNet(ratio));
    assertTrue(e.getMessage().contains(Double.toString(ratio)), e.getMessage());
  }

  @Test
  void nanIsKept() {
    float[] w = {Float.NaN};
    net.prox(w, 0, 1, 1, 1);
    assertTrue(Float.isNaN(w[0]));
    assertTrue(Double.isNaN(net.value(Double.NaN, 1)));
    assertTrue(Double.isNaN(net.subgradient(Double.NaN, 1)));
  }
}
