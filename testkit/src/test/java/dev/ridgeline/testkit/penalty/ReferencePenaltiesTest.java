package dev.ridgeline.testkit.penalty;

import dev.ridgeline.penalty.Penalty;
import dev.ridgeline.testkit.PenaltyContract;
import org.junit.jupiter.api.Nested;

/** The kit's own penalties, one for each set of capabilities, pass their contract. */
class ReferencePenaltiesTest {
  @Nested
  class Quadratic extends PenaltyContract {
    @Override
    protected Penalty penalty() {
      return ReferencePenalties.l2();
    }
  }

  @Nested
  class SeparableNorm extends PenaltyContract {
    @Override
    protected Penalty penalty() {
      return ReferencePenalties.l1();
    }
  }

  @Nested
  class SeparableMixture extends PenaltyContract {
    @Override
    protected Penalty penalty() {
      return ReferencePenalties.elasticNet(0.3);
    }
  }

  @Nested
  class Bounds extends PenaltyContract {
    @Override
    protected Penalty penalty() {
      return ReferencePenalties.bounds(-0.5, 0.25);
    }
  }

  @Nested
  class GroupsOfRows extends PenaltyContract {
    @Override
    protected Penalty penalty() {
      return ReferencePenalties.rowNorms();
    }
  }

  @Nested
  class WholeMatrixProx extends PenaltyContract {
    @Override
    protected Penalty penalty() {
      return ReferencePenalties.wholeNorm();
    }
  }

  @Nested
  class WholeMatrixGradient extends PenaltyContract {
    @Override
    protected Penalty penalty() {
      return ReferencePenalties.wholeSmooth();
    }
  }

  @Nested
  class ValueOnly extends PenaltyContract {
    @Override
    protected Penalty penalty() {
      return ReferencePenalties.valueOnly();
    }
  }

  @Nested
  class WeaklyConvex extends PenaltyContract {
    @Override
    protected Penalty penalty() {
      return new SampleMcp(3);
    }
  }

  @Nested
  class NotEvenWeaklyConvex extends PenaltyContract {
    @Override
    protected Penalty penalty() {
      return new SampleCount();
    }
  }

  @Nested
  class GroupsOfColumns extends PenaltyContract {
    @Override
    protected Penalty penalty() {
      return new SampleColumnGroups();
    }
  }
}
