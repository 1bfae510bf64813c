package dev.ridgeline.penalties;

import dev.ridgeline.penalty.Penalty;
import dev.ridgeline.testkit.PenaltyContract;
import org.junit.jupiter.api.Nested;

/** Every penalty keeps the contract of the test kit. */
class ContractsTest {
  @Nested
  class OfL2 extends PenaltyContract {
    @Override
    protected Penalty penalty() {
      return new L2();
    }
  }

  @Nested
  class OfL1 extends PenaltyContract {
    @Override
    protected Penalty penalty() {
      return new L1();
    }
  }

  @Nested
  class OfElasticNet extends PenaltyContract {
    @Override
    protected Penalty penalty() {
      return new ElasticNet(0.3);
    }
  }

  @Nested
  class OfElasticNetThatIsRidge extends PenaltyContract {
    @Override
    protected Penalty penalty() {
      return new ElasticNet(0);
    }
  }

  @Nested
  class OfElasticNetThatIsLasso extends PenaltyContract {
    @Override
    protected Penalty penalty() {
      return new ElasticNet(1);
    }
  }

  @Nested
  class OfNoPenalty extends PenaltyContract {
    @Override
    protected Penalty penalty() {
      return new NoPenalty();
    }
  }
}
