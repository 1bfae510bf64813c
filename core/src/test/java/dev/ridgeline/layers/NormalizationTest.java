package dev.ridgeline.layers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.layer.Layer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * Values, gradients and running statistics of the normalisation layers. Expected numbers named
 * after PyTorch are of version 1.13.0 in double precision, by {@code python3 normalization.py}, the
 * script beside this class in the test resources.
 */
class NormalizationTest {
  private static final float[] X = {0.5f, -2, 3.25f, 1.5f, 0.25f, -1, -0.75f, 4, 0.5f, 2, 1, -3.5f};
  private static final float[] DY = {
    1, -0.5f, 0.25f, -2, 0.75f, 1.5f, 0.5f, 1.25f, -1, 0.25f, -1.5f, 2
  };
  private static final float[] GAIN = {1.5f, -0.5f, 2};
  private static final float[] SHIFT = {0.25f, -1, 0.5f};
  private static final BatchNorm BATCH = new BatchNorm(1, 1e-3);
  // Outputs are rounded to single precision once.
  private static final double ROUNDING = 1.2e-7;

  private static NormalizationRun run(Layer layer) {
    return new NormalizationRun(layer, 3).gainAndShift(GAIN, SHIFT);
  }

  private static void assertClose(double[] expected, float[] got) {
    assertEquals(expected.length, got.length);
    for (int i = 0; i < got.length; i++) {
      assertEquals(expected[i], got[i], ROUNDING * (1 + Math.abs(expected[i])), "cell " + i);
    }
  }

  // Values and gradients

  @Test
  void a_training_batch_has_the_values_and_gradients_of_pytorch() {
    NormalizationRun run = run(BATCH).train(X, DY);
    assertClose(
        new double[] {
          -0.195627213497759, -0.344793087218201, 3.31105137863916,
          1.23037986969507, -0.86895861744364, -0.164430325860166,
          -1.9781360674888, -1.74256783448604, 1.06221027572783,
          1.94338341129149, -1.04368046085212, -2.20883132850683
        },
        run.y);
    assertClose(
        new double[] {
          1.2964533710777, -0.0502018948564741, 0.543598522463131,
          -2.2817945830938, -0.208058468167572, 0.45137954271395,
          -0.291266789777461, -0.102295532045944, -1.19969693720124,
          1.27660800179356, 0.36055589506999, 0.204718872024158
        },
        run.dx);
    assertClose(
        new double[] {-2.06473942253962, 2.184023042606, -3.13687778843598}, run.gradient(0));
    assertClose(new double[] {-0.25, 0, 2.75}, run.gradient(1));
  }

  @Test
  void prediction_has_the_values_and_gradients_of_pytorch_with_the_running_statistics() {
    NormalizationRun run = run(BATCH).train(X, DY).move();
    assertClose(new double[] {0.8125, 0.8125, -0.1875}, run.parameter(2));
    assertClose(new double[] {1.47395833333333, 6.140625, 7.97395833333333}, run.parameter(3));
    run.predict(X, DY);
    assertClose(
        new double[] {
          -0.135968093561785, -0.4325587706416, 2.93449278150782,
          1.09912980583593, -0.88651175412832, -0.0754255665382132,
          -1.67984046780893, -1.64310005993952, 0.986898556301565,
          1.71667875553478, -1.03782941529056, -1.84596577127118
        },
        run.y);
    assertClose(
        new double[] {
          1.23509789939771, 0.100878440774827, 0.177054020473296,
          -2.47019579879542, -0.15131766116224, 1.06232412283978,
          0.617548949698856, -0.252196101937066, -0.708216081893185,
          0.308774474849428, 0.30263532232448, 1.41643216378637
        },
        run.dx);
    assertClose(
        new double[] {-1.78831883350294, 1.891470764528, -2.71667262663714}, run.gradient(0));
    assertClose(new double[] {0, 0, 0}, run.gradient(2));
  }

  @Test
  void a_normalised_row_has_the_values_and_gradients_of_pytorch() {
    for (boolean training : new boolean[] {true, false}) {
      NormalizationRun run = run(new LayerNorm(1e-3));
      if (training) {
        run.train(X, DY);
      } else {
        run.predict(X, DY);
      }
      assertClose(
          new double[] {
            0.191707184084176, -0.397640902203156, 2.98716014574181,
            2.08623612518022, -1, -1.94831483357363,
            -1.24206343637026, -1.68386240833637, -0.246031718185131,
            1.60851067823779, -1.24383524994012, -2.28668857074418
          },
          run.y);
      assertClose(
          new double[] {
            0.351341551833268, -0.184046917175175, -0.167294634658093,
            0.119597988033904, -0.244831483357363, 0.125233495323459,
            0.542894728517692, 0.193830559750682, -0.736725288268374,
            0.0569622699436879, -0.0698095675331168, 0.0128472975894294
          },
          run.dx);
      assertClose(
          new double[] {-2.75811274326797, 1.58050936881742, -3.93901381861411}, run.gradient(0));
      assertClose(new double[] {-0.25, 0, 2.75}, run.gradient(1));
    }
  }

  @Test
  void two_rows_become_plus_and_minus_the_gain_by_hand() {
    // Mean 3, variance 4, with epsilon 5 a deviation of 3: (5 - 3) / 3 times 1.5, plus 10.
    NormalizationRun batch = new NormalizationRun(new BatchNorm(0.1, 5), 1);
    batch
        .gainAndShift(new float[] {1.5f}, new float[] {10})
        .train(new float[] {1, 5}, new float[2]);
    assertArrayEquals(new float[] {9, 11}, batch.y);
    NormalizationRun row = new NormalizationRun(new LayerNorm(5), 2);
    row.gainAndShift(new float[] {1.5f, 3}, new float[] {10, 20});
    row.train(new float[] {1, 5}, new float[2]);
    assertArrayEquals(new float[] {9, 22}, row.y);
  }

  // Running statistics

  /** PyTorch begins at 0 and 1, whose share after 3 steps, 0.75^3, is taken out here. */
  @Test
  void running_statistics_are_those_of_pytorch_without_their_start() {
    NormalizationRun run = run(new BatchNorm(0.25, 1e-3));
    for (int k = 1; k <= 3; k++) {
      float[] x = new float[X.length];
      for (int i = 0; i < x.length; i++) {
        x[i] = X[i] * k + k - 1;
      }
      run.train(x, DY).move();
    }
    double start = 0.75 * 0.75 * 0.75;
    double[] mean = {1.7158203125, 1.7158203125, 0.4501953125};
    double[] variance = {5.051025390625, 19.707275390625, 25.465087890625};
    for (int j = 0; j < 3; j++) {
      assertEquals(mean[j] / (1 - start), run.parameter(2)[j], 1e-6);
      assertEquals((variance[j] - start) / (1 - start), run.parameter(3)[j], 1e-5);
    }
  }

  @Test
  void rows_count_by_their_freedom_so_a_last_short_batch_counts_for_less() {
    NormalizationRun run = new NormalizationRun(new BatchNorm(0.5, 1e-3), 1);
    run.train(new float[] {0, 2, 4, 6}, new float[4]).move();
    assertEquals(3, run.parameter(2)[0]);
    run.train(new float[] {9, 11}, new float[2]).move();
    // Freedoms 3, halved by the next step, and 1: means 3 and 10, variances 20/3 and 2.
    assertEquals((1.5 * 3 + 10) / 2.5, run.parameter(2)[0], 1e-6);
    assertEquals((1.5 * 20 / 3 + 2) / 2.5, run.parameter(3)[0], 1e-6);
    assertEquals(2.5, run.parameter(4)[0]);
  }

  @Test
  void a_batch_of_one_row_becomes_the_shift_and_moves_nothing() {
    NormalizationRun run = run(BATCH).train(X, DY).move();
    float[] before = run.parameters.clone();
    run.train(new float[] {7, -7, 7e30f}, new float[] {1, 2, 3}).move();
    assertArrayEquals(SHIFT, run.y);
    assertArrayEquals(new float[3], run.dx, Float.MIN_VALUE);
    assertArrayEquals(before, run.parameters);
  }

  @Test
  void before_the_first_step_prediction_takes_mean_0_and_variance_1() {
    NormalizationRun run = new NormalizationRun(new BatchNorm(0.1, 3), 2);
    run.predict(new float[] {4, -2, 0, 1}, new float[4]);
    assertArrayEquals(new float[] {2, -1, 0, 0.5f}, run.y);
  }

  // Sample weights

  @Test
  void a_row_of_weight_k_counts_as_the_row_repeated_k_times() {
    float[] twice = Arrays.copyOf(X, 15);
    float[] dy = Arrays.copyOf(DY, 15);
    System.arraycopy(X, 3, twice, 12, 3);
    for (int j = 0; j < 3; j++) {
      dy[3 + j] /= 2;
      dy[12 + j] = dy[3 + j];
    }
    NormalizationRun repeated = run(BATCH).train(twice, dy);
    NormalizationRun weighted = run(BATCH).weights(0.5, 1, 0.5, 0.5).train(X, DY);
    for (int j = 0; j < 3; j++) {
      for (int i = 0; i < 4; i++) {
        assertEquals(repeated.y[3 * i + j], weighted.y[3 * i + j], 1e-6);
        double dx = repeated.dx[3 * i + j] + (i == 1 ? repeated.dx[12 + j] : 0);
        assertEquals(dx, weighted.dx[3 * i + j], 1e-6);
      }
      for (int k = 0; k < 3; k++) {
        assertEquals(repeated.gradient(k)[j], weighted.gradient(k)[j], 1e-6);
      }
      // Effective rows: 5 as repeated, (2.5)^2 / 1.75 = 25/7 as weighted.
      double biased = repeated.move().parameter(3)[j] * 4 / 5;
      assertEquals(biased * 25 / 18, weighted.move().parameter(3)[j], 1e-5);
    }
  }

  @Test
  void a_row_of_weight_0_moves_nothing_but_is_normalised() {
    float[] more = Arrays.copyOf(X, 15);
    float[] dy = Arrays.copyOf(DY, 15);
    Arrays.fill(more, 12, 15, 1e20f);
    NormalizationRun without = run(BATCH).train(X, DY);
    NormalizationRun with = run(BATCH).weights(3, 3, 3, 3, 0).train(more, dy);
    assertArrayEquals(without.y, Arrays.copyOf(with.y, 12));
    assertArrayEquals(without.dx, Arrays.copyOf(with.dx, 12));
    assertArrayEquals(new float[3], Arrays.copyOfRange(with.dx, 12, 15), Float.MIN_VALUE);
    assertArrayEquals(without.move().parameters, with.move().parameters);
  }

  @Test
  void a_batch_of_weight_0_moves_nothing_and_stays_finite() {
    NormalizationRun run = run(BATCH).weights(0, 0, 0, 0).train(X, new float[12]);
    for (float v : run.y) {
      assertTrue(Float.isFinite(v));
    }
    assertArrayEquals(new float[12], run.dx, Float.MIN_VALUE);
    float[] before = run.parameters.clone();
    assertArrayEquals(before, run.move().parameters);
  }

  // Extreme inputs

  @Test
  void a_constant_column_becomes_the_shift_and_its_gradient_the_centred_one() {
    NormalizationRun run = new NormalizationRun(new BatchNorm(0.1, 0.25), 1);
    run.gainAndShift(new float[] {3}, new float[] {5});
    run.train(new float[] {1e7f, 1e7f, 1e7f}, new float[] {1, 2, 6});
    assertArrayEquals(new float[] {5, 5, 5}, run.y);
    assertArrayEquals(new float[] {-12, -6, 18}, run.dx);
  }

  @Test
  void large_means_do_not_cancel() {
    // 2^23 and its neighbour: mean 2^23 + 1/2, deviation 1/2, less than a unit of the float mean.
    float[] x = {8388608, 8388609, 8388608, 8388609};
    NormalizationRun batch = new NormalizationRun(new BatchNorm(0.1, 1e-9), 1);
    assertArrayEquals(new float[] {-1, 1, -1, 1}, batch.train(x, new float[4]).y, 1e-6f);
    NormalizationRun row = new NormalizationRun(new LayerNorm(1e-9), 4);
    assertArrayEquals(new float[] {-1, 1, -1, 1}, row.train(x, new float[4]).y, 1e-6f);
  }

  @Test
  void an_outlier_in_the_first_row_costs_no_digits() {
    int n = 1000;
    float[] x = new float[n];
    x[0] = 1e6f;
    for (int i = 1; i < n; i++) {
      x[i] = i % 2 == 0 ? 1 : -1;
    }
    double mean = (1e6 - 1) / n;
    double squares = (1e6 - mean) * (1e6 - mean);
    for (int i = 1; i < n; i++) {
      squares += (x[i] - mean) * (x[i] - mean);
    }
    NormalizationRun run = new NormalizationRun(new BatchNorm(1, 1e-9), 1).train(x, new float[n]);
    assertEquals(squares / (n - 1), run.move().parameter(3)[0], 1e-7 * squares / n);
    assertEquals((1 - mean) / Math.sqrt(squares / n), run.y[2], 1e-8);
  }

  @Test
  void denormal_and_almost_infinite_cells_give_finite_outputs() {
    float tiny = Float.MIN_VALUE;
    float[] small = {0, tiny, 2 * tiny, 3 * tiny};
    float[] large = {-3e38f, 3e38f, 3e38f, -3e38f};
    for (Layer layer : new Layer[] {new BatchNorm(), new LayerNorm()}) {
      int inputs = layer instanceof LayerNorm ? 4 : 1;
      NormalizationRun run = new NormalizationRun(layer, inputs);
      assertArrayEquals(new float[4], run.train(small, new float[4]).y, 1e-30f);
      assertArrayEquals(new float[] {-1, 1, 1, -1}, run.train(large, new float[4]).y, 1e-6f);
    }
  }

  @Test
  void nan_stays_nan_in_its_column_or_row() {
    float[] x = X.clone();
    x[4] = Float.NaN;
    NormalizationRun batch = run(BATCH).train(x, DY);
    NormalizationRun row = run(new LayerNorm()).train(x, DY);
    for (int i = 0; i < x.length; i++) {
      assertEquals(i % 3 == 1, Float.isNaN(batch.y[i]), "cell " + i);
      assertEquals(i / 3 == 1, Float.isNaN(row.y[i]), "cell " + i);
    }
  }

  // Errors

  @Test
  void settings_out_of_range_are_refused_with_their_values() {
    for (double[] bad : new double[][] {{0, 1}, {1.5, 1}, {Double.NaN, 1}, {0.1, 0}, {0.1, -1}}) {
      String text =
          assertThrows(IllegalArgumentException.class, () -> new BatchNorm(bad[0], bad[1]))
              .getMessage();
      assertTrue(text.endsWith("found " + bad[0] + " and " + bad[1]), text);
    }
    for (double bad : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      String text =
          assertThrows(IllegalArgumentException.class, () -> new LayerNorm(bad)).getMessage();
      assertTrue(text.endsWith("found " + bad), text);
    }
  }
}
