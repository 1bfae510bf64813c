package dev.ridgeline.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.layers.BatchNorm;
import dev.ridgeline.layers.Dense;
import dev.ridgeline.layers.LayerNorm;
import dev.ridgeline.layers.Tanh;
import dev.ridgeline.linalg.RandomStream;
import dev.ridgeline.losses.SquaredLoss;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * Gradients of a network with both normalisations and weighted rows, against central differences of
 * the same network written out in double precision.
 */
class WeightedRowsTest {
  private static final int ROWS = 7;
  private static final int INPUTS = 3;
  private static final int UNITS = 4;
  private static final double[] WEIGHTS = {0.5, 1, 2, 0, 1, 0.25, 3};
  private static final double EPSILON = 0.01;
  private static final RandomStream RANDOM = new RandomStream(3);

  private static double x(int i, int j) {
    return (float) (2 + RANDOM.gaussian((long) i * INPUTS + j));
  }

  private static double target(int i) {
    return RANDOM.gaussian(1000 + i);
  }

  private static void normalize(double[][] cells, boolean byRow, double[] p, int gainAt) {
    double[] gain = Arrays.copyOfRange(p, gainAt, gainAt + UNITS);
    double[] shift = Arrays.copyOfRange(p, gainAt + UNITS, gainAt + 2 * UNITS);
    double[][] before = new double[ROWS][];
    Arrays.setAll(before, i -> cells[i].clone());
    double total = Arrays.stream(WEIGHTS).sum();
    for (int i = 0; i < ROWS; i++) {
      for (int u = 0; u < UNITS; u++) {
        double mean = 0;
        double variance = 0;
        for (int k = 0; k < (byRow ? UNITS : ROWS); k++) {
          mean += byRow ? before[i][k] / UNITS : before[k][u] * WEIGHTS[k] / total;
        }
        for (int k = 0; k < (byRow ? UNITS : ROWS); k++) {
          double d = (byRow ? before[i][k] : before[k][u]) - mean;
          variance += d * d * (byRow ? 1.0 / UNITS : WEIGHTS[k] / total);
        }
        cells[i][u] = gain[u] * (before[i][u] - mean) / Math.sqrt(variance + EPSILON) + shift[u];
      }
    }
  }

  /** Sum of w_i (z_i - y_i)^2 / 2 of dense, batch norm, tanh, dense, layer norm, dense. */
  private static double loss(double[] p) {
    double[][] h = new double[ROWS][UNITS];
    for (int i = 0; i < ROWS; i++) {
      for (int u = 0; u < UNITS; u++) {
        for (int j = 0; j < INPUTS; j++) {
          h[i][u] += p[u * INPUTS + j] * x(i, j);
        }
      }
    }
    int at = UNITS * INPUTS;
    normalize(h, false, p, at);
    at += 4 * UNITS + 1;
    double[][] g = new double[ROWS][UNITS];
    for (int i = 0; i < ROWS; i++) {
      for (int u = 0; u < UNITS; u++) {
        g[i][u] = p[at + UNITS * UNITS + u];
        for (int k = 0; k < UNITS; k++) {
          g[i][u] += p[at + u * UNITS + k] * Math.tanh(h[i][k]);
        }
      }
    }
    at += UNITS * UNITS + UNITS;
    normalize(g, true, p, at);
    at += 2 * UNITS;
    double sum = 0;
    for (int i = 0; i < ROWS; i++) {
      double z = p[at + UNITS];
      for (int u = 0; u < UNITS; u++) {
        z += p[at + u] * g[i][u];
      }
      sum += WEIGHTS[i] * (z - target(i)) * (z - target(i)) / 2;
    }
    return sum;
  }

  @Test
  void gradients_are_the_numeric_ones_of_the_network_in_double() {
    Network network =
        Network.of(
            INPUTS,
            new Dense(UNITS, false),
            new BatchNorm(0.1, EPSILON),
            new Tanh(),
            new Dense(UNITS),
            new LayerNorm(EPSILON),
            new Dense(1));
    float[] parameters = network.initialize(8);
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] += (float) (0.3 * RANDOM.gaussian(5000 + i));
    }
    NetworkPass pass = new NetworkPass(network, ROWS);
    double[] targets = new double[ROWS];
    for (int i = 0; i < ROWS; i++) {
      targets[i] = target(i);
      for (int j = 0; j < INPUTS; j++) {
        pass.inputs()[i * INPUTS + j] = (float) x(i, j);
      }
    }
    float[] gradients = new float[parameters.length];
    double loss =
        pass.computeGradient(
            parameters, ROWS, new SquaredLoss(), targets, WEIGHTS, RANDOM, gradients);
    double[] p = new double[parameters.length];
    Arrays.setAll(p, i -> parameters[i]);
    assertEquals(loss(p), loss, 1e-5 * loss);
    int measured = UNITS * INPUTS + 2 * UNITS;
    double largest = 0;
    for (int i = 0; i < p.length; i++) {
      if (i >= measured && i < measured + 2 * UNITS + 1) {
        continue;
      }
      double kept = p[i];
      p[i] = kept + 1e-5;
      double above = loss(p);
      p[i] = kept - 1e-5;
      double numeric = (above - loss(p)) / 2e-5;
      p[i] = kept;
      assertEquals(numeric, gradients[i], 2e-5 * (1 + Math.abs(numeric)), "parameter " + i);
      largest = Math.max(largest, Math.abs(numeric));
    }
    assertTrue(largest > 0.1, "gradients worth comparing");
  }
}
