package dev.ridgeline.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.DenseFeatures;
import dev.ridgeline.doubles.PlainSgd;
import dev.ridgeline.doubles.Ridge;
import dev.ridgeline.evaluate.Evaluation;
import dev.ridgeline.layers.BatchNorm;
import dev.ridgeline.layers.Dense;
import dev.ridgeline.layers.LayerNorm;
import dev.ridgeline.layers.ReLU;
import dev.ridgeline.linalg.RandomStream;
import dev.ridgeline.losses.SquaredLoss;
import dev.ridgeline.network.FittedNetwork;
import dev.ridgeline.parameter.Role;
import dev.ridgeline.penalty.Regularization;
import dev.ridgeline.penalty.Selector;
import org.junit.jupiter.api.Test;

/** What becomes of running statistics in training, early stopping and prediction. */
class BatchNormTrainingTest {
  private static Dataset data(int n, long seed) {
    RandomStream random = new RandomStream(seed);
    double[] cells = new double[2 * n];
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      cells[2 * i] = (float) (5 + 3 * random.gaussian(2L * i));
      cells[2 * i + 1] = (float) (-1 + 0.5 * random.gaussian(2L * i + 1));
      y[i] = Math.sin(cells[2 * i]) + cells[2 * i + 1] + 0.3 * random.gaussian(1_000_000 + i);
    }
    return Dataset.regression(new DenseFeatures(cells, n, 2), y);
  }

  private static Trainer.Builder recipe() {
    return Trainer.builder(new SquaredLoss(), new PlainSgd(0.05))
        .layers(
            new BatchNorm(),
            new Dense(8, false),
            new BatchNorm(0.2, 1e-3),
            new ReLU(),
            new Dense(1))
        .standardize(false)
        .epochs(6)
        .batchSize(16)
        .seed(4);
  }

  private static float statistic(FittedNetwork model, String name, int j) {
    return (float) model.parameter(name).get(0, j);
  }

  // Values

  @Test
  void a_full_batch_is_measured_as_a_whole_however_large() {
    Dataset data = data(2500, 1);
    FittedNetwork model = recipe().batchSize(0).epochs(3).build().fit(data).model();
    for (int j = 0; j < 2; j++) {
      double mean = 0;
      for (int i = 0; i < data.rows(); i++) {
        mean += data.features().get(i, j) / data.rows();
      }
      double squares = 0;
      for (int i = 0; i < data.rows(); i++) {
        squares += Math.pow(data.features().get(i, j) - mean, 2);
      }
      double variance = squares / (data.rows() - 1);
      assertEquals(mean, statistic(model, "batch-norm1.mean", j), 1e-6 * Math.abs(mean));
      assertEquals(variance, statistic(model, "batch-norm1.variance", j), 1e-6 * variance);
    }
    assertEquals(2499 * (1 + 0.9 + 0.81), statistic(model, "batch-norm1.count", 0), 0.01);
  }

  @Test
  void dev_scores_during_training_are_those_of_the_model_that_is_returned() {
    Dataset dev = data(77, 2);
    TrainingRun run = recipe().build().fit(data(200, 1), dev);
    Epoch last = run.history().get(run.history().size() - 1);
    assertEquals(
        Evaluation.of(run.model(), dev).loss().value(), last.devLoss().getAsDouble(), 1e-12);
  }

  @Test
  void what_was_learnt_in_training_holds_in_prediction() {
    Dataset train = data(2000, 1);
    TrainingRun run = recipe().epochs(30).batchSize(100).build().fit(train);
    double inTraining = run.history().get(29).dataLoss();
    double inPrediction = run.model().objective().dataLoss();
    assertTrue(inTraining < 0.3, () -> "a loss worth comparing, found " + inTraining);
    assertEquals(inTraining, inPrediction, 0.05 * inTraining);
  }

  // Equivalences

  @Test
  void early_stopping_returns_the_statistics_of_the_best_epoch() {
    Dataset train = data(40, 1);
    Dataset dev = data(20, 2);
    TrainingRun stopped =
        recipe().epochs(60).earlyStopping(EarlyStopping.patience(3)).build().fit(train, dev);
    int best = stopped.history().size() - 3;
    assertTrue(best > 1 && best < 57, () -> "a best epoch in the middle, found " + best);
    float[] expected = recipe().epochs(best).build().fit(train, dev).model().parameters();
    // The schedule is constant, so the number of epochs changes nothing else.
    assertArrayEquals(expected, stopped.model().parameters());
  }

  @Test
  void a_weight_of_k_is_a_row_k_times_in_full_batches() {
    Dataset few = data(6, 3);
    Dataset weighted = few.withWeights(new double[] {1, 3, 0, 2, 1, 1});
    Dataset repeated = few.select(new int[] {0, 1, 1, 1, 3, 3, 4, 5});
    Trainer trainer = recipe().batchSize(0).epochs(40).build();
    FittedNetwork one = trainer.fit(weighted).model();
    FittedNetwork other = trainer.fit(repeated).model();
    for (var p : one.network().layout().parameters()) {
      // The running variance is unbiased: n of 64/16 effective rows, or of 8.
      double factor = p.spec().name().equals("variance") ? (4.0 / 3) / (8.0 / 7) : 1;
      for (int j = 0; j < p.spec().columns() && !p.spec().name().equals("count"); j++) {
        double expected = other.parameter(p.name()).get(0, j) * factor;
        double found = one.parameter(p.name()).get(0, j);
        assertEquals(expected, found, 1e-4 * (1 + Math.abs(expected)), p.name() + " " + j);
      }
    }
  }

  @Test
  void a_last_batch_of_one_row_trains_on_and_moves_no_statistics() {
    Dataset data = data(9, 1);
    FittedNetwork model = recipe().batchSize(4).epochs(1).build().fit(data).model();
    // Two batches of 4, the second after the first was scaled down, and nothing for the ninth row.
    assertEquals(3 + 0.9 * 3, statistic(model, "batch-norm1.count", 0), 1e-6);
  }

  @Test
  void clipping_shortens_gradients_and_leaves_moves_alone() {
    Dataset data = data(50, 1);
    FittedNetwork free = recipe().epochs(1).batchSize(0).build().fit(data).model();
    FittedNetwork clipped =
        recipe().epochs(1).batchSize(0).clipNorm(1e-6).build().fit(data).model();
    float[] start = recipe().build().network(data).initialize(4);
    double norm = 0;
    for (var p : free.network().layout().parameters()) {
      for (int i = p.offset(); i < p.end(); i++) {
        if (p.role() == Role.STATISTIC) {
          assertEquals(free.parameters()[i], clipped.parameters()[i], p.name());
          assertNotEquals(start[i], clipped.parameters()[i], p.name());
        } else {
          norm = Math.hypot(norm, clipped.parameters()[i] - start[i]);
        }
      }
    }
    // Rounding of weights near 1 is 6e-8 a cell, the step 0.05 times the norm.
    assertEquals(0.05 * 1e-6, norm, 1e-6);
  }

  // Penalties

  @Test
  void a_penalty_acts_on_gains_on_request_only_and_never_on_statistics() {
    Dataset data = data(50, 1);
    FittedNetwork free = recipe().build().fit(data).model();
    Regularization weights = Regularization.of(new Ridge(), 10);
    Regularization gains =
        Regularization.builder()
            .add(new Ridge(), 200, Selector.roles(Role.NORMALIZATION).inLayers("batch-norm2"))
            .build();
    FittedNetwork held = recipe().regularization(gains).build().fit(data).model();
    assertTrue(
        held.parameter("batch-norm2.gain").frobeniusNorm()
            < 0.7 * free.parameter("batch-norm2.gain").frobeniusNorm());
    String table = weights.table(free.network().layout(), 50);
    assertTrue(
        table.contains("excluded: no rule selects role normalization")
            && table.contains("excluded: measured, not trained"),
        table);
    assertEquals(8 * 2 + 8, free.weights().count());
    assertEquals(
        "network of 2 inputs: batch-norm(momentum=0.1, epsilon=1.0E-5) > dense(units=8, bias=false)"
            + " > batch-norm(momentum=0.2, epsilon=0.001) > relu > dense(units=1, bias=true), 45"
            + " parameters and 22 running statistics",
        free.network().toString());
  }

  // Errors

  @Test
  void batches_of_one_row_are_refused() {
    String text =
        assertThrows(
                IllegalArgumentException.class, () -> recipe().batchSize(1).build().fit(data(5, 1)))
            .getMessage();
    assertEquals(
        "a batch of one row has no spread to normalise by: [batch-norm(momentum=0.1,"
            + " epsilon=1.0E-5), batch-norm(momentum=0.2, epsilon=0.001)] need batches of at least"
            + " 2 rows, found batch size 1 for 5 rows; use layer-norm, or larger batches",
        text);
    assertEquals(
        1,
        recipe()
            .layers(new Dense(3), new LayerNorm(), new Dense(1))
            .batchSize(1)
            .epochs(1)
            .build()
            .fit(data(5, 1))
            .history()
            .size());
  }

  @Test
  void a_penalty_on_statistics_is_refused() {
    assertEquals(
        "a penalty cannot act on role STATISTIC, which is measured and not trained; allowed are"
            + " WEIGHT, BIAS and NORMALIZATION",
        assertThrows(IllegalArgumentException.class, () -> Selector.roles(Role.STATISTIC))
            .getMessage());
  }
}
