package dev.ridgeline.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.DenseFeatures;
import dev.ridgeline.doubles.PlainSgd;
import dev.ridgeline.doubles.Ridge;
import dev.ridgeline.layers.Dense;
import dev.ridgeline.losses.SquaredLoss;
import dev.ridgeline.optimizer.Block;
import dev.ridgeline.optimizer.Optimizer;
import dev.ridgeline.penalty.Regularization;
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
}
