package dev.ridgeline.solvers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PathSecantTest {
  private final double[] w = {1, 2, 0, -3};
  private final PathSecant secant = new PathSecant(w);

  @Test
  void theFirstStepIsNotForeseen() {
    secant.step(8, 6);
    assertFalse(secant.isAhead());
  }

  @Test
  void weightsGoOnAlongTheirLineButNotThroughZero() {
    secant.step(8, 6);
    System.arraycopy(new double[] {2, 1, 0, -1}, 0, w, 0, 4);
    secant.step(6, 5);
    assertTrue(secant.isAhead());
    assertFalse(secant.isAhead());
    // Half of the last steps 1, -1, 0, 2: the last one would end at 0.
    assertArrayEquals(new double[] {1, 0, 0.5, -0.5}, secant.on(new int[] {3, 2, 0, 1}));
  }

  @Test
  void aSignThatWouldChangeEndsAtZero() {
    secant.step(8, 6);
    System.arraycopy(new double[] {2, 1, 0, -1}, 0, w, 0, 4);
    secant.step(6, 3);
    assertTrue(secant.isAhead());
    assertArrayEquals(new double[] {1.5, -1, 0, 1}, secant.on(new int[] {0, 1, 2, 3}));
  }

  @Test
  void longOrBackwardStepsAreNotForeseen() {
    secant.step(8, 7);
    secant.step(7, 4);
    assertFalse(secant.isAhead());
    secant.step(4, 5);
    assertFalse(secant.isAhead());
    secant.step(5, 5);
    assertFalse(secant.isAhead());
  }
}
