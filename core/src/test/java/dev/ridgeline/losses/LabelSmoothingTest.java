package dev.ridgeline.losses;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.DenseFeatures;
import dev.ridgeline.doubles.PlainSgd;
import dev.ridgeline.evaluate.Evaluation;
import dev.ridgeline.evaluate.Metric;
import dev.ridgeline.layers.Dense;
import dev.ridgeline.loss.Loss;
import dev.ridgeline.plugin.Plugins;
import dev.ridgeline.train.Trainer;
import dev.ridgeline.train.TrainingRun;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Losses with smoothed labels. Expected numbers named after PyTorch are of version 1.13.0 in double
 * precision, by {@code python3 smoothing.py}, the script beside this class in the test resources.
 */
class LabelSmoothingTest {
  private static final Loss SOFTMAX = new SoftmaxCrossEntropy(0.1);
  private static final Loss LOGISTIC = new LogisticLoss(0.2);
  private static final float[] Z = {2, -1, 0.5f, -0.25f, 3, 1.5f, 40, 0, -40};
  private static final double[] Y = {0, 2, 1};

  private static Dataset data(double... targets) {
    double[] x = new double[targets.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = targets[i] + 0.4 * Math.sin(7 * i);
    }
    return Dataset.classification(
        new DenseFeatures(x, x.length, 1), targets, List.of("a", "b", "c"));
  }

  // Values

  @Test
  void softmax_has_the_values_and_gradients_of_pytorch() {
    double[] values = {0.391311296657157, 1.74095531643537, 40};
    double[] gradients = {
      -0.147736298744057, 0.00577923993735412, 0.141957058806703,
      -0.0026065930068969, 0.759119744232786, -0.756513151225889,
      0.966666666666667, -0.933333333333333, -0.0333333333333333
    };
    for (int i = 0; i < 3; i++) {
      double[] z = {Z[3 * i], Z[3 * i + 1], Z[3 * i + 2]};
      double[] gradient = new double[3];
      assertEquals(values[i], SOFTMAX.rowLoss(z, 0, 3, Y[i], gradient), 1e-13);
      for (int k = 0; k < 3; k++) {
        assertEquals(gradients[3 * i + k], gradient[k], 1e-14);
      }
    }
    float[] block = new float[9];
    double sum =
        SOFTMAX.computeGradient(Z, 0, 3, 3, Y, new double[] {1, 1, 1}, 0, block, new double[6]);
    assertEquals(values[0] + values[1] + values[2], sum, 1e-13);
    for (int at = 0; at < 9; at++) {
      assertEquals(gradients[at], block[at], 6e-8 * Math.abs(gradients[at]));
    }
  }

  @Test
  void logistic_has_the_values_and_gradients_of_pytorch() {
    double[] z = {1.5, -0.5, -30};
    double[] y = {1, 0, 1};
    double[] values = {0.351413277982752, 0.524076984180107, 27.0000000000001};
    double[] gradients = {-0.0824255238063564, 0.277540668798145, -0.899999999999906};
    for (int i = 0; i < 3; i++) {
      double[] gradient = new double[1];
      double value = LOGISTIC.rowLoss(new double[] {z[i]}, 0, 1, y[i], gradient);
      assertEquals(values[i], value, 2e-14 * value);
      assertEquals(gradients[i], gradient[0], 1e-14);
    }
  }

  // Equivalences

  @Test
  void a_smoothed_loss_is_the_mixture_of_the_losses_of_all_labels() {
    double[] z = {0.7, -2, 1.25, 0.1};
    double[] gradient = new double[4];
    double value = new SoftmaxCrossEntropy(0.4).rowLoss(z, 0, 4, 2, gradient);
    double mean = 0;
    double[] means = new double[4];
    for (int y = 0; y < 4; y++) {
      double share = y == 2 ? 0.7 : 0.1;
      double[] own = new double[4];
      mean += share * new SoftmaxCrossEntropy().rowLoss(z, 0, 4, y, own);
      for (int k = 0; k < 4; k++) {
        means[k] += share * own[k];
      }
    }
    assertEquals(mean, value, 1e-14);
    assertArrayEquals(means, gradient, 1e-15);
  }

  @Test
  void logistic_is_softmax_of_0_and_the_logit() {
    for (double y : new double[] {0, 1}) {
      for (double z : new double[] {-700, -3, -0.1, 0, 0.4, 5, 700}) {
        double[] one = new double[1];
        double[] two = new double[2];
        double value = LOGISTIC.rowLoss(new double[] {z}, 0, 1, y, one);
        Loss softmax = new SoftmaxCrossEntropy(0.2);
        double expected = softmax.rowLoss(new double[] {0, z}, 0, 2, y, two);
        assertEquals(expected, value, 1e-14 * expected);
        assertEquals(two[1], one[0], 1e-15);
      }
    }
  }

  @Test
  void smoothing_of_0_is_the_plain_loss() {
    assertEquals(new SoftmaxCrossEntropy(), new SoftmaxCrossEntropy(0));
    assertEquals("softmax", new SoftmaxCrossEntropy(0).toString());
    assertEquals("logistic", new LogisticLoss().toString());
    assertEquals("softmax(label-smoothing=0.1)", SOFTMAX.toString());
    assertEquals(SOFTMAX, Plugins.load().loss("softmax(label-smoothing=0.1)"));
    assertEquals(LOGISTIC, Plugins.load().loss("logistic(label-smoothing=0.2)"));
  }

  // Best constant

  @Test
  void the_best_constant_has_the_mean_label_even_of_a_class_that_does_not_occur() {
    Dataset data = data(0, 0, 0, 1).withWeights(new double[] {1, 1, 1, 2});
    double[] q = SOFTMAX.response(SOFTMAX.bestConstant(data), 0, 3);
    assertArrayEquals(new double[] {0.9 * 0.6 + 0.1 / 3, 0.9 * 0.4 + 0.1 / 3, 0.1 / 3}, q, 1e-14);
    Dataset two =
        Dataset.classification(
            new DenseFeatures(new double[3], 3, 1), new double[] {1, 1, 1}, List.of("a", "b"));
    assertEquals(Math.log(9), LOGISTIC.bestConstant(two)[0], 1e-14);
  }

  // Scores

  @Test
  void held_out_rows_are_judged_by_the_loss_without_smoothing() {
    assertEquals(new SoftmaxCrossEntropy(), SOFTMAX.scoring());
    assertEquals(new LogisticLoss(), LOGISTIC.scoring());
    assertEquals(new SquaredLoss(), new SquaredLoss().scoring());
    Dataset train = data(0, 1, 2, 0, 1, 2, 0, 1, 2, 2);
    Dataset dev = data(0, 0, 1, 2, 1);
    TrainingRun run =
        Trainer.builder(SOFTMAX, new PlainSgd(0.5))
            .layers(new Dense(3))
            .epochs(30)
            .build()
            .fit(train, dev);
    Evaluation onDev = Evaluation.of(run.model(), dev);
    assertEquals(onDev.get(Metric.LOG_LOSS).value(), onDev.loss().value(), 1e-14);
    assertEquals(onDev.loss().value(), run.history().get(29).devLoss().getAsDouble(), 1e-14);
    // J is what was minimised: with smoothing.
    double sum = 0;
    double[] scores = run.model().scores(train.features());
    for (int i = 0; i < train.rows(); i++) {
      sum += SOFTMAX.rowLoss(scores, 3 * i, 3, train.target(i), new double[3]) / train.rows();
    }
    assertEquals(sum, run.model().objective().dataLoss(), 1e-14);
    assertEquals("softmax(label-smoothing=0.1)", run.model().loss().toString());
  }

  // Errors

  @Test
  void smoothing_outside_its_range_is_refused() {
    for (double bad : new double[] {-0.1, 1, Double.NaN}) {
      String text = "label smoothing must be in [0, 1), where 0 is none, found " + bad;
      assertEquals(
          text,
          assertThrows(IllegalArgumentException.class, () -> new SoftmaxCrossEntropy(bad))
              .getMessage());
      assertEquals(
          text,
          assertThrows(IllegalArgumentException.class, () -> new LogisticLoss(bad)).getMessage());
    }
  }

  @Test
  void slopes_that_leave_the_simplex_have_an_infinite_conjugate() {
    SoftmaxCrossEntropy loss = new SoftmaxCrossEntropy(0.3);
    // Labels of 0.8, 0.1 and 0.1: what is left of each must be at least 0, and the sum 1.
    assertTrue(Double.isFinite(loss.conjugate(new double[] {-0.8, 0.9, -0.1}, 0, 3, 0)));
    for (double[] u : new double[][] {{-0.8, 0.91, -0.11}, {-0.81, 0.71, 0.1}, {0.1, 0, 0}}) {
      assertEquals(Double.POSITIVE_INFINITY, loss.conjugate(u, 0, 3, 0));
    }
    assertEquals(
        Double.POSITIVE_INFINITY, new LogisticLoss(0.2).conjugate(new double[] {-0.11}, 0, 1, 0));
    assertEquals(0, new LogisticLoss(0.2).conjugate(new double[] {-0.1}, 0, 1, 0), 1e-15);
  }
}
