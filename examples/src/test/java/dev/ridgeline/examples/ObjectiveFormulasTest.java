package dev.ridgeline.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.DenseFeatures;
import dev.ridgeline.layers.Dense;
import dev.ridgeline.layers.Tanh;
import dev.ridgeline.linalg.RandomStream;
import dev.ridgeline.losses.LogisticLoss;
import dev.ridgeline.network.Network;
import dev.ridgeline.network.NetworkPass;
import dev.ridgeline.penalties.ElasticNet;
import dev.ridgeline.penalties.L1;
import dev.ridgeline.penalties.L2;
import dev.ridgeline.penalty.Penalty;
import dev.ridgeline.penalty.Regularization;
import dev.ridgeline.penalty.Selector;
import dev.ridgeline.penalty.SmoothPenalty;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The formulas that Ridgeline stands for, against numbers worked out apart from it: J with each
 * penalty for logistic regression and for a network, gradients, biases out and in.
 */
class ObjectiveFormulasTest {
  // Logits 0.1 and 0.6 for targets 1 and 0:
  // (log(1 + e^-0.1) + log(1 + e^0.6)) / 2 = (0.6443966600735709 + 1.0374879504858856) / 2
  private static final double LOGISTIC_DATA_LOSS = 0.8409423052797282;
  private static final double NETWORK_DATA_LOSS = 1.0466763160338448;
  // Float storage: 24 bits, a few roundings.
  private static final double FLOAT = 1e-6;

  private final Case logistic =
      new Case(
          Network.of(2, new Dense(1)),
          new float[] {0.5f, -0.25f, 0.1f},
          new double[][] {{1, 2}, {3, 4}},
          new double[] {1, 0});

  // W1 = [.5 -.5; .25 1], b1 = [.1 -.2], W2 = [.75 -1.5], b2 = .3
  private final Case network =
      new Case(
          Network.of(2, new Dense(2), new Tanh(), new Dense(1)),
          new float[] {0.5f, -0.5f, 0.25f, 1, 0.1f, -0.2f, 0.75f, -1.5f, 0.3f},
          new double[][] {{1, 0}, {0.5, -1}, {2, 1}, {-1, 0.5}},
          new double[] {1, 0, 1, 0});

  private record Case(Network network, float[] parameters, double[][] x, double[] y) {
    Dataset data() {
      return Dataset.classification(DenseFeatures.of(x), y, List.of("no", "yes"));
    }

    double dataLoss(float[] gradient) {
      NetworkPass pass = new NetworkPass(network, y.length);
      double[] scales = new double[y.length];
      for (int i = 0; i < y.length; i++) {
        scales[i] = 1.0 / y.length;
        for (int j = 0; j < 2; j++) {
          pass.inputs()[2 * i + j] = (float) x[i][j];
        }
      }
      return pass.computeGradient(
          parameters, y.length, new LogisticLoss(), y, scales, new RandomStream(0), gradient);
    }

    double penalty(Regularization plan) {
      return plan.value(network.layout(), parameters, data().weightSum());
    }

    double penalty(Penalty penalty, double lambda) {
      return penalty(Regularization.of(penalty, lambda));
    }
  }

  @Test
  void logistic_regression_without_penalty() {
    assertEquals(LOGISTIC_DATA_LOSS, logistic.dataLoss(new float[3]), FLOAT);
    assertEquals(0, logistic.penalty(Regularization.none()));
    assertEquals(0, logistic.penalty(new L2(), 0));
  }

  @Test
  void logistic_regression_with_l2_adds_lambda_over_2m_times_the_squared_norm() {
    // 3 / (2 * 2) * (0.25 + 0.0625)
    assertEquals(0.234375, logistic.penalty(new L2(), 3), FLOAT);
  }

  @Test
  void logistic_regression_with_l1_adds_lambda_over_m_times_the_absolute_sum() {
    // 3 / 2 * 0.75
    assertEquals(1.125, logistic.penalty(new L1(), 3), FLOAT);
  }

  @Test
  void logistic_regression_with_elastic_net_adds_both_by_the_ratio() {
    // 3 / 2 * (0.5 * 0.75 + 0.5 / 2 * 0.3125)
    assertEquals(0.6796875, logistic.penalty(new ElasticNet(0.5), 3), FLOAT);
  }

  @Test
  void a_network_sums_the_frobenius_norms_of_all_its_layers() {
    assertEquals(NETWORK_DATA_LOSS, network.dataLoss(new float[9]), FLOAT);
    // 2 / (2 * 4) * (1.5625 + 2.8125)
    assertEquals(1.09375, network.penalty(new L2(), 2), FLOAT);
    // 2 / 4 * (2.25 + 2.25)
    assertEquals(2.25, network.penalty(new L1(), 2), FLOAT);
  }

  @Test
  void biases_are_left_out_unless_asked_for() {
    Regularization withBiases =
        Regularization.builder().add(new L2(), 2, Selector.weightsAndBiases()).build();
    // 2 / (2 * 4) * (1.5625 + 2.8125 + 0.01 + 0.04 + 0.09)
    assertEquals(1.12875, network.penalty(withBiases), FLOAT);
    Regularization logisticWithBias =
        Regularization.builder().add(new L2(), 3, Selector.weightsAndBiases()).build();
    // 3 / 4 * (0.3125 + 0.01)
    assertEquals(0.241875, logistic.penalty(logisticWithBias), FLOAT);
  }

  @Test
  void one_layer_can_be_penalised_alone() {
    Regularization second =
        Regularization.builder().add(new L2(), 2, Selector.weights().inLayers("dense2")).build();
    // 2 / (2 * 4) * 2.8125
    assertEquals(0.703125, network.penalty(second), FLOAT);
  }

  @Test
  void the_gradient_of_the_weights_gains_lambda_over_m_times_the_weights_and_biases_gain_nothing() {
    float[] gradient = new float[9];
    network.dataLoss(gradient);
    float[] dataGradient = {
      -0.23163466f,
      -0.14381128f,
      0.36066233f,
      0.10161838f,
      0.010776405f,
      -0.09931004f,
      -0.045033587f,
      -0.31168802f,
      0.084822286f
    };
    assertArrayEquals(dataGradient, gradient, 1e-6f);

    for (Regularization.Term term :
        Regularization.of(new L2(), 2).terms(network.network().layout(), 4)) {
      ((SmoothPenalty) term.rule().penalty())
          .addGradientTo(
              term.parameter().view(network.parameters()),
              term.strength(),
              term.parameter().view(gradient));
    }
    float[] withPenalty = {
      0.01836534f,
      -0.39381128f,
      0.48566233f,
      0.60161838f,
      0.010776405f,
      -0.09931004f,
      -0.045033587f + 0.5f * 0.75f,
      -0.31168802f - 0.5f * 1.5f,
      0.084822286f
    };
    assertArrayEquals(withPenalty, gradient, 1e-6f);
  }
}
