package dev.ridgeline.testkit.provider;

import dev.ridgeline.layers.BatchNorm;
import dev.ridgeline.layers.Dense;
import dev.ridgeline.layers.Dropout;
import dev.ridgeline.layers.Gelu;
import dev.ridgeline.layers.LayerNorm;
import dev.ridgeline.layers.LeakyReLU;
import dev.ridgeline.layers.ReLU;
import dev.ridgeline.layers.Sigmoid;
import dev.ridgeline.layers.Tanh;
import dev.ridgeline.losses.HuberLoss;
import dev.ridgeline.losses.LogisticLoss;
import dev.ridgeline.losses.SoftmaxCrossEntropy;
import dev.ridgeline.losses.SquaredLoss;
import dev.ridgeline.plugin.Provider;
import dev.ridgeline.testkit.ProviderContract;
import org.junit.jupiter.api.Nested;

/** The layer and loss providers of core pass their contract. */
class CoreProvidersTest {
  @Nested
  class OfDense extends ProviderContract {
    @Override
    protected Provider<?> provider() {
      return new Dense.Provider();
    }
  }

  @Nested
  class OfBatchNorm extends ProviderContract {
    @Override
    protected Provider<?> provider() {
      return new BatchNorm.Provider();
    }
  }

  @Nested
  class OfLayerNorm extends ProviderContract {
    @Override
    protected Provider<?> provider() {
      return new LayerNorm.Provider();
    }
  }

  @Nested
  class OfDropout extends ProviderContract {
    @Override
    protected Provider<?> provider() {
      return new Dropout.Provider();
    }
  }

  @Nested
  class OfGelu extends ProviderContract {
    @Override
    protected Provider<?> provider() {
      return new Gelu.Provider();
    }
  }

  @Nested
  class OfLeakyReLU extends ProviderContract {
    @Override
    protected Provider<?> provider() {
      return new LeakyReLU.Provider();
    }
  }

  @Nested
  class OfReLU extends ProviderContract {
    @Override
    protected Provider<?> provider() {
      return new ReLU.Provider();
    }
  }

  @Nested
  class OfSigmoid extends ProviderContract {
    @Override
    protected Provider<?> provider() {
      return new Sigmoid.Provider();
    }
  }

  @Nested
  class OfTanh extends ProviderContract {
    @Override
    protected Provider<?> provider() {
      return new Tanh.Provider();
    }
  }

  @Nested
  class OfHuberLoss extends ProviderContract {
    @Override
    protected Provider<?> provider() {
      return new HuberLoss.Provider();
    }
  }

  @Nested
  class OfLogisticLoss extends ProviderContract {
    @Override
    protected Provider<?> provider() {
      return new LogisticLoss.Provider();
    }
  }

  @Nested
  class OfSoftmaxCrossEntropy extends ProviderContract {
    @Override
    protected Provider<?> provider() {
      return new SoftmaxCrossEntropy.Provider();
    }
  }

  @Nested
  class OfSquaredLoss extends ProviderContract {
    @Override
    protected Provider<?> provider() {
      return new SquaredLoss.Provider();
    }
  }
}
