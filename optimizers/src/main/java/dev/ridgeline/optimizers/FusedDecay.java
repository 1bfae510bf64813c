package dev.ridgeline.optimizers;

import dev.ridgeline.optimizer.Block;
import dev.ridgeline.optimizer.Optimizer;

/**
 * An optimizer that applies {@link Block#decay} in its own loop: w - (shrink w + step) is rounded
 * once.
 *
 * <p>This matters in float, where w - shrink w is w again if shrink is below 3e-8, such as alpha =
 * lambda = 0.01 with m = 10000: rounded on its own the decay would be lost for good, rounded with
 * the step it is kept on average.
 */
interface FusedDecay extends Optimizer {
  /**
   * The share of the weights that a step takes away, alpha * decay.
   *
   * @param block the cells in question
   * @return from 0 to below 1
   * @throws IllegalArgumentException if not below 1, naming the numbers
   */
  static float shrink(Block block) {
    double shrink = block.rate() * block.decay();
    if (!(shrink < 1)) {
      throw new IllegalArgumentException(
          "weight decay by learning rate "
              + block.rate()
              + " times lambda/m "
              + block.decay()
              + " = "
              + shrink
              + " would turn the sign of every weight; their product must be below 1: lower the"
              + " learning rate or lambda");
    }
    return (float) shrink;
  }
}
