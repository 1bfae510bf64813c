package dev.ridgeline.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.FloatFeatures;
import dev.ridgeline.doubles.Lasso;
import dev.ridgeline.doubles.PlainSgd;
import dev.ridgeline.doubles.Ridge;
import dev.ridgeline.layers.BatchNorm;
import dev.ridgeline.layers.Dense;
import dev.ridgeline.layers.Dropout;
import dev.ridgeline.layers.ReLU;
import dev.ridgeline.linalg.RandomStream;
import dev.ridgeline.losses.SoftmaxCrossEntropy;
import dev.ridgeline.losses.SquaredLoss;
import dev.ridgeline.optimizer.Block;
import dev.ridgeline.optimizer.Optimizer;
import dev.ridgeline.penalty.Regularization;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ResumeTest {
  /** A rule with memory that also depends on the number of the step. */
  private record HeavyBall(double learningRate) implements Optimizer {
    @Override
    public int slots() {
      return 1;
    }

    @Override
    public boolean isPerCoordinate() {
      return false;
    }

    @Override
    public void update(Block block) {
      float[] w = block.weights();
      float[] v = block.slot(0);
      double kept = 0.9 - 1.0 / (block.step() + 2);
      for (int i = block.from(); i < block.to(); i++) {
        v[i] = (float) (kept * v[i] + block.gradients()[i]);
        w[i] = (float) (w[i] - block.rate() * v[i]);
      }
    }

    @Override
    public String toString() {
      return "heavy-ball(learning-rate=" + learningRate + ")";
    }
  }

  private static Dataset data(int n, long seed) {
    RandomStream random = new RandomStream(seed);
    float[] cells = new float[4 * n];
    double[] y = new double[n];
    double[] weights = new double[n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < 4; j++) {
        cells[4 * i + j] = (float) (3 + random.gaussian(4L * i + j));
      }
      y[i] = cells[4 * i] > cells[4 * i + 1] ? 2 : random.below(i, 3);
      weights[i] = 1 + i % 3;
    }
    return Dataset.classification(new FloatFeatures(cells, n, 4), y, List.of("a", "b", "c"))
        .withWeights(weights);
  }

  private static final Dataset TRAIN = data(50, 1);
  private static final Dataset DEV = data(30, 2);

  /** 50 rows in batches of 16: four steps an epoch, the last one short. */
  private static Trainer.Builder recipe() {
    return Trainer.builder(new SoftmaxCrossEntropy(), new HeavyBall(0.05))
        .layers(new Dense(6), new BatchNorm(), new ReLU(), new Dropout(0.3), new Dense(3))
        .schedule((step, total) -> 1 - 0.5 * step / total)
        .regularization(Regularization.of(new Ridge(), 0.5))
        .clipNorm(0.7)
        .batchSize(16)
        .epochs(5)
        .seed(9);
  }

  private static List<TrainingState> states(Trainer.Builder recipe, Every every, boolean dev) {
    List<TrainingState> states = new ArrayList<>();
    Trainer trainer = recipe.checkpoints(every, states::add).build();
    if (dev) {
      trainer.fit(TRAIN, DEV);
    } else {
      trainer.fit(TRAIN);
    }
    return List.copyOf(states);
  }

  private static void assertSame(TrainingRun expected, TrainingRun found) {
    assertArrayEquals(expected.model().parameters(), found.model().parameters());
    assertEquals(expected.history(), found.history());
    assertEquals(expected.stopReason(), found.stopReason());
    assertEquals(expected.model().objective(), found.model().objective());
    assertEquals(expected.model().fitStatus(), found.model().fitStatus());
    assertArrayEquals(
        expected.model().scores(DEV.features()), found.model().scores(DEV.features()));
  }

  @Test
  void a_run_that_is_left_after_any_step_ends_in_the_bits_of_one_that_is_not() {
    TrainingRun whole = recipe().build().fit(TRAIN);
    List<TrainingState> states = states(recipe(), Every.steps(1), false);
    assertEquals(20, states.size());
    for (int k = 0; k < states.size(); k++) {
      assertEquals(k + 1, states.get(k).steps());
      assertEquals((k + 1) % 4 * 16, states.get(k).row());
      assertSame(whole, recipe().build().resume(states.get(k), TRAIN));
      assertSame(whole, recipe().threads(3).build().resume(states.get(k), TRAIN));
    }
  }

  @Test
  void checkpoints_change_nothing_in_the_run_that_makes_them() {
    TrainingRun whole = recipe().build().fit(TRAIN, DEV);
    assertSame(whole, recipe().checkpoints(Every.steps(3), s -> {}).build().fit(TRAIN, DEV));
  }

  @Test
  void early_stopping_resumes_with_its_best_epoch() {
    // A rate that soon makes the dev loss rise, so that the best epoch is not the last.
    Trainer.Builder steep = recipe().schedule((s, t) -> 12).epochs(30);
    steep.earlyStopping(EarlyStopping.patience(4));
    TrainingRun whole = steep.build().fit(TRAIN, DEV);
    assertTrue(whole.stopReason().startsWith("dev loss has not fallen"), whole.stopReason());
    List<TrainingState> states = states(steep, Every.steps(1), true);
    assertEquals(whole.history().size() * 4, states.size());
    assertTrue(states.stream().anyMatch(s -> s.row() > 0 && s.best().isPresent()));
    for (TrainingState state : states) {
      assertSame(whole, steep.build().resume(state, TRAIN, DEV));
    }
    assertThrows(IllegalArgumentException.class, () -> steep.build().resume(states.get(0), TRAIN));
  }

  @Test
  void full_batches_and_a_prox_resume_too() {
    Trainer.Builder full = recipe().batchSize(0).regularization(Regularization.of(new Lasso(), 2));
    TrainingRun whole = full.build().fit(TRAIN);
    for (TrainingState state : states(full, Every.epochs(2), false)) {
      assertSame(whole, full.build().resume(state, TRAIN));
    }
  }

  @Test
  void states_are_due_after_every_so_many_steps_or_epochs_and_at_the_end() {
    assertEquals(
        List.of(7L, 14L, 20L),
        states(recipe(), Every.steps(7), false).stream().map(TrainingState::steps).toList());
    assertEquals(
        List.of(8L, 16L, 20L),
        states(recipe(), Every.epochs(2), false).stream().map(TrainingState::steps).toList());
    assertEquals(
        List.of(20L),
        states(recipe(), Every.steps(20), false).stream().map(TrainingState::steps).toList());
    assertThrows(IllegalArgumentException.class, () -> Every.steps(0));
    assertEquals("every 3 epochs", Every.epochs(3).toString());
  }

  @Test
  void a_resumed_run_goes_on_with_the_same_rhythm() {
    TrainingState fifth = states(recipe(), Every.steps(5), false).get(0);
    List<Long> begun = new ArrayList<>();
    List<Long> saved = new ArrayList<>();
    CheckpointSink sink =
        new CheckpointSink() {
          @Override
          public void begin(long steps) {
            begun.add(steps);
          }

          @Override
          public void save(TrainingState state) {
            saved.add(state.steps());
          }
        };
    recipe().checkpoints(Every.steps(6), sink).build().resume(fifth, TRAIN);
    recipe().checkpoints(Every.steps(6), sink).build().fit(TRAIN);
    assertEquals(List.of(5L, 0L), begun);
    assertEquals(List.of(6L, 12L, 18L, 20L, 6L, 12L, 18L, 20L), saved);
  }

  @Test
  void a_state_is_a_snapshot_that_training_leaves_alone() {
    List<float[]> seen = new ArrayList<>();
    List<TrainingState> states = new ArrayList<>();
    CheckpointSink sink =
        state -> {
          seen.add(state.parameters().clone());
          seen.add(state.optimizer().slot(0).clone());
          states.add(state);
        };
    recipe().checkpoints(Every.steps(1), sink).build().fit(TRAIN);
    for (int k = 0; k < states.size(); k++) {
      recipe().build().resume(states.get(k), TRAIN);
      assertArrayEquals(seen.get(2 * k), states.get(k).parameters());
      assertArrayEquals(seen.get(2 * k + 1), states.get(k).optimizer().slot(0));
    }
    assertFalse(Arrays.equals(seen.get(0), seen.get(2)));
  }

  @Test
  void a_sink_that_fails_ends_the_run() {
    Trainer trainer =
        recipe()
            .checkpoints(
                Every.steps(2),
                state -> {
                  throw new IllegalStateException("full at " + state.steps());
                })
            .build();
    IllegalStateException error =
        assertThrows(IllegalStateException.class, () -> trainer.fit(TRAIN));
    assertEquals("full at 2", error.getMessage());
  }

  @Test
  void a_state_of_another_recipe_is_refused_with_what_differs() {
    TrainingState state = states(recipe(), Every.steps(5), false).get(0);
    Map<String, Consumer<Trainer.Builder>> changes =
        Map.of(
            "batch size: the state has 16, this run has 10",
            b -> b.batchSize(10),
            "seed: the state has 9, this run has 8",
            b -> b.seed(8),
            "epochs: the state has 5, this run has 6",
            b -> b.epochs(6),
            "standardised: the state has true, this run has false",
            b -> b.standardize(false),
            "norm of clipping: the state has 0.7, this run has Infinity",
            b -> b.clipNorm(Double.POSITIVE_INFINITY),
            "this run has a function with factors 1, 1, 1, 1, 1",
            b -> b.schedule((s, t) -> 1),
            "this run has " + new Lasso() + " at lambda 0.5",
            b -> b.regularization(Regularization.of(new Lasso(), 0.5)),
            "parameters: the state has 76, this run has 35",
            b -> b.layers(new Dense(4), new Dense(3)));
    changes.forEach(
        (expected, change) -> {
          Trainer.Builder other = recipe();
          change.accept(other);
          String message =
              assertThrows(IllegalArgumentException.class, () -> other.build().resume(state, TRAIN))
                  .getMessage();
          assertTrue(message.contains(expected), message);
          assertTrue(message.startsWith("the state belongs to another run ("), message);
          assertTrue(message.endsWith("or begin anew with fit"), message);
        });
    Trainer sgd = Trainer.builder(new SquaredLoss(), new PlainSgd(1)).layers(new Dense(1)).build();
    Dataset regression = Dataset.regression(TRAIN.features(), TRAIN.targets());
    String message =
        assertThrows(IllegalArgumentException.class, () -> sgd.resume(state, regression))
            .getMessage();
    assertTrue(message.contains("loss: the state has softmax"), message);
    assertTrue(message.contains("optimizer: the state has heavy-ball"), message);
  }

  /** Warms up over 7 steps whatever the number of epochs. */
  private static Trainer.Builder lasting(int epochs) {
    return recipe().schedule((step, total) -> Math.min(1, step / 7.0)).epochs(epochs);
  }

  @Test
  void a_run_is_trained_on_to_the_bits_of_one_that_had_more_epochs_from_the_beginning() {
    TrainingRun whole = lasting(8).build().fit(TRAIN);
    for (TrainingState state : states(lasting(5), Every.steps(3), false)) {
      assertSame(whole, lasting(8).build().resume(state, TRAIN));
    }
    // And fewer epochs, as long as they are not over.
    TrainingState early = states(lasting(8), Every.steps(3), false).get(2);
    assertSame(lasting(5).build().fit(TRAIN), lasting(5).build().resume(early, TRAIN));
  }

  @Test
  void training_on_is_refused_where_the_schedule_goes_by_the_number_of_epochs() {
    List<TrainingState> states = states(recipe(), Every.steps(5), false);
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> recipe().epochs(10).build().resume(states.get(0), TRAIN))
            .getMessage();
    assertEquals(
        "the state belongs to another run (epochs: the state has 5, this run has 10, for which the"
            + " schedule gives step 1 the factor 0.9875 in place of 0.975: a run can be trained on"
            + " under a schedule that does not depend on the number of epochs); resume it with the"
            + " recipe and the data that it was made with, or begin anew with fit",
        message);
  }

  @Test
  void fewer_epochs_than_are_done_are_refused() {
    List<TrainingState> states = states(lasting(5), Every.epochs(4), false);
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> lasting(3).build().resume(states.get(0), TRAIN))
            .getMessage();
    assertTrue(
        message.contains("epochs: the state has 5, this run has 3 but the state has done 4"),
        message);
  }

  @Test
  void training_on_does_not_hide_another_schedule_or_seed() {
    TrainingState state = states(lasting(5), Every.steps(5), false).get(0);
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> lasting(6).schedule((s, t) -> 1).seed(8).build().resume(state, TRAIN))
            .getMessage();
    assertTrue(message.contains("seed: the state has 9, this run has 8"), message);
    assertTrue(message.contains("schedule: the state has a function with"), message);
  }

  @Test
  void a_state_of_other_data_is_refused() {
    TrainingState state = states(recipe(), Every.steps(5), true).get(0);
    Trainer same = recipe().build();
    Dataset otherTarget =
        Dataset.classification(TRAIN.features(), DEV.select(rows(50)).targets(), TRAIN.classNames())
            .withWeights(TRAIN.weights());
    List<Dataset> others =
        List.of(
            data(51, 1),
            data(50, 3),
            otherTarget,
            TRAIN.withWeights(DEV.select(rows(50)).withWeights(ones(50)).weights()),
            TRAIN.select(rows(50)));
    for (Dataset other : others) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> same.resume(state, other, DEV))
              .getMessage();
      assertTrue(message.contains("training data: the state has Dataset[50 x 4, 3"), message);
    }
    String message =
        assertThrows(IllegalArgumentException.class, () -> same.resume(state, TRAIN)).getMessage();
    assertTrue(message.contains("this run has none"), message);
    assertSame(same.fit(TRAIN, DEV), same.resume(state, data(50, 1), data(30, 2)));
  }

  private static int[] rows(int n) {
    int[] rows = new int[n];
    Arrays.setAll(rows, i -> (i * 7) % 30);
    return rows;
  }

  private static double[] ones(int n) {
    double[] ones = new double[n];
    Arrays.fill(ones, 1);
    return ones;
  }

  @Test
  void a_state_that_contradicts_itself_is_refused() {
    TrainingState s = states(recipe(), Every.steps(5), true).get(0);
    TrainingState wrongRow =
        new TrainingState(
            s.recipe(),
            17,
            s.lossSum(),
            s.parameters(),
            s.optimizer(),
            s.standardizer(),
            s.history(),
            s.best());
    String message =
        assertThrows(
                IllegalArgumentException.class, () -> recipe().build().resume(wrongRow, TRAIN, DEV))
            .getMessage();
    assertTrue(message.contains("no place that this run comes by"), message);
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new TrainingState(
                s.recipe(),
                0,
                Double.NaN,
                s.parameters(),
                s.optimizer(),
                s.standardizer(),
                s.history(),
                s.best()));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new TrainingState(
                s.recipe(),
                0,
                0,
                new float[3],
                s.optimizer(),
                s.standardizer(),
                s.history(),
                s.best()));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new TrainingState(
                s.recipe(),
                0,
                0,
                s.parameters(),
                s.optimizer(),
                s.standardizer(),
                s.history(),
                Optional.of(new TrainingState.Best(3, s.parameters()))));
  }

  @Test
  void a_lambda_search_takes_no_checkpoints() {
    Trainer trainer = recipe().checkpoints(Every.epochs(1), state -> {}).build();
    assertThrows(IllegalStateException.class, () -> trainer.learner(new Ridge()));
  }
}
