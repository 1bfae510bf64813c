package dev.ridgeline.benchmarks;

/** A library that trains the networks of {@link NetWorkload}. */
interface NetContender {
  String name();

  /** Trains from new weights, on data made before the clock runs. */
  Result train(int threads);

  /**
   * One round.
   *
   * @param epochSeconds time of each epoch
   * @param loss mean training loss of the last epoch
   */
  record Result(double[] epochSeconds, double loss) {}
}
