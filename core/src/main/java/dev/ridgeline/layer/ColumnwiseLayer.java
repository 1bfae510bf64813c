package dev.ridgeline.layer;

/**
 * A split layer with as many outputs as inputs in which column j of the outputs depends on column j
 * of the inputs alone, such as an activation: it is computed together with the layer before it,
 * while the columns are in cache.
 */
public interface ColumnwiseLayer extends SplitLayer {
  @Override
  default int outputs(int inputs) {
    return inputs;
  }

  @Override
  default long workPerRow(int inputs) {
    return inputs;
  }
}
