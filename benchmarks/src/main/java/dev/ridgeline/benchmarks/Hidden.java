package dev.ridgeline.benchmarks;

import dev.ridgeline.layer.Layer;
import dev.ridgeline.layers.BatchNorm;
import dev.ridgeline.layers.Dense;
import dev.ridgeline.layers.Dropout;
import dev.ridgeline.layers.Gelu;
import dev.ridgeline.layers.LayerNorm;
import dev.ridgeline.layers.ReLU;
import dev.ridgeline.layers.Sigmoid;
import dev.ridgeline.layers.Tanh;
import java.util.List;

/** What a hidden layer is made of. */
enum Hidden {
  RELU,
  /** Dense without bias, batch normalisation, ReLU. */
  BATCH_NORM,
  /** Dense, layer normalisation, ReLU. */
  LAYER_NORM,
  GELU,
  TANH,
  SIGMOID,
  /** Dense, ReLU, dropout. */
  DROPOUT;

  static final double DROPOUT_RATE = 0.5;

  /** Whether the dense layer has a bias. */
  boolean hasBias() {
    return this != BATCH_NORM;
  }

  boolean normalises() {
    return this == BATCH_NORM || this == LAYER_NORM;
  }

  List<Layer> layers(int units) {
    Dense dense = new Dense(units, hasBias());
    return switch (this) {
      case RELU -> List.of(dense, new ReLU());
      case BATCH_NORM -> List.of(dense, new BatchNorm(), new ReLU());
      case LAYER_NORM -> List.of(dense, new LayerNorm(), new ReLU());
      case GELU -> List.of(dense, new Gelu());
      case TANH -> List.of(dense, new Tanh());
      case SIGMOID -> List.of(dense, new Sigmoid());
      case DROPOUT -> List.of(dense, new ReLU(), new Dropout(DROPOUT_RATE));
    };
  }
}
