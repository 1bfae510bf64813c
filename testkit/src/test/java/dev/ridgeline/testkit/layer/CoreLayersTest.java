package dev.ridgeline.testkit.layer;

import dev.ridgeline.layer.Layer;
import dev.ridgeline.layers.BatchNorm;
import dev.ridgeline.layers.Dense;
import dev.ridgeline.layers.Dropout;
import dev.ridgeline.layers.Gelu;
import dev.ridgeline.layers.LayerNorm;
import dev.ridgeline.layers.LeakyReLU;
import dev.ridgeline.layers.ReLU;
import dev.ridgeline.layers.Sigmoid;
import dev.ridgeline.layers.Tanh;
import dev.ridgeline.testkit.LayerContract;
import java.util.List;
import org.junit.jupiter.api.Nested;

/** The layers of core pass their contract. */
class CoreLayersTest {
  @Nested
  class DenseWithBias extends LayerContract {
    @Override
    protected Layer layer() {
      return new Dense(4);
    }
  }

  @Nested
  class DenseWithoutBias extends LayerContract {
    @Override
    protected Layer layer() {
      return new Dense(3, false);
    }
  }

  @Nested
  class Rectifier extends LayerContract {
    @Override
    protected Layer layer() {
      return new ReLU();
    }
  }

  @Nested
  class LeakyRectifier extends LayerContract {
    @Override
    protected Layer layer() {
      return new LeakyReLU(0.2);
    }
  }

  @Nested
  class GaussianErrorLinear extends LayerContract {
    @Override
    protected Layer layer() {
      return new Gelu();
    }
  }

  @Nested
  class HyperbolicTangent extends LayerContract {
    @Override
    protected Layer layer() {
      return new Tanh();
    }
  }

  @Nested
  class Logistic extends LayerContract {
    @Override
    protected Layer layer() {
      return new Sigmoid();
    }
  }

  @Nested
  class DroppingInputs extends LayerContract {
    @Override
    protected Layer layer() {
      return new Dropout(0.4);
    }
  }

  @Nested
  class DroppingNothing extends LayerContract {
    @Override
    protected Layer layer() {
      return new Dropout(0);
    }
  }

  @Nested
  class NormalizingBatches extends LayerContract {
    @Override
    protected Layer layer() {
      return new BatchNorm(0.3, 0.1);
    }

    @Override
    protected List<Integer> inputs() {
      return List.of(1, 3, 7, 19);
    }
  }

  @Nested
  class NormalizingRows extends LayerContract {
    @Override
    protected Layer layer() {
      return new LayerNorm(0.1);
    }

    @Override
    protected List<Integer> inputs() {
      return List.of(1, 3, 7, 19);
    }
  }
}
