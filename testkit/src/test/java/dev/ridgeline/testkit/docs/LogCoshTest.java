package dev.ridgeline.testkit.docs;

import dev.ridgeline.penalty.Penalty;
import dev.ridgeline.testkit.PenaltyContract;

class LogCoshTest extends PenaltyContract {
  @Override
  protected Penalty penalty() {
    return new LogCosh();
  }
}
