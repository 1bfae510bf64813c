package dev.ridgeline.train;

/** Hears of a training run as it goes on, such as to draw a progress bar. */
@FunctionalInterface
public interface ProgressListener {
  /** Hears nothing. */
  ProgressListener SILENT = (epoch, epochs) -> {};

  /**
   * An epoch is done.
   *
   * @param epoch its record
   * @param epochs the most there will be
   */
  void epochDone(Epoch epoch, int epochs);
}
