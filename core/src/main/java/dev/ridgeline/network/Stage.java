package dev.ridgeline.network;

import dev.ridgeline.linalg.Team;

/** A part of a pass whose tasks may run side by side; the next stage waits for all of them. */
interface Stage extends Team.Job {
  /** Number of tasks for the rows of this call; of the shape alone, but where shares are joined. */
  int tasks();
}
