package dev.ridgeline.optimizer;

/**
 * How the learning rate changes over a run: a factor of the optimizer's own rate for each step.
 * Immutable and thread-safe.
 */
@FunctionalInterface
public interface Schedule {
  /**
   * The factor of one step.
   *
   * @param step number of the step, from 1
   * @param totalSteps steps of the whole run, at least {@code step}
   * @return at least 0
   */
  double factor(long step, long totalSteps);
}
