package dev.ridgeline.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.layer.ColumnwiseLayer;
import dev.ridgeline.layer.Layer;
import dev.ridgeline.layer.LayerPass;
import dev.ridgeline.layers.BatchNorm;
import dev.ridgeline.layers.Dense;
import dev.ridgeline.layers.Dropout;
import dev.ridgeline.layers.LayerNorm;
import dev.ridgeline.layers.ReLU;
import dev.ridgeline.layers.Tanh;
import dev.ridgeline.linalg.FloatMatrix;
import dev.ridgeline.linalg.RandomStream;
import dev.ridgeline.linalg.Team;
import dev.ridgeline.losses.SoftmaxCrossEntropy;
import dev.ridgeline.parameter.ParameterSpec;
import dev.ridgeline.parameter.Role;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Networks large enough that a call is cut into tasks. */
class SharedWorkTest {
  private static final int ROWS = 70;
  private static final int INPUTS = 300;
  private static final RandomStream RANDOM = new RandomStream(5);

  /** A layer that knows nothing of columns: y = s x with one parameter s. */
  private record Scale() implements Layer {
    @Override
    public String name() {
      return "scale";
    }

    @Override
    public int outputs(int inputs) {
      return inputs;
    }

    @Override
    public List<ParameterSpec> parameters(int inputs) {
      return List.of(new ParameterSpec("factor", Role.WEIGHT, 1, 1));
    }

    @Override
    public void initialize(int index, FloatMatrix values, RandomStream random) {
      values.set(0, 0, 0.5);
    }

    @Override
    public void forward(LayerPass p) {
      float s = p.parameters()[p.parameterOffset(0)];
      for (int i = 0; i < p.rows() * p.inputs(); i++) {
        p.output()[p.outputOffset() + i] = s * p.input()[p.inputOffset() + i];
      }
    }

    @Override
    public void backward(LayerPass p) {
      float s = p.parameters()[p.parameterOffset(0)];
      for (int i = 0; i < p.rows() * p.inputs(); i++) {
        float dy = p.outputGradient()[p.outputGradientOffset() + i];
        p.parameterGradients()[p.parameterOffset(0)] += dy * p.input()[p.inputOffset() + i];
        if (p.wantsInputGradient()) {
          p.inputGradient()[p.inputGradientOffset() + i] = s * dy;
        }
      }
    }
  }

  /** A call's loss, predictions and gradients. */
  private record Result(double loss, float[] predictions, float[] gradients) {}

  private static Result run(Network network, int threads, boolean accumulates) {
    return run(network, threads, accumulates, ROWS);
  }

  private static Result run(Network network, int threads, boolean accumulates, int capacity) {
    try (Team team = Team.of(threads)) {
      NetworkPass pass = new NetworkPass(network, capacity, team);
      double[] targets = new double[ROWS];
      double[] scales = new double[ROWS];
      for (int i = 0; i < ROWS * INPUTS; i++) {
        pass.inputs()[i] = (float) RANDOM.gaussian(i);
      }
      for (int i = 0; i < ROWS; i++) {
        targets[i] = RANDOM.derive("y").below(i, network.outputs());
        scales[i] = 1.0 / (ROWS + i);
      }
      float[] gradients = new float[network.layout().size()];
      Arrays.fill(gradients, accumulates ? 0 : 7);
      double loss =
          pass.computeGradient(
              network.initialize(3),
              ROWS,
              new SoftmaxCrossEntropy(),
              targets,
              scales,
              new RandomStream(9),
              gradients,
              accumulates);
      float[] predictions = Arrays.copyOf(pass.predictions(), ROWS * network.outputs());
      return new Result(loss, predictions, gradients);
    }
  }

  @Test
  void one_two_and_four_threads_give_the_same_bits() {
    Network network =
        Network.of(
            INPUTS,
            List.of(
                new Dense(600),
                new ReLU(),
                new Dropout(0.3),
                new Scale(),
                new Dense(400),
                new Tanh(),
                new Dense(10)));
    Result one = run(network, 1, true);
    for (int threads : new int[] {1, 2, 3, 4}) {
      for (boolean accumulates : new boolean[] {true, false}) {
        assertSameBits(one, run(network, threads, accumulates));
      }
    }
    // Calls with less than the largest number of rows join no shares.
    assertSameBits(one, run(network, 1, false, ROWS + 3));
  }

  private static void assertSameBits(Result one, Result other) {
    assertEquals(one.loss, other.loss);
    assertArrayEquals(one.predictions, other.predictions);
    assertArrayEquals(one.gradients, other.gradients);
  }

  /** y = x, but for a rounding error that depends on how many columns, or rows, are one call's. */
  private record Wobble(boolean byRows) implements ColumnwiseLayer {
    @Override
    public String name() {
      return "wobble";
    }

    @Override
    public void forward(LayerPass p, int from, int to) {
      copy(p, from, to, p.input(), p.inputOffset(), p.output(), p.outputOffset());
    }

    @Override
    public void backwardInputs(LayerPass p, int from, int to) {
      float[] dy = p.outputGradient();
      copy(p, from, to, dy, p.outputGradientOffset(), p.inputGradient(), p.inputGradientOffset());
    }

    private void copy(LayerPass p, int from, int to, float[] x, int xAt, float[] y, int yAt) {
      float factor = 1 + (byRows ? p.rows() : to - from) * 1e-6f;
      for (int i = 0; i < p.rows(); i++) {
        for (int j = i * p.inputs() + from; j < i * p.inputs() + to; j++) {
          y[yAt + j] = x[xAt + j] * factor;
        }
      }
    }
  }

  @Test
  void so_does_a_layer_whose_bits_depend_on_how_it_is_cut() {
    for (boolean byRows : new boolean[] {false, true}) {
      Wobble wobble = new Wobble(byRows);
      Network network =
          Network.of(
              INPUTS, List.of(new Dense(600), wobble, new Dense(512), wobble, new Dense(10)));
      Result one = run(network, 1, false);
      for (int threads : new int[] {2, 3, 4}) {
        assertSameBits(one, run(network, threads, false));
      }
      assertSameBits(one, run(network, 1, false, ROWS + 3));
    }
  }

  @Test
  void so_do_layers_that_normalise() {
    Network network =
        Network.of(
            INPUTS,
            List.of(
                new Dense(600, false),
                new BatchNorm(),
                new ReLU(),
                new Dense(400),
                new LayerNorm(),
                new Tanh(),
                new BatchNorm(),
                new Dense(10)));
    Result one = run(network, 1, false);
    for (int threads : new int[] {2, 4}) {
      assertSameBits(one, run(network, threads, false));
    }
  }

  @Test
  void parameter_gradients_that_take_less_time_than_a_start_are_one_task() {
    assertEquals(1, parameterTasks(Network.of(30, new Dense(64), new Dense(32), new Dense(2))));
    assertEquals(4, parameterTasks(Network.of(INPUTS, new Dense(1200), new Dense(600))));
  }

  @Test
  void layers_that_measure_rows_are_cut_by_rows() {
    Network network = Network.of(600, new LayerNorm(), new ReLU(), new BatchNorm());
    try (Team team = Team.of(2)) {
      NetworkPass pass = new NetworkPass(network, ROWS, team);
      pass.predict(network.initialize(1), ROWS);
      assertTrue(new ColumnStage(pass, true, 0, 2).tasks() > 1);
      assertTrue(new ColumnStage(pass, false, 0, 2).tasks() > 1);
      assertEquals(1, new ColumnStage(pass, true, 2, 3).tasks());
    }
  }

  private static int parameterTasks(Network network) {
    try (Team team = Team.of(2)) {
      NetworkPass pass = new NetworkPass(network, 32, team);
      pass.predict(network.initialize(1), 32);
      return new ParameterStage(pass).tasks();
    }
  }

  /** A layer of somebody else's that subtracts the mean of all rows, and says so. */
  private record Centre() implements Layer {
    @Override
    public String name() {
      return "centre";
    }

    @Override
    public int outputs(int inputs) {
      return inputs;
    }

    @Override
    public boolean couplesRows() {
      return true;
    }

    @Override
    public void forward(LayerPass p) {
      centre(p, p.input(), p.inputOffset(), p.output(), p.outputOffset());
    }

    @Override
    public void backward(LayerPass p) {
      centre(
          p,
          p.outputGradient(),
          p.outputGradientOffset(),
          p.inputGradient(),
          p.inputGradientOffset());
    }

    private void centre(LayerPass p, float[] from, int at, float[] to, int toAt) {
      for (int j = 0; j < p.inputs(); j++) {
        float mean = 0;
        for (int i = 0; i < p.rows(); i++) {
          mean += from[at + i * p.inputs() + j] / p.rows();
        }
        for (int i = 0; i < p.rows(); i++) {
          to[toAt + i * p.inputs() + j] = from[at + i * p.inputs() + j] - mean;
        }
      }
    }
  }

  @Test
  void a_layer_that_couples_rows_gets_all_of_them_at_once() {
    Network network = Network.of(INPUTS, List.of(new Dense(600), new Centre(), new Dense(10)));
    Result result = run(network, 4, false);
    // Centred rows do not know the bias of the layer before.
    double bias = 0;
    double weight = 0;
    for (int i = 0; i < 600; i++) {
      bias = Math.max(bias, Math.abs(result.gradients[600 * INPUTS + i]));
      weight = Math.max(weight, Math.abs(result.gradients[i]));
    }
    assertTrue(bias < 1e-5 * weight, "a gradient of the bias of rounding errors");
  }

  @Test
  void gradients_are_those_of_loops_in_double_precision() {
    Network network =
        Network.of(
            INPUTS, List.of(new Dense(600), new ReLU(), new Scale(), new Dense(384), new Dense(5)));
    Result result = run(network, 2, false);
    float[] w = network.initialize(3);
    double[] expected = new double[w.length];
    double loss = reference(w, expected);
    assertEquals(loss, result.loss, 1e-6 * loss);
    double norm = Math.sqrt(Arrays.stream(expected).map(g -> g * g).sum());
    double error = 0;
    for (int i = 0; i < w.length; i++) {
      error += Math.pow(result.gradients[i] - expected[i], 2);
    }
    // Float sums over at most 600 terms: a relative error of about sqrt(600) * 6e-8.
    assertTrue(Math.sqrt(error) < 1e-5 * norm, () -> "error of norm against " + norm);
  }

  /** 300 - 600 - relu - scale - 384 - 5 by definition, one row at a time. */
  private static double reference(float[] w, double[] gradient) {
    int[] sizes = {INPUTS, 600, 384, 5};
    int[] at = {0, 600 * 301, 600 * 301 + 1, 600 * 301 + 1 + 384 * 601};
    double total = 0;
    for (int row = 0; row < ROWS; row++) {
      double[] x = new double[INPUTS];
      for (int j = 0; j < INPUTS; j++) {
        x[j] = (float) RANDOM.gaussian((long) row * INPUTS + j);
      }
      double[] h = dense(w, at[0], x, sizes[1]);
      double[] r = Arrays.stream(h).map(v -> Math.max(0, v)).toArray();
      double[] s = Arrays.stream(r).map(v -> v * w[at[1]]).toArray();
      double[] h2 = dense(w, at[2], s, sizes[2]);
      double[] z = dense(w, at[3], h2, sizes[3]);
      double scale = 1.0 / (ROWS + row);
      int y = RANDOM.derive("y").below(row, 5);
      double sum = Arrays.stream(z).map(Math::exp).sum();
      total += scale * (Math.log(sum) - z[y]);
      double[] dz = new double[5];
      for (int k = 0; k < 5; k++) {
        dz[k] = scale * (Math.exp(z[k]) / sum - (k == y ? 1 : 0));
      }
      double[] dh2 = back(w, at[3], h2, dz, gradient);
      double[] ds = back(w, at[2], s, dh2, gradient);
      double[] dh = new double[h.length];
      for (int j = 0; j < h.length; j++) {
        gradient[at[1]] += ds[j] * r[j];
        dh[j] = h[j] > 0 ? ds[j] * w[at[1]] : 0;
      }
      back(w, at[0], x, dh, gradient);
    }
    return total;
  }

  private static double[] dense(float[] w, int at, double[] x, int units) {
    double[] y = new double[units];
    for (int u = 0; u < units; u++) {
      y[u] = w[at + units * x.length + u];
      for (int j = 0; j < x.length; j++) {
        y[u] += w[at + u * x.length + j] * x[j];
      }
    }
    return y;
  }

  private static double[] back(float[] w, int at, double[] x, double[] dy, double[] gradient) {
    double[] dx = new double[x.length];
    for (int u = 0; u < dy.length; u++) {
      gradient[at + dy.length * x.length + u] += dy[u];
      for (int j = 0; j < x.length; j++) {
        gradient[at + u * x.length + j] += dy[u] * x[j];
        dx[j] += dy[u] * w[at + u * x.length + j];
      }
    }
    return dx;
  }
}
