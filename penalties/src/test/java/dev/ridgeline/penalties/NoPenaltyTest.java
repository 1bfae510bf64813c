package dev.ridgeline.penalties;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.linalg.Matrix;
import org.junit.jupiter.api.Test;

class NoPenaltyTest {
  private final NoPenalty none = new NoPenalty();

  @Test
  void costsNothingAndChangesNothing() {
    float[] w = {-3, 0, Float.POSITIVE_INFINITY};
    float[] gradient = {1, 2, 3};
    assertEquals(0, none.value(Matrix.of(w, 1, 3), 7));
    none.addGradientTo(w, gradient, 0, 3, 7);
    assertArrayEquals(new float[] {1, 2, 3}, gradient);
    assertEquals(0, none.prox(Matrix.of(w, 1, 3), 7, 2));
    assertArrayEquals(new float[] {-3, 0, Float.POSITIVE_INFINITY}, w);
  }

  @Test
  void nanIsKept() {
    float[] gradient = {1};
    none.addGradientTo(new float[] {Float.NaN}, gradient, 0, 1, 7);
    assertTrue(Float.isNaN(gradient[0]));
    assertTrue(Double.isNaN(none.value(Double.NaN, 7)));
    assertTrue(Double.isNaN(none.derivative(Double.NaN, 7)));
  }
}
