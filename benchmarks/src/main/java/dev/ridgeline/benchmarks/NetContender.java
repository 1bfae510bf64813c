package dev.ridgeline.benchmarks;

/**
 * A library that does a {@link NetTask} on some threads. Every round begins with the task's initial
 * weights and takes the rows in the task's order, so that contenders that do the same work have the
 * same losses.
 */
interface NetContender extends AutoCloseable {
  /** Library, version, and variant where there are several. */
  String name();

  /** What it does otherwise than the task says, in a few words; empty if nothing. */
  String departure();

  /** The mean loss of each of the first mini-batches, before its step. */
  double[] firstLosses(int steps);

  /** Trains from new weights, on data made before the clock runs. */
  Result train();

  @Override
  default void close() {}

  /**
   * One round.
   *
   * @param epochSeconds time of each epoch, scoring of test rows included
   * @param loss mean training loss of the last epoch, each mini-batch before its step
   * @param accuracies after each epoch, on the test rows; empty without them
   */
  record Result(double[] epochSeconds, double loss, double[] accuracies) {}
}
