package dev.ridgeline.optimizers;

import dev.ridgeline.optimizer.Optimizer;
import dev.ridgeline.testkit.OptimizerContract;
import dev.ridgeline.testkit.optimizer.Trace;
import dev.ridgeline.testkit.optimizer.Trial;
import org.junit.jupiter.api.Nested;

/** Every optimizer keeps the contract of the test kit; the traces are derived by hand. */
class ContractsTest {
  @Nested
  class OfSgd extends OptimizerContract {
    @Override
    protected Optimizer optimizer() {
      return new Sgd(0.1);
    }

    @Override
    protected Trace trace() { // 1 - 0.1, + 0.2, - 0.4
      return Trace.ofOne(0.1, 1, new double[] {1, -2, 4}, new double[] {0.9, 1.1, 0.7});
    }
  }

  @Nested
  class OfClassicalMomentum extends OptimizerContract {
    @Override
    protected Optimizer optimizer() {
      return new Momentum(0.1, 0.5, false);
    }

    @Override
    protected Trace trace() { // v = 1, 0.5 - 2 = -1.5, -0.75 + 4 = 3.25
      return Trace.ofOne(0.1, 1, new double[] {1, -2, 4}, new double[] {0.9, 1.05, 0.725});
    }
  }

  @Nested
  class OfNesterovMomentum extends OptimizerContract {
    @Override
    protected Optimizer optimizer() {
      return new Momentum(0.1, 0.5, true);
    }

    @Override
    protected Trace trace() { // g + v / 2 = 1.5, -2 - 0.75 = -2.75, 4 + 1.625 = 5.625
      return Trace.ofOne(0.1, 1, new double[] {1, -2, 4}, new double[] {0.85, 1.125, 0.5625});
    }
  }

  @Nested
  class OfAdam extends OptimizerContract {
    @Override
    protected Optimizer optimizer() {
      return new Adam(0.1, 0.5, 0.75, 1);
    }

    @Override
    protected Trace trace() {
      // m / (1 - 0.5^t) = 1; (0.25 + 1.5) / 0.75 = 7/3; (0.875 - 1) / 0.875 = -1/7
      // v / (1 - 0.75^t) = 1; (0.1875 + 2.25) / 0.4375 = 39/7; (1.828125 + 1) / 0.578125 = 181/37
      double first = 1 - 0.1 * 1 / (1 + 1);
      double second = first - 0.1 * (7 / 3.0) / (Math.sqrt(39 / 7.0) + 1);
      double third = second + 0.1 * (1 / 7.0) / (Math.sqrt(181 / 37.0) + 1);
      return Trace.ofOne(0.1, 1, new double[] {1, 3, -2}, new double[] {first, second, third});
    }
  }

  @Nested
  class OfRmsProp extends OptimizerContract {
    @Override
    protected Optimizer optimizer() {
      return new RmsProp(0.01, 0.75, 1);
    }

    @Override
    protected Trace trace() {
      // v = 4 / 4 = 1; 0.75 + 13/4 = 4; 3 + 24/4 = 9: roots 1, 2, 3
      double first = 1 - 0.1 * 2 / (1 + 1);
      double second = first - 0.1 * Math.sqrt(13) / (2 + 1);
      double third = second + 0.1 * Math.sqrt(24) / (3 + 1);
      return Trace.ofOne(
          0.1,
          1,
          new double[] {2, Math.sqrt(13), -Math.sqrt(24)},
          new double[] {first, second, third});
    }
  }

  @Nested
  class OfAdaGrad extends OptimizerContract {
    @Override
    protected Optimizer optimizer() {
      return new AdaGrad(0.1, 1);
    }

    @Override
    protected Trace trace() {
      // sums of squares 9, 25, 169: 1 - 0.1 * 3 / 4, - 0.1 * 4 / 6, + 0.1 * 12 / 14
      return Trace.ofOne(
          0.1,
          1,
          new double[] {3, 4, -12},
          new double[] {0.925, 0.925 - 0.4 / 6, 0.925 - 0.4 / 6 + 1.2 / 14});
    }
  }

  @Nested
  class OfLion extends OptimizerContract {
    @Override
    protected Optimizer optimizer() {
      return new Lion(0.01, 0.5, 0.75);
    }

    @Override
    protected Trace trace() {
      // c = 1; m = 0.5, c = 0.25 - 0.15 > 0; m = 0.375 - 0.075 = 0.3, c = 0.15 - 0.4 < 0
      return Trace.ofOne(0.1, 1, new double[] {2, -0.3, -0.8}, new double[] {0.9, 0.8, 0.9});
    }

    @Override
    protected Trial trial() { // ends within one step of length 0.01 of the minimum
      return new Trial(0.01, 500, 0.01);
    }
  }

  @Nested
  class OfWeightDecayAroundSgd extends OptimizerContract {
    @Override
    protected Optimizer optimizer() {
      return new WeightDecay(new Sgd(0.1));
    }

    @Override
    protected Trace trace() { // without a penalty there is nothing to decay
      return Trace.ofOne(0.1, 1, new double[] {1, -2, 4}, new double[] {0.9, 1.1, 0.7});
    }
  }

  @Nested
  class OfWeightDecayAroundAdam extends OptimizerContract {
    @Override
    protected Optimizer optimizer() {
      return new WeightDecay(new Adam(0.1, 0.5, 0.75, 1));
    }

    @Override
    protected Trace trace() {
      return new OfAdam().trace();
    }
  }
}
