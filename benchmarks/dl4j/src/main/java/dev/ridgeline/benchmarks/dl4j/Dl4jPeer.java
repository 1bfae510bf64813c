package dev.ridgeline.benchmarks.dl4j;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Properties;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/**
 * DL4J as a contender: a process with the folder of a task as its argument, told line by line what
 * to do, as NetProcess of the benchmarks says.
 */
public final class Dl4jPeer {
  private final Path folder;
  private final Properties task = new Properties();
  private final int[] sizes;
  private final int batch;
  private final int rows;
  private final int epochs;
  private final float[] features;
  private final int[] labels;
  private final int[] orders;

  private Dl4jPeer(Path folder) throws IOException {
    this.folder = folder;
    try (Reader in = Files.newBufferedReader(folder.resolve("task.properties"))) {
      task.load(in);
    }
    sizes =
        Arrays.stream(task.getProperty("sizes").split(" ")).mapToInt(Integer::parseInt).toArray();
    batch = Integer.parseInt(task.getProperty("batch"));
    rows = Integer.parseInt(task.getProperty("rows"));
    epochs = Integer.parseInt(task.getProperty("epochs"));
    features = floats("train.features");
    labels = ints("train.labels");
    orders = ints("orders");
  }

  /**
   * Answers until the input ends.
   *
   * @param args the folder
   * @throws IOException if it cannot be read
   */
  public static void main(String[] args) throws IOException {
    // The answers alone go to standard output, whatever the library prints.
    PrintStream answers = System.out;
    System.setOut(System.err);
    Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
    Dl4jPeer peer = new Dl4jPeer(Path.of(args[0]));
    answers.println("dl4j-1.0.0-M2.1;" + peer.departure());
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = orders.readLine(); line != null; line = orders.readLine()) {
      String[] words = line.split(" ");
      answers.println(
          words[0].equals("first") ? peer.first(Integer.parseInt(words[1])) : peer.train());
    }
    System.exit(0);
  }

  private String departure() {
    return switch (task.getProperty("rule")) {
      case "MOMENTUM_L2" -> "nesterov's momentum";
      case "ADAM_L1", "SGD_L1" -> "l1 by subgradient";
      default -> "";
    };
  }

  private String first(int steps) throws IOException {
    double[] losses = new double[steps];
    MultiLayerNetwork net = network();
    for (int done = 0, epoch = 0; done < steps; epoch++) {
      for (DataSet rowsOfStep : batches(epoch)) {
        if (done < steps) {
          double penalty = net.calcRegularizationScore(true);
          net.fit(rowsOfStep);
          losses[done++] = net.score() - penalty;
        }
      }
    }
    return words(losses);
  }

  private String train() throws IOException {
    MultiLayerNetwork net = network();
    double[] seconds = new double[epochs];
    double loss = 0;
    for (int epoch = 0; epoch < epochs; epoch++) {
      DataSet[] batches = batches(epoch);
      double penalty = net.calcRegularizationScore(true) / 2;
      double sum = 0;
      long start = System.nanoTime();
      for (DataSet rowsOfStep : batches) {
        net.fit(rowsOfStep);
        sum += net.score() * rowsOfStep.numExamples();
      }
      seconds[epoch] = (System.nanoTime() - start) * 1e-9;
      penalty += net.calcRegularizationScore(true) / 2;
      loss = sum / rows - penalty;
    }
    return words(seconds) + ";" + loss + ";";
  }

  private static String words(double[] numbers) {
    return Arrays.stream(numbers).mapToObj(Double::toString).collect(Collectors.joining(" "));
  }

  private MultiLayerNetwork network() throws IOException {
    double rate = doubles("rates")[0];
    double strength = Double.parseDouble(task.getProperty("strength"));
    String rule = task.getProperty("rule");
    IUpdater updater =
        switch (rule) {
          case "ADAM_W", "ADAM_L1" -> new CorrectedAdam(rate);
          case "MOMENTUM_L2" -> new Nesterovs(rate, 0.9);
          default -> new Sgd(rate);
        };
    NeuralNetConfiguration.Builder builder =
        new NeuralNetConfiguration.Builder().updater(updater).dataType(DataType.FLOAT);
    if (strength > 0) {
      switch (rule) {
        // The library applies a decay that is set for all layers twice in a step.
        case "ADAM_W" -> builder.weightDecay(strength / 2);
        case "ADAM_L1", "SGD_L1" -> builder.l1(strength);
        default -> builder.l2(strength);
      }
    }
    NeuralNetConfiguration.ListBuilder layers = builder.list();
    for (int i = 1; i < sizes.length - 1; i++) {
      layers.layer(
          new DenseLayer.Builder()
              .nIn(sizes[i - 1])
              .nOut(sizes[i])
              .activation(Activation.RELU)
              .build());
    }
    layers.layer(
        new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
            .nIn(sizes[sizes.length - 2])
            .nOut(sizes[sizes.length - 1])
            .activation(Activation.SOFTMAX)
            .build());
    MultiLayerNetwork net = new MultiLayerNetwork(layers.build());
    net.init();
    begin(net);
    return net;
  }

  /** The task has one row a unit, the library one column, in Fortran's order: the same bytes. */
  private void begin(MultiLayerNetwork net) throws IOException {
    float[] start = floats("start");
    int at = 0;
    for (int i = 0; i + 1 < sizes.length; i++) {
      int weights = sizes[i] * sizes[i + 1];
      float[] w = Arrays.copyOfRange(start, at, at + weights);
      net.setParam(i + "_W", Nd4j.create(w, new long[] {sizes[i], sizes[i + 1]}, 'f'));
      at += weights;
      float[] b = Arrays.copyOfRange(start, at, at + sizes[i + 1]);
      net.setParam(i + "_b", Nd4j.create(b, new long[] {1, sizes[i + 1]}, 'c'));
      at += sizes[i + 1];
    }
  }

  private DataSet[] batches(int epoch) {
    int classes = sizes[sizes.length - 1];
    DataSet[] all = new DataSet[(rows + batch - 1) / batch];
    for (int s = 0; s < all.length; s++) {
      int from = s * batch;
      int count = Math.min(batch, rows - from);
      float[] x = new float[count * sizes[0]];
      float[] y = new float[count * classes];
      for (int i = 0; i < count; i++) {
        int row = orders[epoch * rows + from + i];
        System.arraycopy(features, row * sizes[0], x, i * sizes[0], sizes[0]);
        y[i * classes + labels[row]] = 1;
      }
      all[s] =
          new DataSet(
              Nd4j.create(x, new long[] {count, sizes[0]}, 'c'),
              Nd4j.create(y, new long[] {count, classes}, 'c'));
    }
    return all;
  }

  private float[] floats(String name) throws IOException {
    ByteBuffer bytes = bytes(name);
    float[] values = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(values);
    return values;
  }

  private int[] ints(String name) throws IOException {
    ByteBuffer bytes = bytes(name);
    int[] values = new int[bytes.remaining() / Integer.BYTES];
    bytes.asIntBuffer().get(values);
    return values;
  }

  private double[] doubles(String name) throws IOException {
    ByteBuffer bytes = bytes(name);
    double[] values = new double[bytes.remaining() / Double.BYTES];
    bytes.asDoubleBuffer().get(values);
    return values;
  }

  private ByteBuffer bytes(String name) throws IOException {
    return ByteBuffer.wrap(Files.readAllBytes(folder.resolve(name))).order(ByteOrder.LITTLE_ENDIAN);
  }
}
