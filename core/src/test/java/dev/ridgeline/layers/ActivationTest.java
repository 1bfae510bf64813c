package dev.ridgeline.layers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.layer.Layer;
import dev.ridgeline.layer.LayerPass;
import dev.ridgeline.linalg.RandomStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Values and derivatives of activations at chosen inputs. */
class ActivationTest {
  private static final float INF = Float.POSITIVE_INFINITY;

  @Test
  void a_leaky_rectifier_scales_negative_inputs_alone() {
    Layer layer = new LeakyReLU(0.25);
    float[] x = {-8, -1, 0, 1, 3, -INF, INF, Float.NaN};
    assertArrayEquals(
        new float[] {-2, -0.25f, 0, 1, 3, -INF, INF, Float.NaN}, run(layer, x, x.clone())[0]);
  }

  @Test
  void a_leaky_rectifier_passes_the_gradient_on_times_one_or_the_slope() {
    float[] x = {-8, -Float.MIN_VALUE, 0, Float.MIN_VALUE, 3, Float.NaN};
    float[] dy = {1, 2, 4, 8, -16, 1};
    assertArrayEquals(
        new float[] {0.25f, 0.5f, 1, 8, -16, Float.NaN}, run(new LeakyReLU(0.25), x, dy)[1]);
  }

  @Test
  void a_leaky_rectifier_of_slope_0_is_the_rectifier() {
    float[] x = {-2, -1e-30f, 0, 1e-30f, 2};
    float[] dy = {1, -1, 2, -2, 3};
    float[][] plain = run(new ReLU(), x, dy);
    float[][] leaky = run(new LeakyReLU(0), x, dy);
    for (int i = 0; i < x.length; i++) {
      assertEquals(0f, plain[0][i] - leaky[0][i], "output of " + x[i]);
      assertEquals(0f, plain[1][i] - leaky[1][i], "gradient at " + x[i]);
    }
  }

  @Test
  void a_leaky_rectifier_shows_its_slope_and_refuses_one_outside_its_range() {
    assertEquals("leaky-relu(slope=0.01)", new LeakyReLU().toString());
    assertNotEquals(new LeakyReLU(0.2), new LeakyReLU(0.1));
    for (double bad : new double[] {-0.1, 1, Double.NaN}) {
      IllegalArgumentException error =
          assertThrows(IllegalArgumentException.class, () -> new LeakyReLU(bad));
      assertTrue(error.getMessage().contains("[0, 1), found " + bad), error.getMessage());
    }
  }

  /** x P(x) and P(x) + x p(x) by arbitrary-precision arithmetic, P(1) = 0.8413447460685429. */
  @Test
  void gelu_has_its_known_values_and_derivatives() {
    float[] x = {-10, -3, -1, -0.5f, 0, 0.5f, 1, 3};
    float[] ones = new float[x.length];
    Arrays.fill(ones, 1);
    double[] values = {
      -7.619853024160527e-23,
      -0.004049694094890287,
      -0.15865525393145707,
      -0.15426876936299344,
      0,
      0.34573123063700656,
      0.8413447460685429,
      2.99595030590511
    };
    double[] derivatives = {
      -7.618400096464813e-22,
      -0.011945647204183927,
      -0.08331547058768629,
      0.13250487534383712,
      0.5,
      0.8674951246561629,
      1.0833154705876864,
      1.011945647204184
    };
    float[][] got = run(new Gelu(), x, ones);
    for (int i = 0; i < x.length; i++) {
      // One rounding to single precision.
      assertEquals(values[i], got[0][i], Math.abs(values[i]) * 0x1p-23, "value at " + x[i]);
      assertEquals(
          derivatives[i], got[1][i], Math.abs(derivatives[i]) * 0x1p-23, "slope at " + x[i]);
    }
  }

  @Test
  void gelu_far_out_is_0_or_the_input_and_nan_stays_nan() {
    float[] x = {-INF, -50, 50, INF, Float.NaN};
    float[] dy = {3, 3, 3, 3, 3};
    float[][] got = run(new Gelu(), x, dy);
    assertArrayEquals(new float[] {0, 0, 50, INF, Float.NaN}, got[0]);
    assertArrayEquals(new float[] {0, 0, 3, 3, Float.NaN}, got[1]);
  }

  /** By the definition: a number of the stream below the rate drops, the rest is stretched. */
  @Test
  void dropout_drops_where_the_stream_is_below_the_rate_and_keeps_the_mean() {
    int n = 4000;
    float[] x = new float[n];
    float[] dy = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = i % 3 - 1.5f;
      dy[i] = i % 5 - 2.5f;
    }
    for (double rate : new double[] {1e-300, 0.1, 0.3, 0.5, 0.999, Math.nextDown(1.0)}) {
      float[] y = new float[n];
      float[] dx = new float[n];
      RandomStream random = new RandomStream(12);
      LayerPass pass =
          new LayerPass()
              .shape(n / 4, 7, 4, 4)
              .values(x, 0, y, 0)
              .gradients(dy, 0, dx, 0, true)
              .mode(true, random);
      Layer layer = new Dropout(rate);
      layer.forward(pass);
      layer.backward(pass);
      float stretched = (float) (1 / (1 - rate));
      for (int i = 0; i < n; i++) {
        boolean drops = random.uniform(7 * 4 + i) < rate;
        assertEquals(drops ? 0f : stretched * x[i], y[i], "output " + i);
        assertEquals(drops ? 0f : stretched * dy[i], dx[i], "gradient " + i);
      }
    }
  }

  /** Outputs and input gradients of one row, whose blocks begin at different offsets. */
  private static float[][] run(Layer layer, float[] x, float[] dy) {
    int n = x.length;
    float[] padded = new float[n + 2];
    System.arraycopy(x, 0, padded, 2, n);
    float[] y = new float[n];
    float[] dx = new float[n];
    LayerPass pass =
        new LayerPass().shape(1, 0, n, n).values(padded, 2, y, 0).gradients(dy, 0, dx, 0, true);
    layer.forward(pass);
    layer.backward(pass);
    return new float[][] {y, dx};
  }
}
