package dev.ridgeline.benchmarks;

import dev.ridgeline.layer.Layer;
import dev.ridgeline.layers.Dense;
import dev.ridgeline.linalg.RandomStream;
import dev.ridgeline.optimizer.Optimizer;
import dev.ridgeline.optimizers.Adam;
import dev.ridgeline.optimizers.Momentum;
import dev.ridgeline.optimizers.Sgd;
import dev.ridgeline.optimizers.WeightDecay;
import dev.ridgeline.penalties.L1;
import dev.ridgeline.penalties.L2;
import dev.ridgeline.penalty.Regularization;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A network to be trained: layer sizes, what a hidden layer is made of, softmax cross-entropy, and
 * data on which it learns.
 *
 * @param name such as "a"
 * @param sizes inputs, hidden layers, classes
 * @param hidden what a hidden layer is made of
 * @param batch rows of a step
 * @param rule which optimizer and penalty
 * @param rate learning rate
 * @param strength lambda / m of the penalty
 * @param rows rows of an epoch
 * @param epochs epochs of one round
 */
record NetWorkload(
    String name,
    List<Integer> sizes,
    Hidden hidden,
    int batch,
    Rule rule,
    double rate,
    double strength,
    int rows,
    int epochs) {
  /** Optimizer and penalty. */
  enum Rule {
    ADAM_W,
    MOMENTUM_L2,
    SGD_L2,
    SGD_L1,
    ADAM_L1
  }

  static final List<NetWorkload> ALL =
      List.of(
          likeA("a", Hidden.RELU),
          plain("b", List.of(30, 64, 32, 2), 32, Rule.MOMENTUM_L2, 1e-2, 1e-4, 12800, 12),
          plain("c", List.of(784, 2048, 2048, 10), 256, Rule.SGD_L2, 1e-2, 1e-4, 5120, 3),
          plain("digits", List.of(64, 128, 10), 64, Rule.ADAM_L1, 1e-3, 1e-5, 1792, 40),
          likeA("batch-norm", Hidden.BATCH_NORM),
          likeA("layer-norm", Hidden.LAYER_NORM),
          likeA("gelu", Hidden.GELU),
          likeA("tanh", Hidden.TANH),
          likeA("sigmoid", Hidden.SIGMOID),
          likeA("dropout", Hidden.DROPOUT));

  private static NetWorkload likeA(String name, Hidden hidden) {
    List<Integer> sizes = List.of(784, 512, 256, 10);
    return new NetWorkload(name, sizes, hidden, 128, Rule.ADAM_W, 1e-3, 0.01, 12800, 6);
  }

  private static NetWorkload plain(
      String name,
      List<Integer> sizes,
      int batch,
      Rule rule,
      double rate,
      double strength,
      int rows,
      int epochs) {
    return new NetWorkload(name, sizes, Hidden.RELU, batch, rule, rate, strength, rows, epochs);
  }

  static NetWorkload named(String name) {
    return ALL.stream()
        .filter(w -> w.name.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no workload '"
                        + name
                        + "'; there are "
                        + ALL.stream().map(w -> w.name).toList()));
  }

  NetWorkload with(Rule other, double otherRate, double otherStrength) {
    return new NetWorkload(
        name, sizes, hidden, batch, other, otherRate, otherStrength, rows, epochs);
  }

  int inputs() {
    return sizes.get(0);
  }

  int classes() {
    return sizes.get(sizes.size() - 1);
  }

  List<Layer> layers() {
    List<Layer> layers = new ArrayList<>();
    for (int i = 1; i < sizes.size() - 1; i++) {
      layers.addAll(hidden.layers(sizes.get(i)));
    }
    layers.add(new Dense(classes()));
    return layers;
  }

  /** Whether the penalty is l1. */
  boolean isL1() {
    return rule == Rule.ADAM_L1 || rule == Rule.SGD_L1;
  }

  Optimizer optimizer() {
    return switch (rule) {
      case ADAM_W -> new WeightDecay(new Adam(rate));
      case MOMENTUM_L2 -> new Momentum(rate);
      case SGD_L2, SGD_L1 -> new Sgd(rate);
      case ADAM_L1 -> new Adam(rate);
    };
  }

  Regularization regularization() {
    if (strength == 0) {
      return Regularization.none();
    }
    return Regularization.of(isL1() ? new L1() : new L2(), strength * rows);
  }

  /** Row-major features, uniform on [0, 1). */
  float[] features() {
    RandomStream random = new RandomStream(1).derive("features");
    float[] cells = new float[rows * inputs()];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = (float) random.uniform(i);
    }
    return cells;
  }

  /** The class whose random direction a row points to most. */
  int[] labels(float[] features) {
    RandomStream random = new RandomStream(1).derive("labels");
    int p = inputs();
    double[] directions = new double[classes() * p];
    Arrays.setAll(directions, random::gaussian);
    int[] labels = new int[rows];
    for (int i = 0; i < rows; i++) {
      double best = Double.NEGATIVE_INFINITY;
      for (int k = 0; k < classes(); k++) {
        double score = 0;
        for (int j = 0; j < p; j++) {
          score += (features[i * p + j] - 0.5) * directions[k * p + j];
        }
        if (score > best) {
          best = score;
          labels[i] = k;
        }
      }
    }
    return labels;
  }

  /** Floating-point operations of a step's matrix products. */
  double flopOfStep() {
    double all = 0;
    for (int i = 1; i < sizes.size(); i++) {
      double product = 2.0 * batch * sizes.get(i - 1) * sizes.get(i);
      all += (i == 1 ? 2 : 3) * product;
    }
    return all;
  }
}
