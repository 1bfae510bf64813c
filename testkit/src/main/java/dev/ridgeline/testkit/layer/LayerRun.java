package dev.ridgeline.testkit.layer;

import dev.ridgeline.layer.Layer;
import dev.ridgeline.layer.LayerPass;
import dev.ridgeline.linalg.Matrix;
import dev.ridgeline.linalg.RandomStream;
import dev.ridgeline.parameter.ParameterSpec;
import dev.ridgeline.parameter.Role;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One layer with the arrays of one pass. Every block begins at an offset of its own and has guard
 * cells around it, so that a kernel that forgets an offset is seen.
 */
final class LayerRun {
  static final float GUARD = 4321f;
  static final int PAD = 3;

  final Layer layer;
  final int rows;
  final int firstRow;
  final int inputs;
  final int outputs;
  final boolean training;
  final long seed;
  final float[] input;
  final float[] output;
  final float[] outputGradient;
  final float[] inputGradient;
  final float[] parameters;
  final float[] parameterGradients;
  final int[] offsets;
  boolean wantsInputGradient = true;
  private boolean inputsByColumn;
  private boolean outputsByColumn;

  LayerRun(Layer layer, int rows, int firstRow, int inputs, boolean training, long seed) {
    this.layer = layer;
    this.rows = rows;
    this.firstRow = firstRow;
    this.inputs = inputs;
    this.outputs = layer.outputs(inputs);
    this.training = training;
    this.seed = seed;
    List<ParameterSpec> specs = layer.parameters(inputs);
    offsets = new int[specs.size()];
    int at = PAD;
    for (int k = 0; k < offsets.length; k++) {
      offsets[k] = at;
      at += specs.get(k).rows() * specs.get(k).columns() + PAD;
    }
    input = guarded(rows * inputs, PAD, "input", firstRow * inputs);
    output = guards(rows * outputs, PAD + 1);
    outputGradient = guarded(rows * outputs, PAD + 2, "gradient", firstRow * outputs);
    inputGradient = guards(rows * inputs, PAD + 4);
    parameters = new float[at];
    parameterGradients = new float[at];
    Arrays.fill(parameters, GUARD);
    Arrays.fill(parameterGradients, GUARD);
    RandomStream random = new RandomStream(seed).derive("parameters");
    for (int k = 0; k < offsets.length; k++) {
      int size = specs.get(k).rows() * specs.get(k).columns();
      for (int i = 0; i < size; i++) {
        parameters[offsets[k] + i] = (float) (0.5 * random.gaussian(offsets[k] + i));
        parameterGradients[offsets[k] + i] = 0;
      }
      if (specs.get(k).role() == Role.STATISTIC) {
        float[] initial = new float[size];
        layer.initialize(
            k, Matrix.of(initial, specs.get(k).rows(), specs.get(k).columns()), random);
        System.arraycopy(initial, 0, parameters, offsets[k], size);
      }
    }
  }

  /** Steps of training on other rows, which leave the statistics, if any, at what they measured. */
  LayerRun measured() {
    for (int step = 0; step < 2 && hasStatistics(); step++) {
      LayerRun other = new LayerRun(layer, 6, 0, inputs, true, seed + 100 + step);
      System.arraycopy(parameters, 0, other.parameters, 0, parameters.length);
      other.forward().backward();
      other.move(parameters);
    }
    return this;
  }

  /** Subtracts from statistics what stands in the place of their gradients. */
  void move(float[] all) {
    for (int k = 0; k < offsets.length; k++) {
      for (int i = 0; isStatistic(k) && i < parameterSize(k); i++) {
        all[offsets[k] + i] -= parameterGradients[offsets[k] + i];
      }
    }
  }

  boolean isStatistic(int k) {
    return layer.parameters(inputs).get(k).role() == Role.STATISTIC;
  }

  boolean hasStatistics() {
    return IntStream.range(0, offsets.length).anyMatch(this::isStatistic);
  }

  int parameterSize(int k) {
    ParameterSpec spec = layer.parameters(inputs).get(k);
    return spec.rows() * spec.columns();
  }

  private float[] guards(int size, int pad) {
    float[] all = new float[size + 2 * pad];
    Arrays.fill(all, GUARD);
    return all;
  }

  /** Normal numbers that depend on the row's place in the batch, between guards. */
  private float[] guarded(int size, int pad, String label, int first) {
    float[] all = guards(size, pad);
    RandomStream random = new RandomStream(seed).derive(label);
    for (int i = 0; i < size; i++) {
      all[pad + i] = (float) random.gaussian(first + i);
    }
    return all;
  }

  int inputAt() {
    return PAD;
  }

  int outputAt() {
    return PAD + 1;
  }

  int outputGradientAt() {
    return PAD + 2;
  }

  int inputGradientAt() {
    return PAD + 4;
  }

  LayerPass pass() {
    return pass(0, rows);
  }

  /** A pass of some of the rows, whose blocks are parts of the whole ones. */
  LayerPass pass(int from, int to) {
    int in = inputsByColumn ? from : from * inputs;
    int out = outputsByColumn ? from : from * outputs;
    return new LayerPass()
        .shape(to - from, firstRow + from, inputs, outputs)
        .order(inputsByColumn, outputsByColumn, rows)
        .values(input, inputAt() + in, output, outputAt() + out)
        .gradients(
            outputGradient,
            outputGradientAt() + out,
            inputGradient,
            inputGradientAt() + in,
            wantsInputGradient)
        .parameters(parameters, parameterGradients, offsets)
        .mode(training, new RandomStream(seed).derive("mask"));
  }

  LayerRun forward() {
    layer.forward(pass());
    return this;
  }

  LayerRun backward() {
    layer.backward(pass());
    return this;
  }

  /** Turns blocks to column-major order, or from there back to row-major. */
  void turn(boolean ofInputs, boolean ofOutputs) {
    if (ofInputs) {
      turn(input, inputAt(), inputs, inputsByColumn);
      turn(inputGradient, inputGradientAt(), inputs, inputsByColumn);
      inputsByColumn = !inputsByColumn;
    }
    if (ofOutputs) {
      turn(output, outputAt(), outputs, outputsByColumn);
      turn(outputGradient, outputGradientAt(), outputs, outputsByColumn);
      outputsByColumn = !outputsByColumn;
    }
  }

  private void turn(float[] all, int at, int width, boolean isByColumn) {
    float[] before = all.clone();
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < width; j++) {
        int byRow = at + i * width + j;
        int byColumn = at + j * rows + i;
        all[isByColumn ? byRow : byColumn] = before[isByColumn ? byColumn : byRow];
      }
    }
  }

  /** The outputs from a column on. */
  float[] outputColumns(int from) {
    return columns(output, outputAt(), outputs, outputsByColumn, from);
  }

  /** The input gradients from a column on. */
  float[] inputGradientColumns(int from) {
    return columns(inputGradient, inputGradientAt(), inputs, inputsByColumn, from);
  }

  private float[] columns(float[] all, int at, int width, boolean isByColumn, int from) {
    float[] some = new float[rows * (width - from)];
    for (int i = 0, to = 0; i < rows; i++) {
      for (int j = from; j < width; j++) {
        some[to++] = all[at + (isByColumn ? j * rows + i : i * width + j)];
      }
    }
    return some;
  }

  void fillParameterGradients(float value) {
    for (int k = 0; k < offsets.length; k++) {
      Arrays.fill(parameterGradients, offsets[k], offsets[k] + parameterSize(k), value);
    }
  }

  /** The inner product of output gradient and output, in double. */
  double product() {
    double sum = 0;
    for (int i = 0; i < rows * outputs; i++) {
      sum += (double) outputGradient[outputGradientAt() + i] * output[outputAt() + i];
    }
    return sum;
  }

  @Override
  public String toString() {
    return layer
        + ", "
        + rows
        + " rows from "
        + firstRow
        + ", "
        + inputs
        + " inputs, "
        + (training ? "training" : "prediction");
  }
}
