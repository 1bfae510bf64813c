package dev.ridgeline.network;

import dev.ridgeline.layer.Layer;
import dev.ridgeline.layer.LayerPass;
import dev.ridgeline.linalg.RandomStream;
import dev.ridgeline.loss.Loss;

/**
 * The working memory for running a network forwards and backwards on up to a number of rows at a
 * time. Allocates nothing after construction. Not thread-safe.
 */
public final class NetworkPass {
  private final Network network;
  private final int capacity;
  private final float[][] values;
  private final float[][] gradients;
  private final double[] lossScratch;
  private final LayerPass pass = new LayerPass();
  private final float[] noGradients = new float[0];

  /**
   * Memory for a network.
   *
   * @param network the shapes
   * @param capacity the most rows in one call, at least 1
   * @throws IllegalArgumentException if the capacity is below 1
   */
  public NetworkPass(Network network, int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("a pass needs room for at least 1 row, found " + capacity);
    }
    this.network = network;
    this.capacity = capacity;
    int layers = network.layers().size();
    values = new float[layers + 1][];
    gradients = new float[layers + 1][];
    for (int l = 0; l <= layers; l++) {
      values[l] = new float[Math.multiplyExact(capacity, network.width(l))];
      gradients[l] = l == 0 ? noGradients : new float[values[l].length];
    }
    lossScratch = new double[2 * network.outputs()];
  }

  /**
   * Where the caller puts the inputs.
   *
   * @return row-major, capacity x inputs
   */
  public float[] inputs() {
    return values[0];
  }

  /**
   * The most rows in one call.
   *
   * @return the capacity
   */
  public int capacity() {
    return capacity;
  }

  /**
   * Predicts without dropout.
   *
   * @param parameters flat, not modified
   * @param rows number of rows in {@link #inputs}
   * @return row-major rows x outputs; valid until the next call
   */
  public float[] predict(float[] parameters, int rows) {
    forward(parameters, rows, false, new RandomStream(0));
    return values[values.length - 1];
  }

  /**
   * Scaled loss of some rows in training mode, and its gradient in all parameters.
   *
   * @param parameters flat, not modified
   * @param rows number of rows in {@link #inputs}
   * @param loss the loss
   * @param targets target of row i at index i
   * @param scales factor of row i at index i; 1/rows for a mean
   * @param random random numbers of this step
   * @param parameterGradients flat, accumulates
   * @return sum over rows of scale * loss
   */
  public double computeGradient(
      float[] parameters,
      int rows,
      Loss loss,
      double[] targets,
      double[] scales,
      RandomStream random,
      float[] parameterGradients) {
    forward(parameters, rows, true, random);
    int last = values.length - 1;
    double sum =
        loss.computeGradient(
            values[last],
            0,
            rows,
            network.outputs(),
            targets,
            scales,
            0,
            gradients[last],
            lossScratch);
    for (int l = last - 1; l >= 0; l--) {
      Layer layer = network.layers().get(l);
      prepare(l, rows, parameters, parameterGradients, true, random);
      pass.gradients(gradients[l + 1], 0, gradients[l], 0, l > 0);
      layer.backward(pass);
    }
    return sum;
  }

  private void forward(float[] parameters, int rows, boolean training, RandomStream random) {
    if (rows > capacity) {
      throw new IllegalArgumentException(
          "this pass has room for " + capacity + " rows, found " + rows);
    }
    for (int l = 0; l < network.layers().size(); l++) {
      prepare(l, rows, parameters, noGradients, training, random);
      network.layers().get(l).forward(pass);
    }
  }

  private void prepare(
      int l,
      int rows,
      float[] parameters,
      float[] parameterGradients,
      boolean training,
      RandomStream random) {
    pass.shape(rows, 0, network.width(l), network.width(l + 1))
        .values(values[l], 0, values[l + 1], 0)
        .parameters(parameters, parameterGradients, network.parameterOffsets(l))
        .mode(training, random.derive(l));
  }
}
