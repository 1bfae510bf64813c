package dev.ridgeline.train;

/**
 * Takes the states of a training run as it goes on, such as to keep them in files ({@code
 * Checkpoints} in ridgeline-io does).
 *
 * <p>Called on the thread that trains, which waits; whatever it throws ends the run.
 */
@FunctionalInterface
public interface CheckpointSink {
  /**
   * A run is about to begin, or to go on.
   *
   * @param steps optimizer steps done so far, 0 unless the run is resumed
   * @throws IllegalStateException if the sink holds another run, or this one at a later step
   */
  default void begin(long steps) {}

  /**
   * Keeps a state.
   *
   * @param state a snapshot that training does not change any more
   */
  void save(TrainingState state);
}
