package dev.ridgeline.network;

import dev.ridgeline.layer.ColumnMajorLayer;
import dev.ridgeline.layer.ColumnwiseLayer;
import dev.ridgeline.layer.Layer;
import dev.ridgeline.layer.LayerPass;
import dev.ridgeline.layer.SplitLayer;
import dev.ridgeline.linalg.Blas;
import dev.ridgeline.linalg.RandomStream;
import dev.ridgeline.linalg.Team;
import dev.ridgeline.loss.Loss;
import dev.ridgeline.parameter.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The working memory for running a network forwards and backwards on up to a number of rows at a
 * time, on the threads of a team.
 *
 * <p>Between large layers that take both orders blocks are column-major (see {@link
 * ColumnMajorLayer}), with a native BLAS; others are row-major.
 *
 * <p>A call is a chain of stages; the tasks of a stage run side by side. Split layers are cut by
 * columns, with the activations that follow them in the same task, others by rows. How a stage is
 * cut depends on the shapes alone, so results do not depend on the number of threads. Allocates a
 * few dozen bytes a layer in a call. Not thread-safe.
 */
public final class NetworkPass {
  private static final float[] NO_GRADIENTS = new float[0];
  // Multiplications of the largest product: OpenBLAS has kernels for up to so many that pack
  // nothing, and 64-128-10 with 64 rows (524 thousand) lost a tenth of a step by columns.
  private static final long LEAST_PACKED = 1_000_000;
  private static final double[] NO_WEIGHTS = new double[0];

  private final Network network;
  private final int capacity;
  private final Team team;
  private final float[][] values;
  private final float[][] gradients;
  private final boolean[] byColumns;
  private final LayerPass[] passes;
  private final RandomStream[] randoms;
  private final Stage[] forward;
  private final LossStage lossStage;
  private final Stage[] backward;
  private final Optional<EndStage> end;

  // What the current call works on.
  private int rows;
  private float[] parameters = NO_GRADIENTS;
  private float[] parameterGradients = NO_GRADIENTS;
  private boolean accumulates;
  private boolean training;
  private Loss loss;
  private double[] targets = new double[0];
  private double[] scales = targets;

  /**
   * Memory for a network on the caller's thread.
   *
   * @param network the shapes
   * @param capacity the most rows in one call, at least 1
   */
  public NetworkPass(Network network, int capacity) {
    this(network, capacity, Team.of(1), false);
  }

  /**
   * Memory for many calls on a team. Large networks are run once on random numbers, to find out how
   * coarsely their products can be cut without a change of bits.
   *
   * @param network the shapes
   * @param capacity the most rows in one call, at least 1; calls with fewer rows are cut more
   *     finely
   * @param team the threads; not closed
   * @throws IllegalArgumentException if the capacity is below 1
   */
  public NetworkPass(Network network, int capacity, Team team) {
    this(network, capacity, team, true);
  }

  private NetworkPass(Network network, int capacity, Team team, boolean joins) {
    if (capacity < 1) {
      throw new IllegalArgumentException("a pass needs room for at least 1 row, found " + capacity);
    }
    this.network = network;
    this.capacity = capacity;
    this.team = team;
    int layers = network.layers().size();
    values = new float[layers + 1][];
    gradients = new float[layers + 1][];
    for (int l = 0; l <= layers; l++) {
      values[l] = new float[Math.multiplyExact(capacity, network.width(l))];
      gradients[l] = l == 0 ? NO_GRADIENTS : new float[values[l].length];
    }
    byColumns = byColumns();
    passes = new LayerPass[team.size()];
    Arrays.setAll(passes, worker -> new LayerPass());
    randoms = new RandomStream[layers];
    forward = Stages.forward(this);
    lossStage = new LossStage(this, capacity, team.size());
    backward = Stages.backward(this);
    end =
        EndStage.fits(forward, backward)
            ? Optional.of(
                new EndStage(
                    this,
                    (ColumnStage) forward[forward.length - 1],
                    lossStage,
                    (ColumnStage) backward[0]))
            : Optional.empty();
    if (joins) {
      join();
    }
  }

  /**
   * Whether what is before each layer, and after the last, is column-major: between layers that
   * take both orders, if the largest product gains by it.
   */
  private boolean[] byColumns() {
    List<Layer> layers = network.layers();
    boolean[] all = new boolean[layers.size() + 1];
    long largest = 0;
    for (int l = 0; l < layers.size(); l++) {
      if (layer(l) instanceof SplitLayer split) {
        largest = Math.max(largest, capacity * split.workPerRow(network.width(l)));
      }
    }
    if (largest < LEAST_PACKED || !Blas.best().isNative()) {
      return all;
    }
    for (int l = 1; l < layers.size(); l++) {
      all[l] = layer(l - 1) instanceof ColumnMajorLayer && layer(l) instanceof ColumnMajorLayer;
    }
    // Row-major blocks make those row-major from which layers without products separate them.
    for (int l = 0; l < layers.size(); l++) {
      all[l + 1] &= all[l] || !(layer(l) instanceof ColumnwiseLayer);
    }
    for (int l = layers.size() - 1; l >= 0; l--) {
      all[l] &= all[l + 1] || !(layer(l) instanceof ColumnwiseLayer);
    }
    return all;
  }

  private void join() {
    List<Stage> stages = new ArrayList<>(Arrays.asList(forward));
    stages.addAll(Arrays.asList(backward));
    end.ifPresent(stage -> stages.add(stage.layers()));
    if (!Joining.isPossible(stages, team.size())) {
      return;
    }
    float[] trial = new float[network.layout().size()];
    begin(trial, new float[trial.length], false, capacity, true, new RandomStream(0));
    scales = new double[capacity];
    Arrays.fill(scales, 1);
    List<float[]> memory = new ArrayList<>(List.of(trial));
    memory.addAll(Arrays.asList(values));
    memory.addAll(Arrays.asList(gradients));
    Joining.decide(stages, team.size(), memory);
    Arrays.fill(values[0], 0);
    begin(NO_GRADIENTS, NO_GRADIENTS, false, 0, false, new RandomStream(0));
    scales = targets;
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
    begin(parameters, NO_GRADIENTS, true, rows, false, new RandomStream(0));
    run(forward, 0, forward.length);
    return predictions();
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
    return computeGradient(
        parameters, rows, loss, targets, scales, random, parameterGradients, true);
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
   * @param parameterGradients flat, modified
   * @param accumulates whether to add to the gradients that are there or to overwrite them
   * @return sum over rows of scale * loss
   */
  public double computeGradient(
      float[] parameters,
      int rows,
      Loss loss,
      double[] targets,
      double[] scales,
      RandomStream random,
      float[] parameterGradients,
      boolean accumulates) {
    begin(parameters, parameterGradients, accumulates, rows, true, random);
    this.loss = loss;
    this.targets = targets;
    this.scales = scales;
    if (!accumulates) {
      clearOfRowLayers();
    }
    // Where there is an end stage, it takes the place of a stage before and after the loss.
    int inEnd = end.isPresent() ? 1 : 0;
    run(forward, 0, forward.length - inEnd);
    double sum;
    if (end.isPresent()) {
      team.run(end.get().tasks(), end.get());
      sum = end.get().sum();
    } else {
      team.run(lossStage.tasks(), lossStage);
      sum = lossStage.sum();
    }
    run(backward, inEnd, backward.length);
    return sum;
  }

  private void run(Stage[] stages, int from, int to) {
    for (int i = from; i < to; i++) {
      team.run(stages[i].tasks(), stages[i]);
    }
  }

  private void begin(
      float[] values, float[] grads, boolean adds, int count, boolean train, RandomStream random) {
    if (count > capacity) {
      throw new IllegalArgumentException(
          "this pass has room for " + capacity + " rows, found " + count);
    }
    parameters = values;
    parameterGradients = grads;
    accumulates = adds;
    rows = count;
    training = train;
    for (int l = 0; l < randoms.length; l++) {
      randoms[l] = random.derive(l);
    }
  }

  /** Layers that are not split add to their gradients always. */
  private void clearOfRowLayers() {
    int next = 0;
    for (int l = 0; l < randoms.length; l++) {
      for (int k = 0; k < network.parameterOffsets(l).length; k++) {
        Parameter p = network.layout().parameters().get(next++);
        if (!(layer(l) instanceof SplitLayer)) {
          Arrays.fill(parameterGradients, p.offset(), p.end(), 0f);
        }
      }
    }
  }

  /** The pass of a worker, set to some rows of a layer. */
  LayerPass at(int l, int from, int to, int worker) {
    int in = network.width(l);
    int out = network.width(l + 1);
    int inAt = byColumns[l] ? from : from * in;
    int outAt = byColumns[l + 1] ? from : from * out;
    return passes[worker]
        .shape(to - from, from, in, out)
        .order(byColumns[l], byColumns[l + 1], rows)
        .values(values[l], inAt, values[l + 1], outAt)
        .gradients(gradients[l + 1], outAt, gradients[l], l == 0 ? 0 : inAt, l > 0)
        .parameters(parameters, parameterGradients, network.parameterOffsets(l))
        .accumulates(accumulates)
        .mode(training, randoms[l])
        .weights(training ? scales : NO_WEIGHTS);
  }

  private Layer layer(int l) {
    return network.layers().get(l);
  }

  Network network() {
    return network;
  }

  int rows() {
    return rows;
  }

  boolean accumulates() {
    return accumulates;
  }

  float[] parameterGradients() {
    return parameterGradients;
  }

  /** What layers from ... to - 1 write: their outputs, or the gradients of their inputs. */
  List<float[]> between(boolean outputs, int from, int to) {
    return outputs
        ? Arrays.asList(values).subList(from + 1, to + 1)
        : Arrays.asList(gradients).subList(from, to);
  }

  Loss loss() {
    return loss;
  }

  double[] targets() {
    return targets;
  }

  double[] scales() {
    return scales;
  }

  float[] predictions() {
    return values[values.length - 1];
  }

  float[] predictionGradients() {
    return gradients[gradients.length - 1];
  }
}
