package dev.ridgeline.solvers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.penalties.L2;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A factor that follows its support, against elimination from scratch. */
class SupportFactorTest {
  private static final int SIZE = 40;
  private static final int STRIDE = 45;

  private static double[] gram() {
    double[][] x = Problems.table(60, SIZE, 2);
    double[] gram = new double[STRIDE * STRIDE];
    for (int a = 0; a < SIZE; a++) {
      for (int b = 0; b < SIZE; b++) {
        for (double[] row : x) {
          gram[a * STRIDE + b] += row[a] * row[b];
        }
      }
    }
    return gram;
  }

  @Test
  void it_solves_for_every_support_it_is_led_to() {
    double[] gram = gram();
    SupportFactor factor = new SupportFactor();
    for (int turn = 0; turn < 60; turn++) {
      int step = turn;
      double ridge = turn < 40 ? 0 : 0.5;
      int[] support =
          IntStream.range(0, SIZE).filter(j -> (j * 7 + step / 2) % (3 + step % 5) != 0).toArray();
      assertTrue(factor.follow(gram, STRIDE, support, Threshold.of(new L2(), ridge)));
      assertEquals(support.length, factor.size());
      double[][] a = new double[support.length][support.length];
      double[] rhs = new double[support.length];
      for (int i = 0; i < support.length; i++) {
        for (int k = 0; k < support.length; k++) {
          a[i][k] = gram[factor.members()[i] * STRIDE + factor.members()[k]];
        }
        a[i][i] += ridge;
        rhs[i] = 1 + i % 3;
      }
      double[] expected = Problems.solve(a, rhs);
      factor.solve(rhs);
      for (int i = 0; i < rhs.length; i++) {
        assertEquals(expected[i], rhs[i], 1e-9, "turn " + turn + ", member " + i);
      }
    }
  }

  @Test
  void a_singular_support_is_refused_and_leaves_no_trace() {
    double[] gram = gram();
    for (int k = 0; k < STRIDE; k++) {
      gram[5 * STRIDE + k] = gram[4 * STRIDE + k];
    }
    for (int k = 0; k < STRIDE; k++) {
      gram[k * STRIDE + 5] = gram[k * STRIDE + 4];
    }
    SupportFactor factor = new SupportFactor();
    assertFalse(factor.follow(gram, STRIDE, new int[] {3, 4, 5}, Threshold.of(new L2(), 0)));
    assertEquals(0, factor.size());
    Threshold none = Threshold.of(new L2(), 0);
    assertEquals(5, factor.followTo(gram, STRIDE, new int[] {3, 4, 5, 6}, none));
    assertEquals(2, factor.size());
    assertTrue(factor.follow(gram, STRIDE, new int[] {3, 4, 5}, Threshold.of(new L2(), 0.1)));
    assertTrue(factor.follow(gram, STRIDE, new int[] {3, 5}, Threshold.of(new L2(), 0)));
  }
}
