package dev.ridgeline.testkit.loss;

import dev.ridgeline.loss.Loss;
import dev.ridgeline.losses.HuberLoss;
import dev.ridgeline.losses.LogisticLoss;
import dev.ridgeline.losses.PoissonLoss;
import dev.ridgeline.losses.SoftmaxCrossEntropy;
import dev.ridgeline.losses.SquaredLoss;
import dev.ridgeline.testkit.LossContract;
import java.util.Map;
import org.junit.jupiter.api.Nested;

/** The losses of core pass their contract. */
class CoreLossesTest {
  @Nested
  class Squared extends LossContract {
    @Override
    protected Loss loss() {
      return new SquaredLoss();
    }
  }

  @Nested
  class Huber extends LossContract {
    @Override
    protected Loss loss() {
      return new HuberLoss(0.8);
    }
  }

  @Nested
  class Logistic extends LossContract {
    @Override
    protected Loss loss() {
      return new LogisticLoss();
    }
  }

  @Nested
  class Poisson extends LossContract {
    @Override
    protected Loss loss() {
      return new PoissonLoss();
    }

    @Override
    protected Map<String, String> knownDeviations() {
      return Map.of("LOS-4", "e^1000 is infinite, and so is the loss of a rate that large");
    }
  }

  @Nested
  class Softmax extends LossContract {
    @Override
    protected Loss loss() {
      return new SoftmaxCrossEntropy();
    }
  }

  @Nested
  class SmoothedLogistic extends LossContract {
    @Override
    protected Loss loss() {
      return new LogisticLoss(0.3);
    }
  }

  @Nested
  class SmoothedSoftmax extends LossContract {
    @Override
    protected Loss loss() {
      return new SoftmaxCrossEntropy(0.1);
    }
  }
}
