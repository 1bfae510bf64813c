package dev.ridgeline.penalties;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.linalg.FloatMatrix;
import dev.ridgeline.linalg.Matrix;
import dev.ridgeline.penalty.SeparablePenalty;
import org.junit.jupiter.api.Test;

/** Bounds: {@link NonNegative} and {@link Box}. */
class BoundsTest {
  @Test
  void the_prox_is_the_soft_threshold_cut_to_the_bounds() {
    NonNegative positive = new NonNegative(new L1());
    assertEquals(1.5, positive.prox(2, 0.25, 2));
    assertEquals(0, positive.prox(0.4, 0.25, 2));
    assertEquals(0, positive.prox(-7, 0.25, 2));
    Box box = new Box(-1, 0.5, new ElasticNet(0.5));
    // soft(2, 0.5 * 1 * 0.5) / (1 + 0.25) = 1.4 before the cut.
    assertEquals(0.5, box.prox(2, 0.5, 1));
    assertEquals(-1, box.prox(-9, 0.5, 1));
    assertEquals(-0.2, box.prox(-0.5, 0.5, 1), 1e-15);
  }

  @Test
  void no_weight_of_a_fine_grid_is_better_than_the_prox() {
    for (SeparablePenalty base : new SeparablePenalty[] {new L1(), new L2(), new ElasticNet(0.7)}) {
      Box box = new Box(-0.6, 0.35, base);
      for (double x = -3; x <= 3; x += 0.13) {
        double p = box.prox(x, 0.4, 0.9);
        double best = Double.POSITIVE_INFINITY;
        double at = Double.NaN;
        for (int k = -600; k <= 350; k++) {
          double u = k / 1000.0;
          double cost = (u - x) * (u - x) / 2 + 0.9 * base.value(u, 0.4);
          at = cost < best ? u : at;
          best = Math.min(best, cost);
        }
        assertEquals(at, p, 1e-3);
      }
    }
  }

  @Test
  void a_bound_holds_without_any_penalty() {
    NonNegative positive = new NonNegative();
    assertEquals(0, positive.prox(-3, 0, 1));
    assertEquals(4, positive.prox(4, 0, 1));
    assertEquals(0, positive.value(4, 0));
    assertEquals(Double.POSITIVE_INFINITY, positive.value(-1e-300, 0));
    assertEquals(0, positive.value(-0.0, 0));
    assertTrue(positive.actsAt(0));
  }

  @Test
  void floats_end_at_the_nearest_float_inside() {
    Box box = new Box(-0.7, 0.1);
    FloatMatrix w = Matrix.of(new float[] {5, -5, 0.05f}, 1, 3);
    assertEquals(0, box.prox(w, 1, 1));
    assertTrue(w.get(0, 0) <= 0.1 && w.get(0, 0) > 0.0999999);
    assertTrue(w.get(0, 1) >= -0.7 && w.get(0, 1) < -0.6999999);
    FloatMatrix byColumns = new FloatMatrix(new float[] {5, 1, 5, 1}, 0, 1, 2, 4, 2);
    assertEquals(0, box.prox(byColumns, 1, 1));
  }

  @Test
  void a_gradient_towards_a_bound_of_zero_needs_no_strength() {
    Matrix g = Matrix.of(new double[] {5, -2, 0.5}, 1, 3);
    assertEquals(2, new NonNegative(new L1()).zeroingStrength(g));
    assertEquals(4, new NonNegative(new ElasticNet(0.5)).zeroingStrength(g));
    assertEquals(5, new Box(-1, 0, new L1()).zeroingStrength(g));
    assertEquals(5, new Box(-1, 1, new L1()).zeroingStrength(g));
    assertEquals(Double.POSITIVE_INFINITY, new NonNegative(new L2()).zeroingStrength(g));
    Matrix up = Matrix.of(new double[] {5, 0}, 1, 2);
    assertEquals(0, new NonNegative().zeroingStrength(up));
  }

  @Test
  void at_a_bound_only_a_pull_inwards_counts() {
    Box box = new Box(-1, 1, new L1());
    assertEquals(0, box.subgradientDistance(1, -0.5, 0.5));
    assertEquals(0, box.subgradientDistance(1, -8, 0.5));
    assertEquals(0.25, box.subgradientDistance(1, -0.25, 0.5));
    assertEquals(0, box.subgradientDistance(-1, 8, 0.5));
    assertEquals(8.5, box.subgradientDistance(1, 8, 0.5));
    assertEquals(Double.POSITIVE_INFINITY, box.subgradientDistance(1.1, 0, 0.5));
  }

  @Test
  void bounds_around_bounds_both_hold() {
    NonNegative both = new NonNegative(new Box(-1, 0.5, new L1()));
    assertEquals(0.5, both.prox(3, 1, 1));
    assertEquals(0, both.prox(-3, 1, 1));
    assertEquals(Double.POSITIVE_INFINITY, both.value(0.6, 1));
    assertEquals(Double.POSITIVE_INFINITY, both.value(-0.1, 1));
    assertEquals(0, both.subgradientDistance(0.5, -9, 1));
    assertEquals(0, both.subgradientDistance(0, 9, 1));
  }

  @Test
  void what_cannot_be_bounded_says_why() {
    String bounds = message(() -> new Box(0.5, 1));
    assertTrue(bounds.contains("0.5") && bounds.contains("lower <= 0 <= upper"), bounds);
    assertTrue(message(() -> new Box(-1, Double.NaN)).contains("NaN"));
    assertTrue(message(() -> new Box(-1, Double.POSITIVE_INFINITY)).contains("Infinity"));
    SeparablePenalty concave =
        new SeparablePenalty() {
          @Override
          public double value(double w, double s) {
            return s * Math.sqrt(Math.abs(w));
          }

          @Override
          public double prox(double w, double s, double step) {
            return w;
          }

          @Override
          public double subgradientDistance(double w, double g, double s) {
            return 0;
          }

          @Override
          public double curvature(double s) {
            return Double.NEGATIVE_INFINITY;
          }
        };
    assertTrue(message(() -> new NonNegative(concave)).contains("not convex"));
  }

  private static String message(org.junit.jupiter.api.function.Executable call) {
    return assertThrows(IllegalArgumentException.class, call).getMessage();
  }
}
