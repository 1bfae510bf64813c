package dev.ridgeline.penalties;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.linalg.Matrix;
import org.junit.jupiter.api.Test;

class L2Test {
  private final L2 l2 = new L2();

  @Test
  void valueIsHalfTheStrengthTimesTheSquaredFrobeniusNorm() {
    // 0.1 / 2 * (0.25 + 4 + 0 + 9) = 0.05 * 13.25
    assertEquals(0.6625, l2.value(Matrix.of(new double[] {0.5, -2, 0, 3}, 2, 2), 0.1), 1e-15);
    assertEquals(0.6625, l2.value(Matrix.of(new float[] {0.5f, -2, 0, 3}, 2, 2), 0.1), 1e-15);
  }

  @Test
  void gradientIsAddedToWhatIsThere() {
    float[] gradient = {1, 1, 1};
    l2.addGradientTo(new float[] {0.5f, -2, 8}, gradient, 0, 2, 0.5);
    // 1 + 0.5 * 0.5, 1 - 0.5 * 2, the third cell is outside the range
    assertArrayEquals(new float[] {1.25f, 0, 1}, gradient);

    double[] whole = {1, 1, 1};
    l2.addGradientTo(Matrix.of(new double[] {0.5, -2, 8}, 3, 1), 0.5, Matrix.of(whole, 3, 1));
    assertArrayEquals(new double[] {1.25, 0, 5}, whole);
  }

  @Test
  void proxDividesByOnePlusStepTimesStrengthAndReturnsTheValueThere() {
    double[] w = {1.4, -2.8};
    // 1 + 4 * 0.1 = 1.4, so 1 and -2; 0.05 * (1 + 4) = 0.25
    assertEquals(0.25, l2.prox(Matrix.of(w, 1, 2), 0.1, 4), 1e-15);
    assertArrayEquals(new double[] {1, -2}, w, 1e-15);
  }

  @Test
  void curvatureAndSmoothnessAreTheStrength() {
    assertEquals(0.3, l2.curvature(0.3));
    assertEquals(0.3, l2.lipschitz(0.3));
    assertEquals(0.3, l2.rate(0.3));
    assertTrue(l2.isConvex(0.3));
  }

  @Test
  void stationarityIsTheGradientOfTheSum() {
    // |g + s w| = |-1 + 0.5 * 2| = 0 and |0.5 + 0.5 * 3| = 2
    assertEquals(0, l2.subgradientDistance(2, -1, 0.5));
    assertEquals(2, l2.subgradientDistance(3, 0.5, 0.5));
  }

  @Test
  void nanStaysNanAndBadStrengthsAreRefusedWithTheirValue() {
    Matrix w = Matrix.of(new double[] {1, Double.NaN}, 1, 2);
    assertTrue(Double.isNaN(l2.value(w, 1)));
    assertTrue(Double.isNaN(l2.prox(w, 1, 1)));
    Exception e = assertThrows(IllegalArgumentException.class, () -> l2.value(w, -0.5));
    assertTrue(e.getMessage().contains("-0.5"), e.getMessage());
  }
}
