package dev.ridgeline.optimizers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.linalg.RandomStream;
import dev.ridgeline.optimizer.Block;
import dev.ridgeline.optimizer.Optimizer;
import dev.ridgeline.optimizer.OptimizerState;
import dev.ridgeline.optimizer.UpdatePass;
import dev.ridgeline.parameter.ParameterLayout;
import dev.ridgeline.parameter.ParameterSpec;
import dev.ridgeline.parameter.Role;
import dev.ridgeline.penalties.Box;
import dev.ridgeline.penalties.ElasticNet;
import dev.ridgeline.penalties.L1;
import dev.ridgeline.penalties.L2;
import dev.ridgeline.penalties.NonNegative;
import dev.ridgeline.penalty.Penalty;
import dev.ridgeline.penalty.Regularization;
import dev.ridgeline.penalty.SeparablePenalty;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bounds that are cut to after the optimizer's own loop, against the penalty's own prox. */
class FusedBoundsTest {
  private static final int N = Block.CELLS + 77;

  static Stream<Optimizer> optimizers() {
    return Stream.of(
        new Sgd(0.05), new Momentum(0.05), new Adam(0.01), new RmsProp(0.01), new AdaGrad(0.05));
  }

  private static float[] train(Optimizer optimizer, Penalty penalty, double firstRate) {
    return train(optimizer, Regularization.of(penalty, 0.2), firstRate);
  }

  private static float[] train(Optimizer optimizer, Regularization plan, double firstRate) {
    ParameterLayout layout =
        ParameterLayout.builder()
            .add("dense1", new ParameterSpec("weight", Role.WEIGHT, 1, N))
            .build();
    UpdatePass pass = UpdatePass.of(layout, plan, 1, optimizer);
    OptimizerState state = optimizer.newState(N);
    float[] w = new float[N];
    float[] g = new float[N];
    for (int i = 0; i < N; i++) {
      w[i] = (float) new RandomStream(1).gaussian(i);
    }
    for (int step = 0; step < 8; step++) {
      for (int i = 0; i < N; i++) {
        g[i] = w[i] - (float) new RandomStream(2).gaussian(i);
      }
      pass.step(w, g, state, step == 0 ? firstRate : optimizer.learningRate());
    }
    return w;
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void bounds_around_l1_and_l2_parts_give_what_their_prox_gives(Optimizer optimizer) {
    for (Penalty penalty :
        new Penalty[] {
          new Box(-0.3, 0.2),
          new Box(-0.3, 0.2, new L1()),
          new NonNegative(new ElasticNet(0.5)),
          new NonNegative(new Box(-1, 0.4, new L1())),
          new Box(-0.1, 0.4, new NonNegative())
        }) {
      float[] fused = train(optimizer, penalty, optimizer.learningRate());
      float[] apart = train(new Unfused(optimizer), penalty, optimizer.learningRate());
      assertArrayEquals(apart, fused, 2e-6f, () -> optimizer + " with " + penalty);
      for (float w : fused) {
        assertTrue(
            Double.isFinite(((SeparablePenalty) penalty).value(w, 1)),
            () -> w + " is outside the bounds of " + penalty);
      }
    }
  }

  @Test
  void a_step_of_0_leaves_weights_outside_the_bounds_where_they_are() {
    ParameterLayout layout =
        ParameterLayout.builder()
            .add("dense1", new ParameterSpec("weight", Role.WEIGHT, 1, 2))
            .build();
    for (Optimizer optimizer : new Optimizer[] {new Sgd(1), new Adam(1)}) {
      UpdatePass pass =
          UpdatePass.of(layout, Regularization.of(new NonNegative(), 1), 1, optimizer);
      float[] w = {-3, 2};
      OptimizerState state = optimizer.newState(2);
      pass.step(w, new float[2], state, 0);
      assertArrayEquals(new float[] {-3, 2}, w);
      pass.step(w, new float[2], state, 1);
      assertArrayEquals(new float[] {0, 2}, w);
    }
  }

  @Test
  void bounds_hold_after_a_decay_too() {
    Regularization plan =
        Regularization.builder().add(new Box(-0.3, 0.2), 1).add(new L2(), 2).build();
    float[] fused = train(new WeightDecay(new Adam(0.01)), plan, 0.01);
    float[] apart = train(new Unfused(new WeightDecay(new Adam(0.01))), plan, 0.01);
    assertArrayEquals(apart, fused, 2e-6f);
    for (float w : fused) {
      assertTrue(w >= -0.3 && w <= 0.2, () -> "" + w);
    }
  }

  @Test
  void the_soft_threshold_is_exact() {
    for (float u : new float[] {0, -0f, 0.3f, -0.3f, 0.1f, -0.1f, 0.100001f, 7, -1e-20f, 3e30f}) {
      float t = 0.1f;
      assertEquals(
          u - Math.min(Math.max(u, -t), t) + 0f, FusedDecay.soft(0.5f * u, 0.5f * t) + 0f, "" + u);
    }
    assertTrue(Float.isNaN(FusedDecay.soft(Float.NaN, 0.1f)));
  }
}
