package dev.ridgeline.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.DenseFeatures;
import dev.ridgeline.doubles.PlainSgd;
import dev.ridgeline.doubles.Ridge;
import dev.ridgeline.layers.Dense;
import dev.ridgeline.layers.ReLU;
import dev.ridgeline.linalg.RandomStream;
import dev.ridgeline.losses.SquaredLoss;
import dev.ridgeline.penalty.Regularization;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class GradientClippingTest {
  /** One row x = (2, 2): the gradient is r (2, 2, 1) with r = w x + b - y > 0, its norm 3 r. */
  private static final Dataset ROW =
      Dataset.regression(new DenseFeatures(new double[] {2, 2}, 1, 2), new double[] {-1000});

  private static Trainer.Builder oneStep(double rate) {
    return Trainer.builder(new SquaredLoss(), new PlainSgd(rate))
        .layers(new Dense(1))
        .standardize(false)
        .epochs(1);
  }

  private static Dataset data(int n) {
    RandomStream random = new RandomStream(5);
    double[] cells = new double[3 * n];
    Arrays.setAll(cells, i -> (float) random.gaussian(i));
    double[] y = new double[n];
    Arrays.setAll(y, i -> 3 + random.gaussian(1_000_000 + i));
    return Dataset.regression(new DenseFeatures(cells, n, 3), y);
  }

  // Values

  @Test
  void numbers_are_scaled_to_the_norm() {
    float[] g = {3, 0, -4, 0, 0, 12};
    GradientClipping.clip(g, 6.5);
    assertArrayEquals(new float[] {1.5f, 0, -2, 0, 0, 6}, g);
  }

  @Test
  void squares_neither_overflow_nor_vanish() {
    float[] large = {3e38f, 0, 0, 0, 0, 0, 0};
    GradientClipping.clip(large, 2);
    assertArrayEquals(new float[] {2, 0, 0, 0, 0, 0, 0}, large);
    float[] small = {0, 0, 0, 0, 0, 0, 1e-30f};
    GradientClipping.clip(small, 1e-32);
    assertEquals(1e-32f, small[6], 1e-38f);
  }

  @Test
  void what_is_within_the_norm_or_not_finite_is_left_alone() {
    for (float[] g : new float[][] {{3, 4}, {0, 0}, {1, Float.NaN}, {1, Float.NEGATIVE_INFINITY}}) {
      float[] kept = g.clone();
      GradientClipping.clip(g, 5);
      assertArrayEquals(kept, g);
    }
  }

  @Test
  void a_step_is_as_long_as_the_norm_times_the_rate() {
    Trainer trainer = oneStep(0.5).clipNorm(2).build();
    float[] start = trainer.network(ROW).initialize(0);
    float[] end = trainer.fit(ROW).model().parameters();
    assertEquals(start[0] - 2.0 / 3, end[0], 1e-6);
    assertEquals(start[1] - 2.0 / 3, end[1], 1e-6);
    assertEquals(start[2] - 1.0 / 3, end[2], 1e-6);
  }

  @Test
  void the_gradient_of_a_penalty_is_added_after_the_clipping() {
    Trainer trainer =
        oneStep(0.5).clipNorm(2).regularization(Regularization.of(new Ridge(), 0.75)).build();
    float[] start = trainer.network(ROW).initialize(0);
    float[] end = trainer.fit(ROW).model().parameters();
    assertEquals(start[0] - 2.0 / 3 - 0.5 * 0.75 * start[0], end[0], 1e-6);
    assertEquals(start[1] - 2.0 / 3 - 0.5 * 0.75 * start[1], end[1], 1e-6);
    assertEquals(start[2] - 1.0 / 3, end[2], 1e-6);
  }

  // Equivalences

  @Test
  void a_batch_in_several_chunks_is_clipped_once_as_a_whole() {
    Dataset data = data(3000);
    float[] start = oneStep(1).build().network(data).initialize(0);
    float[] free = oneStep(1).build().fit(data).model().parameters();
    float[] clipped = oneStep(1).clipNorm(0.5).build().fit(data).model().parameters();
    double norm = 0;
    for (int i = 0; i < free.length; i++) {
      norm = Math.hypot(norm, free[i] - start[i]);
    }
    assertTrue(norm > 1, "a gradient worth clipping, found norm " + norm);
    for (int i = 0; i < free.length; i++) {
      assertEquals(start[i] + (free[i] - start[i]) * 0.5 / norm, clipped[i], 1e-6);
    }
  }

  @Test
  void a_norm_that_no_gradient_reaches_changes_no_bit() {
    Dataset data = data(50);
    assertArrayEquals(
        oneStep(0.1).epochs(5).batchSize(8).build().fit(data).model().parameters(),
        oneStep(0.1).epochs(5).batchSize(8).clipNorm(1e6).build().fit(data).model().parameters());
  }

  @Test
  void any_number_of_threads_gives_the_same_bits() {
    Dataset data = data(600);
    Trainer.Builder recipe =
        Trainer.builder(new SquaredLoss(), new PlainSgd(0.05))
            .layers(new Dense(300), new ReLU(), new Dense(200), new ReLU(), new Dense(1))
            .batchSize(200)
            .epochs(2);
    float[] free = recipe.build().fit(data).model().parameters();
    float[] one = recipe.clipNorm(0.1).build().fit(data).model().parameters();
    assertFalse(Arrays.equals(free, one));
    assertArrayEquals(one, recipe.threads(2).build().fit(data).model().parameters());
    assertArrayEquals(one, recipe.threads(3).build().fit(data).model().parameters());
  }

  // Errors

  @Test
  void a_norm_that_is_not_above_0_is_refused() {
    for (double bad : new double[] {0, -1, Double.NaN}) {
      assertEquals(
          "gradients are clipped to a norm above 0 (infinity for no limit), found " + bad,
          assertThrows(IllegalArgumentException.class, () -> oneStep(1).clipNorm(bad).build())
              .getMessage());
    }
  }
}
