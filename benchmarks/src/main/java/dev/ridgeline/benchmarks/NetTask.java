package dev.ridgeline.benchmarks;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.FloatFeatures;
import dev.ridgeline.linalg.RandomStream;
import dev.ridgeline.network.Network;
import dev.ridgeline.optimizer.Schedule;
import dev.ridgeline.parameter.Parameter;
import dev.ridgeline.parameter.Role;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * All that contenders must have in common to do the same work: the network with its optimizer and
 * penalty, the rows, the learning rate of each step, and the seed, from which follow the initial
 * weights and the order of the rows.
 *
 * @param net recipe and sizes
 * @param train as many rows as the recipe says
 * @param test scored after each epoch; may be empty
 * @param schedule of the learning rate
 * @param seed any number
 */
record NetTask(NetWorkload net, Rows train, Rows test, Schedule schedule, long seed) {
  // Of all compared steps together; more would cost seconds.
  private static final double COMPARED_FLOP = 2e11;

  /**
   * Labelled rows.
   *
   * @param features row-major
   * @param labels one a row
   */
  record Rows(float[] features, int[] labels) {
    static final Rows NONE = new Rows(new float[0], new int[0]);

    int count() {
      return labels.length;
    }

    Dataset dataset(int classes) {
      double[] targets = IntStream.of(labels).asDoubleStream().toArray();
      List<String> names = IntStream.range(0, classes).mapToObj(k -> "class " + k).toList();
      int columns = features.length / labels.length;
      return Dataset.classification(
          new FloatFeatures(features, labels.length, columns), targets, names);
    }
  }

  /** A workload on its random rows, without test rows, at a constant rate. */
  static NetTask of(NetWorkload net) {
    float[] features = net.features();
    Rows train = new Rows(features, net.labels(features));
    return new NetTask(net, train, Rows.NONE, (step, total) -> 1, 1);
  }

  /**
   * The weights and, where there are any, biases that every contender begins with, layer by layer.
   * What else a layer has begins in the same way everywhere: gains at 1, shifts at 0.
   */
  float[] start() {
    Network network = Network.of(net.inputs(), net.layers());
    float[] all = network.initialize(seed);
    FloatBuffer kept = FloatBuffer.allocate(all.length);
    for (Parameter p : network.layout().parameters()) {
      if (p.role() == Role.WEIGHT || p.role() == Role.BIAS) {
        kept.put(all, p.offset(), p.size());
      }
    }
    return Arrays.copyOf(kept.array(), kept.position());
  }

  /** The order in which every contender takes the rows: that of Ridgeline's trainer. */
  int[] order(int epoch) {
    return new RandomStream(seed)
        .derive("training")
        .derive("order")
        .derive(epoch)
        .permutation(net.rows());
  }

  int stepsOfEpoch() {
    return (net.rows() + net.batch() - 1) / net.batch();
  }

  /** The learning rate of a step, from 1. */
  double rate(long step) {
    return net.rate() * schedule.factor(step, (long) stepsOfEpoch() * net.epochs());
  }

  /**
   * How many first steps contenders are compared on: 50, fewer where a step is long, and 25 with
   * normalisation, which passes it on to all rows or columns when another rounding takes a unit
   * across the kink of ReLU: from then on, differences grow tenfold in a dozen steps.
   */
  int comparedSteps() {
    int most = net.hidden().normalises() ? 25 : 50;
    return (int) Math.max(20, Math.min(most, COMPARED_FLOP / net.flopOfStep()));
  }
}
