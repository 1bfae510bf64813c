package dev.ridgeline.solvers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ridgeline.penalties.ElasticNet;
import dev.ridgeline.penalties.L1;
import dev.ridgeline.penalty.SeparablePenalty;
import org.junit.jupiter.api.Test;

/** Models of two equal columns, (u0 + u1 - 1)^2 / 2 and a penalty of strength 0.1. */
class GramDescentTest {
  @Test
  void under_l1_one_of_two_equal_columns_takes_all_the_weight() {
    double[] u = descend(new L1());
    assertEquals(0, Math.min(u[0], u[1]));
    assertEquals(0.9, u[0] + u[1], 1e-12);
  }

  @Test
  void under_an_elastic_net_equal_columns_share_the_weight() {
    double[] u = descend(new ElasticNet(0.5));
    // By symmetry 2 u - 1 + 0.05 + 0.05 u = 0.
    assertEquals(0.95 / 2.05, u[0], 1e-6);
    assertEquals(0.95 / 2.05, u[1], 1e-6);
  }

  private static double[] descend(SeparablePenalty penalty) {
    GramDescent model = new GramDescent();
    model.take(new double[] {1, 1, 1, 1}, 2);
    double[] u = {0.5, 0.6};
    double[] g = {0.1, 0.1};
    double[] curvature = {1, 1};
    Threshold rule = Threshold.of(penalty, 0.1);
    model.run(u, g, curvature, rule, new SetGap(rule, true, 0.01), 1e-15, 100_000);
    return u;
  }
}
