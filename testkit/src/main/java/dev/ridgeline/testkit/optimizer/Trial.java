package dev.ridgeline.testkit.optimizer;

import dev.ridgeline.optimizer.Optimizer;

/**
 * What is asked of an optimizer on small quadratics.
 *
 * @param rate the learning rate, positive
 * @param steps the budget, at least 1
 * @param fraction the share of the first loss that the last may be at most, below 1
 */
public record Trial(double rate, int steps, double fraction) {
  /**
   * Checks the numbers.
   *
   * @param rate the learning rate, positive
   * @param steps the budget, at least 1
   * @param fraction the share of the first loss that the last may be at most, below 1
   * @throws IllegalArgumentException if a number is out of range
   */
  public Trial {
    if (!(rate > 0) || steps < 1 || !(fraction > 0 && fraction < 1)) {
      throw new IllegalArgumentException(
          "a trial needs rate > 0, steps >= 1 and 0 < fraction < 1, found "
              + rate
              + ", "
              + steps
              + ", "
              + fraction);
    }
  }

  /**
   * The optimizer's own rate, 3000 steps, a tenth of the loss.
   *
   * @param optimizer the subject
   * @return the usual trial
   */
  public static Trial of(Optimizer optimizer) {
    return new Trial(optimizer.learningRate(), 3000, 0.1);
  }
}
