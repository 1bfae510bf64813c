package dev.ridgeline.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.DenseFeatures;
import dev.ridgeline.data.Features;
import dev.ridgeline.layers.Dense;
import dev.ridgeline.layers.ReLU;
import dev.ridgeline.layers.Tanh;
import dev.ridgeline.linalg.RandomStream;
import dev.ridgeline.losses.LogisticLoss;
import dev.ridgeline.network.FittedNetwork;
import dev.ridgeline.network.Network;
import dev.ridgeline.network.NetworkPass;
import dev.ridgeline.optimizer.Optimizer;
import dev.ridgeline.optimizers.Adam;
import dev.ridgeline.optimizers.Sgd;
import dev.ridgeline.optimizers.WeightDecay;
import dev.ridgeline.penalties.L1;
import dev.ridgeline.penalties.L2;
import dev.ridgeline.penalty.Penalty;
import dev.ridgeline.penalty.Regularization;
import dev.ridgeline.train.Trainer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What the formulas promise of training: weight decay, exact zeros, shrinking norms, m and not the
 * batch.
 */
class TrainingFormulasTest {
  private final Dataset data = ShippedData.BREAST_CANCER.load();

  private Trainer.Builder recipe(Optimizer optimizer, Penalty penalty, double lambda) {
    return Trainer.builder(new LogisticLoss(), optimizer)
        .layers(new Dense(6), new ReLU(), new Dense(1))
        .regularization(Regularization.of(penalty, lambda))
        .epochs(100)
        .seed(3);
  }

  private FittedNetwork train(Optimizer optimizer, Penalty penalty, double lambda) {
    return recipe(optimizer, penalty, lambda).build().fit(data).model();
  }

  @Test
  void the_decay_factor_is_one_minus_alpha_lambda_over_m() {
    assertEquals(0.99999999, WeightDecay.factor(0.01, 0.01 / 10000), 1e-16);
    assertEquals("0.99999999", Double.toString(WeightDecay.factor(0.01, 0.01 / 10000)));
  }

  @Test
  void under_sgd_weight_decay_is_l2_to_the_last_bit_over_100_steps() {
    float[] l2 = train(new Sgd(0.1), new L2(), 20).parameters();
    float[] decay = train(new WeightDecay(new Sgd(0.1)), new L2(), 20).parameters();
    assertArrayEquals(l2, decay, 0f);
    float[] without = train(new Sgd(0.1), new L2(), 0).parameters();
    assertTrue(largestDifference(l2, without) > 0.01, "the penalty made no difference");
  }

  @Test
  void under_adam_weight_decay_is_not_l2() {
    float[] l2 = train(new Adam(0.01), new L2(), 20).parameters();
    float[] decay = train(new WeightDecay(new Adam(0.01)), new L2(), 20).parameters();
    assertTrue(largestDifference(l2, decay) > 0.01);
  }

  @Test
  void l1_gives_exact_zeros_and_l2_does_not() {
    assertTrue(train(new Sgd(0.1), new L1(), 10).weights().zeros() > 50);
    assertTrue(train(new Adam(0.01), new L1(), 10).weights().zeros() > 50);
    assertEquals(0, train(new Sgd(0.1), new L2(), 10).weights().zeros());
    assertEquals(0, train(new Adam(0.01), new L2(), 10).weights().zeros());
  }

  @Test
  void a_larger_lambda_gives_smaller_weights() {
    for (Penalty penalty : List.of(new L2(), new L1())) {
      double last = Double.POSITIVE_INFINITY;
      for (double lambda : new double[] {0, 1, 10, 100}) {
        double norm = train(new Adam(0.01), penalty, lambda).weights().norm();
        assertTrue(norm < last, penalty + " at " + lambda + ": " + norm + " after " + last);
        last = norm;
      }
    }
  }

  @Test
  void m_is_the_size_of_the_training_set_and_not_of_the_batch() {
    // One epoch of two batches of two rows. The data gradient is zero: all features are 0 and half
    // of each batch is of either class, so only the decay moves W, by (1 - alpha lambda / m) a step
    // with m = 4.
    Features zeros = new DenseFeatures(new double[4 * 3], 4, 3);
    Dataset four = Dataset.classification(zeros, new double[] {0, 1, 0, 1}, List.of("a", "b"));
    Trainer trainer =
        Trainer.builder(new LogisticLoss(), new Sgd(0.5))
            .layers(new Dense(1, false))
            .regularization(Regularization.of(new L2(), 1))
            .standardize(false)
            .epochs(1)
            .batchSize(2)
            .seed(5)
            .build();
    float[] start = trainer.network(four).initialize(5);
    float[] end = trainer.fit(four).model().parameters();
    double factor = (1 - 0.5 * 1 / 4) * (1 - 0.5 * 1 / 4);
    for (int j = 0; j < 3; j++) {
      assertEquals(factor * start[j], end[j], 1e-6 * Math.abs(start[j]));
    }
  }

  @Test
  void the_gradient_of_the_whole_j_agrees_with_differences_of_j() {
    Network network = Network.of(3, new Dense(4), new Tanh(), new Dense(1));
    float[] w = network.initialize(11);
    Regularization plan = Regularization.of(new L2(), 3);
    RandomStream random = new RandomStream(4);
    int rows = 8;
    float[] x = new float[rows * 3];
    double[] y = new double[rows];
    double[] scales = new double[rows];
    for (int i = 0; i < rows; i++) {
      y[i] = i % 2;
      scales[i] = 1.0 / rows;
      for (int j = 0; j < 3; j++) {
        x[3 * i + j] = (float) random.gaussian(3L * i + j);
      }
    }
    float[] gradient = new float[w.length];
    objective(network, w, x, y, scales, plan, gradient);
    plan.terms(network.layout(), rows)
        .forEach(
            t ->
                new L2()
                    .addGradientTo(
                        t.parameter().view(w), t.strength(), t.parameter().view(gradient)));
    // Float forward passes carry about 1e-7; a step of 0.01 leaves 1e-5, the cubic term less.
    float h = 0.01f;
    for (int i = 0; i < w.length; i++) {
      float[] up = w.clone();
      float[] down = w.clone();
      up[i] += h;
      down[i] -= h;
      double slope =
          (objective(network, up, x, y, scales, plan, new float[w.length])
                  - objective(network, down, x, y, scales, plan, new float[w.length]))
              / ((double) up[i] - down[i]);
      assertEquals(slope, gradient[i], 2e-4, "cell " + i);
    }
  }

  private static double objective(
      Network network,
      float[] w,
      float[] x,
      double[] y,
      double[] scales,
      Regularization plan,
      float[] gradient) {
    NetworkPass pass = new NetworkPass(network, y.length);
    System.arraycopy(x, 0, pass.inputs(), 0, x.length);
    double loss =
        pass.computeGradient(
            w, y.length, new LogisticLoss(), y, scales, new RandomStream(0), gradient);
    return loss + plan.value(network.layout(), w, y.length);
  }

  @Test
  void the_same_seed_gives_the_same_bits_and_another_seed_others() {
    float[] once =
        recipe(new Adam(0.01), new L1(), 1).batchSize(32).build().fit(data).model().parameters();
    float[] again =
        recipe(new Adam(0.01), new L1(), 1).batchSize(32).build().fit(data).model().parameters();
    assertArrayEquals(once, again, 0f);
    float[] other =
        recipe(new Adam(0.01), new L1(), 1)
            .batchSize(32)
            .seed(4)
            .build()
            .fit(data)
            .model()
            .parameters();
    assertTrue(!Arrays.equals(once, other));
  }

  private static double largestDifference(float[] a, float[] b) {
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs((double) a[i] - b[i]));
    }
    return largest;
  }
}
