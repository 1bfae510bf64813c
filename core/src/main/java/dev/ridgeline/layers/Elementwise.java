package dev.ridgeline.layers;

import dev.ridgeline.layer.ColumnwiseLayer;
import dev.ridgeline.layer.LayerPass;

/**
 * A layer that maps each input by itself, with a derivative that follows from the output. The loops
 * are in the subclasses: shared ones would call an unknown method for every cell.
 */
abstract class Elementwise implements ColumnwiseLayer {
  private final String name;

  Elementwise(String name) {
    this.name = name;
  }

  /** Outputs of n cells. */
  abstract void apply(float[] x, int xAt, float[] y, int yAt, int n);

  /** Input gradients of n cells: dx = dy times d output / d input, from the output. */
  abstract void derive(float[] y, int yAt, float[] dy, int dyAt, float[] dx, int dxAt, int n);

  @Override
  public final String name() {
    return name;
  }

  @Override
  public void forward(LayerPass pass, int from, int to) {
    int width = pass.outputs();
    int run = to - from;
    int rows = pass.rows();
    if (run == width) {
      run *= rows;
      rows = Math.min(1, rows);
    }
    for (int i = 0; i < rows; i++) {
      int at = i * width + from;
      apply(pass.input(), pass.inputOffset() + at, pass.output(), pass.outputOffset() + at, run);
    }
  }

  @Override
  public void backwardInputs(LayerPass pass, int from, int to) {
    int width = pass.outputs();
    int run = to - from;
    int rows = pass.rows();
    if (run == width) {
      run *= rows;
      rows = Math.min(1, rows);
    }
    for (int i = 0; i < rows; i++) {
      int at = i * width + from;
      derive(
          pass.output(),
          pass.outputOffset() + at,
          pass.outputGradient(),
          pass.outputGradientOffset() + at,
          pass.inputGradient(),
          pass.inputGradientOffset() + at,
          run);
    }
  }

  @Override
  public final boolean equals(Object other) {
    return other != null && other.getClass() == getClass();
  }

  @Override
  public final int hashCode() {
    return getClass().hashCode();
  }

  @Override
  public final String toString() {
    return name;
  }
}
