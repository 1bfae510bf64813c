package dev.ridgeline.layers;

import dev.ridgeline.layer.Layer;
import dev.ridgeline.layer.LayerPass;
import dev.ridgeline.linalg.Matrix;
import dev.ridgeline.linalg.RandomStream;
import dev.ridgeline.parameter.ParameterSpec;
import dev.ridgeline.parameter.Role;
import java.util.Arrays;
import java.util.List;

/** A normalisation layer with its parameters and the results of its last pass. */
final class NormalizationRun {
  private final Layer layer;
  private final int inputs;
  private final List<ParameterSpec> specs;
  private final int[] offsets;
  private final LayerPass pass = new LayerPass();
  final float[] parameters;
  private float[] gradients = new float[0];
  float[] y = gradients;
  float[] dx = gradients;

  NormalizationRun(Layer layer, int inputs) {
    this.layer = layer;
    this.inputs = inputs;
    specs = layer.parameters(inputs);
    offsets = new int[specs.size() + 1];
    for (int k = 0; k < specs.size(); k++) {
      offsets[k + 1] = offsets[k] + specs.get(k).columns();
    }
    parameters = new float[offsets[specs.size()]];
    for (int k = 0; k < specs.size(); k++) {
      float[] values = new float[specs.get(k).columns()];
      layer.initialize(k, Matrix.of(values, 1, values.length), new RandomStream(1));
      System.arraycopy(values, 0, parameters, offsets[k], values.length);
    }
  }

  NormalizationRun gainAndShift(float[] gain, float[] shift) {
    System.arraycopy(gain, 0, parameters, offsets[0], inputs);
    System.arraycopy(shift, 0, parameters, offsets[1], inputs);
    return this;
  }

  NormalizationRun weights(double... ofRows) {
    pass.weights(ofRows);
    return this;
  }

  NormalizationRun train(float[] x, float[] dy) {
    return run(x, dy, true);
  }

  NormalizationRun predict(float[] x, float[] dy) {
    return run(x, dy, false);
  }

  private NormalizationRun run(float[] x, float[] dy, boolean training) {
    y = new float[x.length];
    dx = new float[x.length];
    gradients = new float[parameters.length];
    pass.shape(x.length / inputs, 0, inputs, inputs)
        .values(x, 0, y, 0)
        .gradients(dy, 0, dx, 0, true)
        .parameters(parameters, gradients, offsets)
        .mode(training, new RandomStream(0));
    layer.forward(pass);
    layer.backward(pass);
    return this;
  }

  /** What a training step does to statistics. */
  NormalizationRun move() {
    for (int k = 0; k < specs.size(); k++) {
      for (int i = offsets[k]; i < offsets[k + 1] && specs.get(k).role() == Role.STATISTIC; i++) {
        parameters[i] -= gradients[i];
        gradients[i] = 0;
      }
    }
    return this;
  }

  float[] parameter(int k) {
    return Arrays.copyOfRange(parameters, offsets[k], offsets[k + 1]);
  }

  float[] gradient(int k) {
    return Arrays.copyOfRange(gradients, offsets[k], offsets[k + 1]);
  }
}
