package dev.ridgeline.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.DenseFeatures;
import dev.ridgeline.doubles.Incapable;
import dev.ridgeline.doubles.Lasso;
import dev.ridgeline.doubles.PlainSgd;
import dev.ridgeline.doubles.Ridge;
import dev.ridgeline.layers.Dense;
import dev.ridgeline.layers.Dropout;
import dev.ridgeline.layers.ReLU;
import dev.ridgeline.linalg.RandomStream;
import dev.ridgeline.losses.LogisticLoss;
import dev.ridgeline.losses.SoftmaxCrossEntropy;
import dev.ridgeline.losses.SquaredLoss;
import dev.ridgeline.model.Learner;
import dev.ridgeline.optimizer.PenaltyNotSupportedException;
import dev.ridgeline.penalty.Regularization;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrainerTest {
  /** n rows of three features and a target that depends on them. */
  private static Dataset data(int n) {
    RandomStream random = new RandomStream(8);
    double[] cells = new double[3 * n];
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < 3; j++) {
        cells[3 * i + j] = (float) random.gaussian(3L * i + j);
      }
      y[i] = cells[3 * i] - 2 * cells[3 * i + 1] + 0.5 + 0.1 * random.gaussian(100_000 + i);
    }
    return Dataset.regression(new DenseFeatures(cells, n, 3), y);
  }

  private static Trainer.Builder linear(double rate) {
    return Trainer.builder(new SquaredLoss(), new PlainSgd(rate))
        .layers(new Dense(1))
        .standardize(false);
  }

  /** Gradient descent on (1/2m) sum w_i (x w + b - y)^2 + (lambda/2m) ||w||^2 in double. */
  private static double[] descend(
      Dataset data, float[] start, double rate, double lambda, int steps) {
    double[] p = {start[0], start[1], start[2], start[3]};
    for (int s = 0; s < steps; s++) {
      double[] g = new double[4];
      double m = 0;
      for (int i = 0; i < data.rows(); i++) {
        double r = p[3] - data.target(i);
        for (int j = 0; j < 3; j++) {
          r += p[j] * data.features().get(i, j);
        }
        for (int j = 0; j < 3; j++) {
          g[j] += data.weight(i) * r * data.features().get(i, j);
        }
        g[3] += data.weight(i) * r;
        m += data.weight(i);
      }
      for (int j = 0; j < 4; j++) {
        p[j] -= rate * (g[j] / m + (j < 3 ? lambda / m * p[j] : 0));
      }
    }
    return p;
  }

  private static void assertClose(double[] expected, float[] found, double tolerance) {
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], found[i], tolerance, "parameter " + i);
    }
  }

  @Test
  void full_batches_are_gradient_descent() {
    Dataset data = data(40);
    Trainer trainer =
        linear(0.2).epochs(30).regularization(Regularization.of(new Ridge(), 4)).seed(3).build();
    double[] byHand = descend(data, trainer.network(data).initialize(3), 0.2, 4, 30);
    assertClose(byHand, trainer.fit(data).model().parameters(), 1e-5);
  }

  @Test
  void a_full_batch_in_several_chunks_is_still_one_step() {
    Dataset data = data(3000);
    Trainer trainer = linear(0.2).epochs(10).seed(3).build();
    double[] byHand = descend(data, trainer.network(data).initialize(3), 0.2, 0, 10);
    TrainingRun run = trainer.fit(data);
    assertClose(byHand, run.model().parameters(), 1e-5);
    assertEquals(10, run.history().get(9).steps());
    assertArrayEquals(
        run.model().parameters(),
        linear(0.2).epochs(10).seed(3).batchSize(3000).build().fit(data).model().parameters());
    assertArrayEquals(
        run.model().parameters(),
        linear(0.2).epochs(10).seed(3).batchSize(9999).build().fit(data).model().parameters());
  }

  @Test
  void lambda_is_divided_by_the_size_of_the_training_set_and_not_of_the_batch() {
    // Without features to learn from, a step multiplies the weight by 1 - rate * lambda / m:
    // m = 8, four steps an epoch.
    Dataset zeros = Dataset.regression(new DenseFeatures(new double[8], 8, 1), new double[8]);
    Trainer trainer =
        Trainer.builder(new SquaredLoss(), new PlainSgd(0.5))
            .layers(new Dense(1, false))
            .regularization(Regularization.of(new Ridge(), 4))
            .batchSize(2)
            .epochs(3)
            .build();
    double start = trainer.network(zeros).initialize(0)[0];
    assertEquals(start * Math.pow(0.75, 12), trainer.fit(zeros).model().parameters()[0], 1e-7);
  }

  @Test
  void a_class_weight_of_k_is_its_rows_k_times() {
    Dataset numbers = data(8);
    double[] y = {0, 1, 1, 0, 0, 1, 0, 0};
    Dataset data = Dataset.classification(numbers.features(), y, List.of("no", "yes"));
    Dataset weighted = data.withClassWeights(Map.of("yes", 3.0));
    Dataset repeated = data.select(new int[] {0, 1, 1, 1, 2, 2, 2, 3, 4, 5, 5, 5, 6, 7});
    Trainer trainer =
        Trainer.builder(new LogisticLoss(), new PlainSgd(0.3))
            .layers(new Dense(4), new ReLU(), new Dense(1))
            .regularization(Regularization.of(new Ridge(), 0.5))
            .epochs(40)
            .seed(2)
            .build();
    TrainingRun one = trainer.fit(weighted);
    TrainingRun other = trainer.fit(repeated);
    float[] expected = other.model().parameters();
    float[] start = trainer.network(data).initialize(2);
    float[] plain = trainer.fit(data).model().parameters();
    assertArrayEquals(expected, one.model().parameters(), 1e-5f);
    assertFalse(Math.abs(plain[0] - expected[0]) < 1e-3 && plain[0] != start[0]);
    assertEquals(
        other.model().objective().value(), one.model().objective().value(), 1e-6, "J is the same");
  }

  @Test
  void a_weight_of_k_is_a_row_k_times() {
    Dataset few = data(6);
    Dataset weighted = few.withWeights(new double[] {1, 3, 0, 2, 1, 1});
    Dataset repeated = few.select(new int[] {0, 1, 1, 1, 3, 3, 4, 5});
    Trainer trainer =
        Trainer.builder(new SquaredLoss(), new PlainSgd(0.1))
            .layers(new Dense(1))
            .regularization(Regularization.of(new Ridge(), 2))
            .epochs(20)
            .build();
    TrainingRun one = trainer.fit(weighted);
    TrainingRun other = trainer.fit(repeated);
    assertArrayEquals(other.model().parameters(), one.model().parameters(), 1e-5f);
    assertEquals(other.model().objective().value(), one.model().objective().value(), 1e-6);
    assertEquals(8, one.model().objective().m());
    assertEquals(other.history().get(7).dataLoss(), one.history().get(7).dataLoss(), 1e-6);
  }

  @Test
  void an_epoch_of_batches_meets_every_row_once() {
    // With a learning rate of 0 the losses of the batches must add up to that of the whole.
    Dataset data = data(10).withWeights(new double[] {1, 2, 1, 0, 5, 1, 1, 3, 1, 1});
    double whole = linear(0.1).epochs(1).seed(2).build().fit(data).history().get(0).dataLoss();
    TrainingRun batches =
        linear(0.1).epochs(3).seed(2).batchSize(4).schedule((s, t) -> 0).build().fit(data);
    for (Epoch epoch : batches.history()) {
      assertEquals(whole, epoch.dataLoss(), 1e-6 * whole);
      assertEquals(0, epoch.learningRate());
    }
    assertEquals(9, batches.history().get(2).steps());
  }

  @Test
  void the_same_seed_gives_the_same_bits_and_another_seed_others() {
    Dataset data = data(50);
    Trainer.Builder recipe =
        Trainer.builder(new SquaredLoss(), new PlainSgd(0.05))
            .layers(new Dense(8), new ReLU(), new Dropout(0.3), new Dense(1))
            .batchSize(7)
            .epochs(5);
    float[] one = recipe.seed(4).build().fit(data).model().parameters();
    float[] again = recipe.seed(4).build().fit(data).model().parameters();
    float[] other = recipe.seed(5).build().fit(data).model().parameters();
    assertArrayEquals(one, again);
    assertFalse(Arrays.equals(one, other));
  }

  @Test
  void the_history_keeps_data_loss_and_penalty_apart() {
    Dataset data = data(20);
    Trainer trainer =
        linear(0.1).epochs(2).regularization(Regularization.of(new Lasso(), 4)).build();
    TrainingRun run = trainer.fit(data, data);
    float[] start = trainer.network(data).initialize(0);
    // The first full batch is met before its step: the loss at the initial parameters.
    double loss = 0;
    for (int i = 0; i < 20; i++) {
      double r = start[3] - data.target(i);
      for (int j = 0; j < 3; j++) {
        r += start[j] * data.features().get(i, j);
      }
      loss += r * r / 2 / 20;
    }
    assertEquals(loss, run.history().get(0).dataLoss(), 1e-5);
    float[] end = run.model().parameters();
    double penalty = 4 / 20.0 * (Math.abs(end[0]) + Math.abs(end[1]) + Math.abs(end[2]));
    assertEquals(penalty, run.history().get(1).penalty(), 1e-6);
    assertEquals(penalty, run.model().objective().penalty(), 1e-6);
    assertEquals(
        run.model().objective().dataLoss(), run.history().get(1).devLoss().getAsDouble(), 1e-9);
    assertEquals("squared", run.model().objective().loss());
    assertEquals("all 2 epochs done", run.stopReason());
    assertEquals("all 2 epochs done with plain-sgd", run.model().fitStatus());
    assertTrue(trainer.fit(data).history().get(0).devLoss().isEmpty());
  }

  /** One weight that descends towards 1 as w = 1 - (1 - start) 0.9^t. */
  private static Trainer.Builder towardsOne() {
    return Trainer.builder(new SquaredLoss(), new PlainSgd(0.1))
        .layers(new Dense(1, false))
        .standardize(false)
        .epochs(200);
  }

  private static Dataset constant(double target) {
    return Dataset.regression(
        new DenseFeatures(new double[] {1, 1}, 2, 1), new double[] {target, target});
  }

  @Test
  void early_stopping_keeps_the_parameters_of_the_best_epoch() {
    // A start below 0.2; the dev loss is least where the weight is nearest to 0.5.
    long seed = 0;
    while (!(towardsOne().build().network(constant(1)).initialize(seed)[0] < 0.2)) {
      seed++;
    }
    double start = towardsOne().build().network(constant(1)).initialize(seed)[0];
    int best = 1;
    for (int t = 1; t < 200; t++) {
      best = Math.abs(weight(start, t) - 0.5) < Math.abs(weight(start, best) - 0.5) ? t : best;
    }
    TrainingRun run =
        towardsOne()
            .seed(seed)
            .earlyStopping(EarlyStopping.patience(3))
            .build()
            .fit(constant(1), constant(0.5));
    assertEquals(best + 3, run.history().size());
    assertEquals(weight(start, best), run.model().parameters()[0], 1e-5);
    assertEquals("dev loss has not fallen for 3 epochs, best epoch " + best, run.stopReason());
  }

  private static double weight(double start, int steps) {
    return 1 - (1 - start) * Math.pow(0.9, steps);
  }

  @Test
  void a_drop_below_the_minimum_does_not_count() {
    // The dev loss falls all the time, but never by 1000.
    TrainingRun run =
        towardsOne()
            .earlyStopping(new EarlyStopping(4, 1000))
            .build()
            .fit(constant(1), constant(1));
    assertEquals(5, run.history().size());
  }

  @Test
  void early_stopping_needs_a_dev_set_and_sensible_numbers() {
    Trainer trainer = towardsOne().earlyStopping(EarlyStopping.patience(3)).build();
    assertEquals(
        "early stopping needs a dev set; call fit(train, dev), or leave earlyStopping out",
        refusal(() -> trainer.fit(constant(1))));
    assertEquals(
        "early stopping needs patience >= 1 and minimum drop >= 0, found 0 and 0.0",
        refusal(() -> EarlyStopping.patience(0)));
    assertTrue(refusal(() -> new EarlyStopping(1, Double.NaN)).endsWith("found 1 and NaN"));
  }

  @Test
  void features_are_standardised_unless_told_otherwise() {
    Dataset plain = data(30);
    double[] cells = new double[90];
    for (int i = 0; i < 30; i++) {
      for (int j = 0; j < 3; j++) {
        cells[3 * i + j] = 1000 * (j + 1) + 50 * plain.features().get(i, j);
      }
    }
    Dataset shifted = plain.withFeatures(new DenseFeatures(cells, 30, 3));
    Trainer trainer =
        Trainer.builder(new SquaredLoss(), new PlainSgd(0.1))
            .layers(new Dense(1))
            .epochs(50)
            .build();
    double[] one = trainer.fit(plain).model().scores(plain.features());
    double[] other = trainer.fit(shifted).model().scores(shifted.features());
    assertArrayEquals(one, other, 1e-4);
  }

  @Test
  void a_schedule_multiplies_the_rate_and_knows_the_length_of_the_run() {
    List<Long> totals = new ArrayList<>();
    TrainingRun run =
        linear(0.5)
            .epochs(2)
            .batchSize(4)
            .schedule(
                (step, total) -> {
                  totals.add(total);
                  return 1.0 / step;
                })
            .build()
            .fit(data(10));
    // Three batches an epoch: 4 + 4 + 2 rows.
    assertEquals(List.of(6L, 6L, 6L, 6L, 6L, 6L), totals);
    assertEquals(0.5 / 3, run.history().get(0).learningRate(), 1e-15);
    assertEquals(0.5 / 6, run.history().get(1).learningRate(), 1e-15);
  }

  @Test
  void a_listener_hears_of_every_epoch() {
    List<String> heard = new ArrayList<>();
    TrainingRun run =
        linear(0.1)
            .epochs(3)
            .listener((epoch, epochs) -> heard.add(epoch.number() + " of " + epochs))
            .build()
            .fit(data(5));
    assertEquals(List.of("1 of 3", "2 of 3", "3 of 3"), heard);
    assertEquals(3, run.history().size());
  }

  @Test
  void the_last_layer_must_have_the_outputs_that_the_loss_needs() {
    Dataset two =
        Dataset.classification(
            new DenseFeatures(new double[] {1, 2}, 2, 1), new double[] {0, 1}, List.of("a", "b"));
    assertEquals(
        "the softmax loss needs 2 outputs for Dataset[2 x 1, 2 classes [a, b]], the last layer"
            + " dense(units=1, bias=true) has 1",
        refusal(
            () ->
                Trainer.builder(new SoftmaxCrossEntropy(), new PlainSgd(1))
                    .layers(new Dense(1))
                    .build()
                    .fit(two)));
    assertTrue(
        refusal(
                () ->
                    Trainer.builder(new LogisticLoss(), new PlainSgd(1))
                        .layers(new Dense(1))
                        .build()
                        .fit(data(5)))
            .startsWith("the logistic loss is for class targets"));
  }

  @Test
  void a_recipe_out_of_range_is_refused_when_it_is_built() {
    assertEquals(
        "a trainer needs layers; call layers(...)",
        refusal(() -> Trainer.builder(new SquaredLoss(), new PlainSgd(1)).build()));
    assertEquals(
        "a trainer needs epochs >= 1 and batch size >= 0 (0 for full batches), found 0 and 0",
        refusal(() -> linear(1).epochs(0).build()));
    assertTrue(refusal(() -> linear(1).batchSize(-1).build()).endsWith("found 100 and -1"));
    assertThrows(
        PenaltyNotSupportedException.class,
        () -> linear(1).regularization(Regularization.of(new Incapable(), 1)).build());
  }

  @Test
  void a_learner_fits_the_recipe_at_a_lambda() {
    Dataset data = data(30);
    Trainer trainer = linear(0.1).epochs(20).build();
    Learner learner = trainer.learner(new Ridge());
    assertEquals(
        "network [dense(units=1, bias=true)] with squared loss and ridge by plain-sgd",
        learner.description());
    double free = learner.fit(data, data, 0).weights().norm();
    double held = learner.fit(data, data, 30).weights().norm();
    assertTrue(held < free, held + " against " + free);
    assertEquals(
        trainer.fit(data).model().weights().norm(), free, 0, "lambda 0 is the recipe without one");
    assertEquals(2, learner.fitAll(data, data, new double[] {0, 1}).size());
    assertFalse(learner.startsWarm());
  }

  private static String refusal(Runnable bad) {
    return assertThrows(IllegalArgumentException.class, bad::run).getMessage();
  }

  @Test
  void a_dev_set_of_other_classes_is_refused_before_training() {
    DenseFeatures x = new DenseFeatures(new double[] {1, 2, 3}, 3, 1);
    double[] y = {0, 1, 1};
    Trainer trainer =
        Trainer.builder(new LogisticLoss(), new PlainSgd(1)).layers(new Dense(1)).build();
    Dataset train = Dataset.classification(x, y, List.of("no", "yes"));
    Dataset dev = Dataset.classification(x, y, List.of("yes", "no"));
    assertEquals(
        "the model knows the classes [no, yes], the data have [yes, no]; read the data with the"
            + " model's classes, in the same order",
        assertThrows(IllegalArgumentException.class, () -> trainer.fit(train, dev)).getMessage());
  }

  @Test
  void a_dev_set_of_other_columns_is_refused() {
    Dataset train = data(20).withFeatureNames(List.of("a", "b", "c"));
    Dataset dev = data(10).withFeatureNames(List.of("a", "c", "b"));
    String message =
        assertThrows(
                IllegalArgumentException.class, () -> linear(0.1).epochs(1).build().fit(train, dev))
            .getMessage();
    assertTrue(message.startsWith("column 1 is 'c' where the model was fitted to 'b'"), message);
    assertEquals(
        List.of("a", "b", "c"), linear(0.1).epochs(1).build().fit(train).model().featureNames());
  }
}
