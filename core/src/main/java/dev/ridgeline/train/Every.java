package dev.ridgeline.train;

/**
 * How often something happens in a training run.
 *
 * @param unit what is counted, from the beginning of the run and not of a resumption
 * @param count at least 1
 */
public record Every(Unit unit, int count) {
  /** What can be counted. */
  public enum Unit {
    /** Optimizer steps. */
    STEPS,
    /** Passes through the training set. */
    EPOCHS
  }

  /**
   * Checks the count.
   *
   * @param unit what is counted
   * @param count at least 1
   * @throws IllegalArgumentException if the count is below 1
   */
  public Every {
    if (count < 1) {
      throw new IllegalArgumentException("every needs a count of at least 1, found " + count);
    }
  }

  /**
   * After steps number count, 2 count, 3 count and so on.
   *
   * @param count at least 1
   * @return the rule
   */
  public static Every steps(int count) {
    return new Every(Unit.STEPS, count);
  }

  /**
   * After epochs number count, 2 count, 3 count and so on.
   *
   * @param count at least 1
   * @return the rule
   */
  public static Every epochs(int count) {
    return new Every(Unit.EPOCHS, count);
  }

  /** Within an epoch, where only steps count. */
  boolean isDueAtStep(long steps) {
    return unit == Unit.STEPS && steps % count == 0;
  }

  /** After the last step of an epoch. */
  boolean isDueAfterEpoch(long steps, int epoch) {
    return unit == Unit.STEPS ? steps % count == 0 : epoch % count == 0;
  }

  /** The rule in words. */
  @Override
  public String toString() {
    String word = unit == Unit.STEPS ? "step" : "epoch";
    return count == 1 ? "every " + word : "every " + count + " " + word + "s";
  }
}
