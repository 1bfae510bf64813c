package dev.ridgeline.network;

import java.util.List;

/** A stage whose neighbouring shares can be done as one, which {@link Joining} decides. */
interface JoinableStage extends Stage {
  /**
   * Lets the threads of a team have one task each, of neighbouring shares, in calls of the largest
   * number of rows.
   *
   * @param threads number of threads; {@link Integer#MAX_VALUE} joins nothing
   * @return whether this joins any
   */
  boolean join(int threads);

  /** The arrays that the tasks write to. */
  List<float[]> written();
}
