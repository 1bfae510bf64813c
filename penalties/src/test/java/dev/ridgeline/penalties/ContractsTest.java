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

  @Nested
  class OfBoundAlone extends PenaltyContract {
    @Override
    protected Penalty penalty() {
      return new NonNegative();
    }
  }

  @Nested
  class OfNonNegativeLasso extends PenaltyContract {
    @Override
    protected Penalty penalty() {
      return new NonNegative(new L1());
    }
  }

  @Nested
  class OfNonNegativeElasticNet extends PenaltyContract {
    @Override
    protected Penalty penalty() {
      return new NonNegative(new ElasticNet(0.3));
    }
  }

  @Nested
  class OfNonNegativeRidge extends PenaltyContract {
    @Override
    protected Penalty penalty() {
      return new NonNegative(new L2());
    }
  }

  @Nested
  class OfBoxWithoutPenalty extends PenaltyContract {
    @Override
    protected Penalty penalty() {
      return new Box(-0.1, 0.3);
    }
  }

  @Nested
  class OfLassoInABox extends PenaltyContract {
    @Override
    protected Penalty penalty() {
      return new Box(-0.25, 1.0 / 3, new L1());
    }
  }

  @Nested
  class OfRidgeWithoutPositiveWeights extends PenaltyContract {
    @Override
    protected Penalty penalty() {
      return new Box(-1e6, 0, new L2());
    }
  }

  @Nested
  class OfBoundsAroundBounds extends PenaltyContract {
    @Override
    protected Penalty penalty() {
      return new NonNegative(new Box(-0.5, 0.25, new L1()));
    }
  }
}
