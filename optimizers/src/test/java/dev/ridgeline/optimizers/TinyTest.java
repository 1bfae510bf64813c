package dev.ridgeline.optimizers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.optimizer.Block;
import dev.ridgeline.optimizer.Optimizer;
import dev.ridgeline.optimizer.OptimizerState;
import java.util.List;
import org.junit.jupiter.api.Test;

class TinyTest {
  @Test
  void numbers_of_ordinary_size_zero_and_nan_stay_as_they_are() {
    for (float x : new float[] {0f, 1f, -0.1f, 1e-8f, -3.3e-16f, 1e30f}) {
      assertEquals(x, Tiny.rounded(x));
    }
    assertTrue(Float.isNaN(Tiny.rounded(Float.NaN)));
    assertEquals(0f, Tiny.rounded(1e-40f));
    assertEquals(-1e-20f, Tiny.rounded(-1e-20f), 3e-33f);
  }

  @Test
  void the_memory_of_a_weight_without_gradient_never_becomes_denormal() {
    for (Optimizer optimizer :
        List.of(new Adam(0.01), new Momentum(0.01), new RmsProp(0.01), new Lion(0.01))) {
      float[] w = {1};
      float[] g = {1};
      OptimizerState state = optimizer.newState(1);
      Block block = new Block();
      for (int step = 1; step <= 100_000; step++) {
        optimizer.update(block.at(w, g, state, step, 0.01).cells(0, 1, 0, false));
        g[0] = 0;
        for (int k = 0; k < state.slotCount(); k++) {
          float left = Math.abs(state.slot(k)[0]);
          assertTrue(left == 0 || left >= Float.MIN_NORMAL, optimizer + " keeps " + left);
        }
      }
    }
  }
}
