package dev.ridgeline.optimizers;

import dev.ridgeline.optimizer.Block;
import dev.ridgeline.optimizer.Optimizer;

/**
 * An optimizer that applies {@link Block#decay} and the other penalties of a block in its own loop:
 * w - (shrink w + step) is rounded once.
 *
 * <p>This matters in float, where w - shrink w is w again if shrink is below 3e-8, such as alpha =
 * lambda = 0.01 with m = 10000: rounded on its own the decay would be lost for good, rounded with
 * the step it is kept on average.
 */
interface FusedDecay extends Optimizer {
  @Override
  default boolean fusesPenalties() {
    return true;
  }

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

  /**
   * The share of the weights taken away by the decay and the l2 part of a prox whose step is the
   * same for all cells: (1 - shrink) / (1 + step l2) = 1 - this.
   *
   * @param block the cells in question
   * @param step the step of the prox
   * @return from 0 to below 1
   */
  static float shrink(Block block, double step) {
    double shrink = shrink(block);
    double l2 = step * block.l2();
    return (float) (shrink + l2 * (1 - shrink) / (1 + l2));
  }

  /**
   * The soft threshold of twice the arguments, u - t, u + t, or 0 where |u| &lt;= t: by absolute
   * values, since vectors of Math.min and Math.max take several instructions each for the sake of
   * NaN and -0. All sums but the first two are exact.
   *
   * @param half u / 2; NaN gives NaN
   * @param halfThreshold t / 2, at least 0
   * @return w with the least (1/2) (w - u)^2 + t |w|
   */
  static float soft(float half, float halfThreshold) {
    float above = half - halfThreshold;
    float below = half + halfThreshold;
    return (above + Math.abs(above)) + (below - Math.abs(below));
  }
}
