package dev.ridgeline.benchmarks;

/**
 * A library that trains a {@link NetWorkload} on some threads. Every round begins with the
 * workload's initial weights and takes its rows in the workload's order, so that contenders that do
 * the same work have the same losses.
 */
interface NetContender extends AutoCloseable {
  /** Library, version, and variant where there are several. */
  String name();

  /** What it does otherwise than the workload says, in a few words; empty if nothing. */
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
   * @param epochSeconds time of each epoch
   * @param loss mean training loss of the last epoch, each mini-batch before its step
   */
  record Result(double[] epochSeconds, double loss) {}
}
