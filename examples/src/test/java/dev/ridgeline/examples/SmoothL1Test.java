package dev.ridgeline.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ridgeline.penalty.Penalty;
import dev.ridgeline.testkit.PenaltyContract;
import org.junit.jupiter.api.Test;

/** How the author of a penalty tests it: the contract, and a value worked out by hand. */
class SmoothL1Test extends PenaltyContract {
  @Override
  protected Penalty penalty() {
    return new SmoothL1();
  }

  @Test
  void values_on_either_side_of_the_turn() {
    // 3 * 0.5^2 / 2 and 3 * (2 - 1/2)
    assertEquals(0.375, new SmoothL1().value(0.5, 3));
    assertEquals(4.5, new SmoothL1().value(-2, 3));
  }
}
