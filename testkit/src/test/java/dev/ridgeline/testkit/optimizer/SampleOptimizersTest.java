package dev.ridgeline.testkit.optimizer;

import dev.ridgeline.optimizer.Optimizer;
import dev.ridgeline.testkit.OptimizerContract;
import org.junit.jupiter.api.Nested;

/** Correct optimizers of each kind pass their contract. */
class SampleOptimizersTest {
  /** w: 1; v = 2, w = 0; v = 1 - 1 = 0, w = 0; v = 4, w = -2 for alpha = beta = 1/2. */
  static Trace momentumTrace() {
    return Trace.ofOne(0.5, 1, new double[] {2, -1, 4}, new double[] {0, 0, -2});
  }

  @Nested
  class Momentum extends OptimizerContract {
    @Override
    protected Optimizer optimizer() {
      return new SampleMomentum(0.2, 0.5, false);
    }

    @Override
    protected Trace trace() {
      return momentumTrace();
    }
  }

  @Nested
  class MomentumWithDecay extends OptimizerContract {
    @Override
    protected Optimizer optimizer() {
      return new SampleMomentum(0.2, 0.5, true);
    }

    @Override
    protected Trace trace() {
      return momentumTrace();
    }
  }

  @Nested
  class Adam extends OptimizerContract {
    @Override
    protected Optimizer optimizer() {
      return new SampleAdam(0.001);
    }

    /** A constant gradient g makes every bias-corrected step alpha g / |g|. */
    @Override
    protected Trace trace() {
      return Trace.ofOne(0.25, 1, new double[] {8, 8, 8}, new double[] {0.75, 0.5, 0.25});
    }
  }
}
