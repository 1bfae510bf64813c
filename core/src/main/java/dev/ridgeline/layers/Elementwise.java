package dev.ridgeline.layers;

import dev.ridgeline.layer.Layer;
import dev.ridgeline.layer.LayerPass;

/** A layer that maps each input by itself, with a derivative that follows from the output. */
abstract class Elementwise implements Layer {
  private final String name;

  Elementwise(String name) {
    this.name = name;
  }

  /** The output for an input. */
  abstract float apply(float x);

  /** d output / d input, from the output. */
  abstract float derivative(float y);

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final int outputs(int inputs) {
    return inputs;
  }

  @Override
  public void forward(LayerPass pass) {
    float[] x = pass.input();
    float[] y = pass.output();
    int xAt = pass.inputOffset();
    int yAt = pass.outputOffset();
    int n = pass.rows() * pass.outputs();
    for (int i = 0; i < n; i++) {
      y[yAt + i] = apply(x[xAt + i]);
    }
  }

  @Override
  public void backward(LayerPass pass) {
    if (!pass.wantsInputGradient()) {
      return;
    }
    float[] y = pass.output();
    float[] dy = pass.outputGradient();
    float[] dx = pass.inputGradient();
    int yAt = pass.outputOffset();
    int dyAt = pass.outputGradientOffset();
    int dxAt = pass.inputGradientOffset();
    int n = pass.rows() * pass.outputs();
    for (int i = 0; i < n; i++) {
      dx[dxAt + i] = dy[dyAt + i] * derivative(y[yAt + i]);
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
