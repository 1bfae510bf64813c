package dev.ridgeline.optimizers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.optimizer.Optimizer;
import dev.ridgeline.penalties.Box;
import dev.ridgeline.penalties.ElasticNet;
import dev.ridgeline.penalties.L1;
import dev.ridgeline.penalties.L2;
import dev.ridgeline.penalty.Regularization;
import dev.ridgeline.penalty.Regularization.Application;
import dev.ridgeline.penalty.Selector;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Minimises (1/2) sum h_j (w_j - a_j)^2 + penalty, whose minimum is known in closed form. */
class SparsityTest {
  private static final float[] H = {1, 2, 0.5f, 1};
  private static final float[] A = {1, -0.3f, 0.3f, -0.15f};
  private static final float[] START = {0.5f, 0.5f, -0.5f, 0.25f};

  /** soft(a_j, 0.2 / h_j): 1 - 0.2, -(0.3 - 0.1), |0.3| below 0.4, |0.15| below 0.2. */
  private static final float[] LASSO = {0.8f, -0.2f, 0, 0};

  static List<Optimizer> optimizers() {
    return List.of(
        new Sgd(0.1),
        new Momentum(0.02),
        new Momentum(0.02, 0.8, true),
        new Adam(0.005),
        new RmsProp(0.001),
        new AdaGrad(0.2),
        new WeightDecay(new Adam(0.005)),
        new WeightDecay(new Momentum(0.02)));
  }

  private static float[] minimise(Optimizer optimizer, Regularization plan) {
    return Cells.minimise(
        optimizer,
        plan,
        START,
        5000,
        w -> {
          float[] g = new float[4];
          for (int j = 0; j < 4; j++) {
            g[j] = H[j] * (w[j] - A[j]);
          }
          return g;
        });
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void everyOptimizerFindsTheLassoMinimumWithItsExactZeros(Optimizer optimizer) {
    float[] w = minimise(optimizer, Regularization.of(new L1(), 0.2));
    assertArrayEquals(LASSO, w, 1e-3f);
    assertEquals(0f, w[2]);
    assertEquals(0f, w[3]);
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void everyOptimizerKeepsBoundsAndFindsTheMinimumBetweenThem(Optimizer optimizer) {
    for (double lambda : new double[] {0.2, 0}) {
      Regularization plan = Regularization.of(new Box(-0.1, 0.5, new L1()), lambda);
      float[] w = minimise(optimizer, plan);
      float[] expected =
          lambda > 0 ? new float[] {0.5f, -0.1f, 0, 0} : new float[] {0.5f, -0.1f, 0.3f, -0.1f};
      assertArrayEquals(expected, w, 1e-3f);
      for (float v : w) {
        assertTrue(v >= -0.1 && v <= 0.5, "weight " + v);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void everyOptimizerFindsTheElasticNetMinimum(Optimizer optimizer) {
    float[] w = minimise(optimizer, Regularization.of(new ElasticNet(0.5), 0.4));
    // (h |a| - 0.2)_+ / (h + 0.2): 0.8 / 1.2, -0.4 / 2.2, 0, 0
    assertArrayEquals(new float[] {0.6666667f, -0.1818182f, 0, 0}, w, 1e-3f);
    assertEquals(0f, w[2]);
    assertEquals(0f, w[3]);
  }

  static List<Optimizer> minimizers() {
    return List.of(
        new Sgd(0.1),
        new Momentum(0.02),
        new Momentum(0.02, 0.8, true),
        new Adam(0.005),
        new WeightDecay(new Sgd(0.1)));
  }

  @ParameterizedTest
  @MethodSource("minimizers")
  void anL1RuleAndAnL2RuleTogetherAreTheElasticNet(Optimizer optimizer) {
    Regularization plan = Regularization.builder().add(new L1(), 0.2).add(new L2(), 0.2).build();
    float[] w = minimise(optimizer, plan);
    assertArrayEquals(new float[] {0.6666667f, -0.1818182f, 0, 0}, w, 1e-3f);
    assertEquals(0f, w[2]);
    assertEquals(0f, w[3]);
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void l2MakesNoZeros(Optimizer optimizer) {
    for (float cell : minimise(optimizer, Regularization.of(new L2(), 0.2))) {
      assertNotEquals(0f, cell);
    }
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void aSubgradientMakesNoExactZeros(Optimizer optimizer) {
    Regularization plan =
        Regularization.builder()
            .add(
                new Regularization.Rule(new L1(), 0.2, Selector.weights(), Application.SUBGRADIENT))
            .build();
    float[] w = minimise(optimizer, plan);
    for (float cell : w) {
      assertNotEquals(0f, cell);
    }
    assertTrue(Math.abs(w[0] - 0.8) < 0.05, "near the minimum: " + w[0]);
  }
}
