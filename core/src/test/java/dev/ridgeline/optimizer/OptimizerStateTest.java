package dev.ridgeline.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ridgeline.doubles.PlainSgd;
import org.junit.jupiter.api.Test;

class OptimizerStateTest {
  @Test
  void a_new_state_is_zero() {
    OptimizerState state = new OptimizerState(3, 2);
    assertEquals(3, state.size());
    assertEquals(2, state.slotCount());
    assertEquals(0, state.steps());
    assertArrayEquals(new float[3], state.slot(1));
    assertEquals(0, new PlainSgd(1).newState(4).slotCount());
  }

  @Test
  void a_copy_goes_its_own_way() {
    OptimizerState state = new OptimizerState(2, 2);
    state.slot(1)[0] = 5;
    state.setSteps(7);
    OptimizerState copy = state.copy();
    state.slot(1)[0] = 6;
    copy.slot(0)[1] = 9;
    copy.setSteps(8);
    assertArrayEquals(new float[] {5, 0}, copy.slot(1));
    assertArrayEquals(new float[] {0, 0}, state.slot(0));
    assertEquals(7, state.steps());
    assertEquals(8, copy.steps());
    assertEquals(2, copy.size());
  }

  @Test
  void a_negative_count_of_steps_is_refused() {
    assertEquals(
        "the count of steps must be at least 0, found -1",
        assertThrows(IllegalArgumentException.class, () -> new OptimizerState(1, 0).setSteps(-1))
            .getMessage());
  }
}
