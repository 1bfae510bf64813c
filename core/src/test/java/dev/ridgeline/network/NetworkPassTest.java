package dev.ridgeline.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ridgeline.layers.Dense;
import dev.ridgeline.layers.Dropout;
import dev.ridgeline.layers.Tanh;
import dev.ridgeline.linalg.RandomStream;
import dev.ridgeline.losses.SoftmaxCrossEntropy;
import dev.ridgeline.losses.SquaredLoss;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class NetworkPassTest {
  private static final int ROWS = 5;
  private final Network network = Network.of(3, new Dense(4), new Tanh(), new Dense(2));
  private final float[] parameters = network.initialize(11);
  private final double[] x = new double[ROWS * 3];
  private final double[] targets = {0, 1, 1, 0, 1};
  private final double[] scales = {0.1, 0.2, 0.3, 0.25, 0.15};

  NetworkPassTest() {
    RandomStream random = new RandomStream(4);
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.gaussian(i);
    }
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] += (float) (0.1 * random.gaussian(100 + i)); // biases that are not zero
    }
  }

  /** The two logits of a row: W2 tanh(W1 x + b1) + b2, in the layout W1 (4 x 3), b1, W2, b2. */
  private double[] logits(double[] p, int row) {
    double[] z = {p[24], p[25]};
    for (int u = 0; u < 4; u++) {
      double a = p[12 + u];
      for (int j = 0; j < 3; j++) {
        a += p[3 * u + j] * x[3 * row + j];
      }
      z[0] += p[16 + u] * Math.tanh(a);
      z[1] += p[20 + u] * Math.tanh(a);
    }
    return z;
  }

  private double loss(double[] p) {
    double sum = 0;
    for (int i = 0; i < ROWS; i++) {
      double[] z = logits(p, i);
      sum += scales[i] * (Math.log(Math.exp(z[0]) + Math.exp(z[1])) - z[(int) targets[i]]);
    }
    return sum;
  }

  private double[] doubles() {
    double[] p = new double[parameters.length];
    for (int i = 0; i < p.length; i++) {
      p[i] = parameters[i];
    }
    return p;
  }

  private NetworkPass filled(Network of, int capacity) {
    NetworkPass pass = new NetworkPass(of, capacity);
    for (int i = 0; i < x.length; i++) {
      pass.inputs()[i] = (float) x[i];
    }
    return pass;
  }

  @Test
  void predictions_are_those_of_the_formula_in_double_precision() {
    float[] out = filled(network, 7).predict(parameters, ROWS);
    for (int i = 0; i < ROWS; i++) {
      double[] z = logits(doubles(), i);
      assertEquals(z[0], out[2 * i], 1e-5);
      assertEquals(z[1], out[2 * i + 1], 1e-5);
    }
  }

  @Test
  void loss_and_gradient_agree_with_central_differences_of_the_formula() {
    float[] gradient = new float[parameters.length];
    double loss =
        filled(network, ROWS)
            .computeGradient(
                parameters,
                ROWS,
                new SoftmaxCrossEntropy(),
                targets,
                scales,
                new RandomStream(0),
                gradient);
    assertEquals(loss(doubles()), loss, 1e-6);
    double h = 1e-5;
    for (int i = 0; i < gradient.length; i++) {
      double[] up = doubles();
      double[] down = doubles();
      up[i] += h;
      down[i] -= h;
      double difference = (loss(up) - loss(down)) / (2 * h);
      assertEquals(difference, gradient[i], 2e-6, network.layout().owner(i).name());
    }
  }

  @Test
  void parameter_gradients_accumulate() {
    NetworkPass pass = filled(network, ROWS);
    float[] once = new float[parameters.length];
    float[] twice = new float[parameters.length];
    RandomStream random = new RandomStream(0);
    SoftmaxCrossEntropy loss = new SoftmaxCrossEntropy();
    pass.computeGradient(parameters, ROWS, loss, targets, scales, random, once);
    pass.computeGradient(parameters, ROWS, loss, targets, scales, random, twice);
    pass.computeGradient(parameters, ROWS, loss, targets, scales, random, twice);
    for (int i = 0; i < once.length; i++) {
      assertEquals(2 * once[i], twice[i], 1e-6);
    }
  }

  @Test
  void fewer_rows_than_there_is_room_for_leave_the_others_out() {
    float[] few = new float[parameters.length];
    double loss =
        filled(network, ROWS)
            .computeGradient(
                parameters,
                2,
                new SoftmaxCrossEntropy(),
                targets,
                new double[] {0.5, 0.5, Double.NaN, Double.NaN, Double.NaN},
                new RandomStream(0),
                few);
    double[] z0 = logits(doubles(), 0);
    double[] z1 = logits(doubles(), 1);
    double byHand =
        0.5 * (Math.log(Math.exp(z0[0]) + Math.exp(z0[1])) - z0[0])
            + 0.5 * (Math.log(Math.exp(z1[0]) + Math.exp(z1[1])) - z1[1]);
    assertEquals(byHand, loss, 1e-6);
  }

  @Test
  void dropout_acts_in_training_only_and_follows_the_stream() {
    Network dropping = Network.of(3, new Dropout(0.5), new Dense(1));
    float[] flat = dropping.initialize(1);
    NetworkPass pass = filled(dropping, ROWS);
    float[] first = pass.predict(flat, ROWS).clone();
    assertArrayEquals(first, pass.predict(flat, ROWS));
    float[][] gradients = new float[3][flat.length];
    for (int i = 0; i < 3; i++) {
      pass.computeGradient(
          flat, ROWS, new SquaredLoss(), targets, scales, new RandomStream(i / 2), gradients[i]);
    }
    assertArrayEquals(gradients[0], gradients[1]);
    assertFalse(Arrays.equals(gradients[0], gradients[2]));
  }

  @Test
  void more_rows_than_there_is_room_for_are_refused() {
    NetworkPass pass = new NetworkPass(network, 4);
    assertEquals(4, pass.capacity());
    assertEquals(
        "this pass has room for 4 rows, found 5",
        assertThrows(IllegalArgumentException.class, () -> pass.predict(parameters, 5))
            .getMessage());
  }

  @Test
  void room_for_no_rows_is_refused() {
    assertEquals(
        "a pass needs room for at least 1 row, found 0",
        assertThrows(IllegalArgumentException.class, () -> new NetworkPass(network, 0))
            .getMessage());
  }
}
