package dev.ridgeline.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.DenseFeatures;
import dev.ridgeline.doubles.PlainSgd;
import dev.ridgeline.doubles.Ridge;
import dev.ridgeline.layers.Dense;
import dev.ridgeline.layers.ReLU;
import dev.ridgeline.losses.SquaredLoss;
import dev.ridgeline.optimizer.Block;
import dev.ridgeline.optimizer.Optimizer;
import dev.ridgeline.penalty.Regularization;
import java.util.List;
import org.junit.jupiter.api.Test;

class DivergenceTest {
  /** Writes NaN into every cell at one step. */
  private record Poison(long atStep) implements Optimizer {
    @Override
    public double learningRate() {
      return 0.01;
    }

    @Override
    public int slots() {
      return 0;
    }

    @Override
    public boolean isPerCoordinate() {
      return false;
    }

    @Override
    public void update(Block block) {
      for (int i = block.from(); i < block.to() && block.step() == atStep; i++) {
        block.weights()[i] = Float.NaN;
      }
    }

    @Override
    public String toString() {
      return "poison";
    }
  }

  private final Dataset ten =
      Dataset.regression(
          new DenseFeatures(new double[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, 10, 1), new double[10]);

  /** Three steps an epoch, of 4, 4 and 2 rows; two epochs. */
  private Trainer.Builder poisoned(long step) {
    return Trainer.builder(new SquaredLoss(), new Poison(step))
        .layers(new Dense(1))
        .batchSize(4)
        .epochs(2);
  }

  private static String failure(Runnable bad) {
    return assertThrows(ArithmeticException.class, bad::run).getMessage();
  }

  @Test
  void a_loss_that_is_nan_is_refused_with_step_epoch_and_parameter() {
    assertEquals(
        "the training loss is NaN at step 5 (epoch 2); the first parameter out of bounds is"
            + " dense1.weight with norm NaN; use a smaller learning rate than 0.01, or standardise"
            + " the features",
        failure(() -> poisoned(4).build().fit(ten)));
  }

  @Test
  void the_epoch_is_right_in_a_short_last_batch() {
    String text = failure(() -> poisoned(5).build().fit(ten));
    assertTrue(text.startsWith("the training loss is NaN at step 6 (epoch 2)"), text);
  }

  @Test
  void a_penalty_or_dev_loss_that_is_nan_is_refused_at_the_step_that_was_done() {
    Trainer penalised = poisoned(3).regularization(Regularization.of(new Ridge(), 1)).build();
    String byPenalty = failure(() -> penalised.fit(ten));
    assertTrue(byPenalty.startsWith("the penalty is NaN at step 3 (epoch 1)"), byPenalty);
    String byDev = failure(() -> poisoned(3).build().fit(ten, ten));
    assertTrue(byDev.startsWith("the dev loss is NaN at step 3 (epoch 1)"), byDev);
  }

  @Test
  void the_last_step_is_watched_too() {
    String text = failure(() -> poisoned(6).build().fit(ten));
    assertTrue(text.startsWith("the training loss is NaN at step 6 (epoch 2)"), text);
  }

  @Test
  void a_learning_rate_that_is_far_too_large_is_named() {
    Trainer wild =
        Trainer.builder(new SquaredLoss(), new PlainSgd(1e6)).layers(new Dense(1)).build();
    Dataset line =
        Dataset.regression(new DenseFeatures(new double[] {1, 2, 3}, 3, 1), new double[] {1, 2, 3});
    String text = failure(() -> wild.fit(line));
    assertTrue(text.contains(" at step "), text);
    assertTrue(text.contains("dense1.weight"), text);
    assertTrue(text.contains("use a smaller learning rate"), text);
  }

  /** Six rows of two columns, one cell of which no float can hold. */
  private static Dataset beyondFloats(int row, double value) {
    double[] cells = new double[12];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = i % 5 - 2;
    }
    cells[2 * row + 1] = value;
    return Dataset.regression(new DenseFeatures(cells, 6, 2), new double[] {1, 0, 1, 0, 1, 0})
        .withFeatureNames(List.of("age", "income"));
  }

  private static final String FLOATS =
      "; a network computes with floats, at most 3.4028235E38 in size (rows and columns count from"
          + " 0): measure the column in another unit, take its logarithm, or drop the row";

  private static String refusal(Runnable bad) {
    return assertThrows(IllegalArgumentException.class, bad::run).getMessage();
  }

  @Test
  void a_feature_that_no_float_can_hold_is_named() {
    for (int row = 0; row < 6; row++) {
      for (double value : new double[] {1e39, -1e39, 3.5e38, Double.MAX_VALUE}) {
        Dataset data = beyondFloats(row, value);
        String expected =
            "row " + row + ", column 1 (income) of the training data is " + value + FLOATS;
        for (int batch : new int[] {0, 1, 2, 4}) {
          Trainer trainer =
              Trainer.builder(new SquaredLoss(), new PlainSgd(1e-3))
                  .layers(new Dense(3), new Dense(1))
                  .standardize(false)
                  .batchSize(batch)
                  .epochs(2)
                  .build();
          assertEquals(expected, refusal(() -> trainer.fit(data)));
        }
      }
    }
  }

  @Test
  void a_feature_that_no_float_can_hold_is_named_where_the_loss_does_not_show_it() {
    // Units that an infinite input turns off: the loss is finite, the gradient 0 times infinity.
    for (int seed = 0; seed < 8; seed++) {
      Trainer trainer =
          Trainer.builder(new SquaredLoss(), new PlainSgd(1e-3))
              .layers(new Dense(1), new ReLU(), new Dense(1))
              .standardize(false)
              .clipNorm(seed % 2 == 0 ? 1 : Double.POSITIVE_INFINITY)
              .seed(seed)
              .build();
      assertEquals(
          "row 4, column 1 (income) of the training data is 1.0E39" + FLOATS,
          refusal(() -> trainer.fit(beyondFloats(4, 1e39))));
    }
  }

  @Test
  void a_dev_row_that_no_float_can_hold_is_named_with_what_standardising_made_of_it() {
    Trainer trainer = poisoned(100).build();
    Dataset dev =
        Dataset.regression(new DenseFeatures(new double[] {1, 2, 1e300}, 3, 1), new double[3]);
    String text = refusal(() -> trainer.fit(ten, dev));
    assertTrue(
        text.startsWith("row 2, column 0 (x0) of the dev data is 1.0E300, standardised 3.48"),
        text);
    assertTrue(text.endsWith(FLOATS), text);
  }

  @Test
  void large_features_that_floats_can_hold_are_no_excuse_for_a_loss_that_is_not_finite() {
    Trainer trainer =
        Trainer.builder(new SquaredLoss(), new PlainSgd(1e-3))
            .layers(new Dense(1))
            .standardize(false)
            .build();
    String text = failure(() -> trainer.fit(beyondFloats(4, 3e38)));
    assertTrue(text.contains("use a smaller learning rate"), text);
  }
}
