package dev.ridgeline.train;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.ridgeline.data.Standardizer;
import dev.ridgeline.optimizer.OptimizerState;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A training run after some step: all that {@link Trainer#resume} needs to go on as if it had never
 * stopped, to the same bits. A snapshot: what it holds is not to be modified.
 *
 * @param recipe the run in words, name to text, such as "batch size" to "32": layers, loss,
 *     optimizer, schedule, penalties, seed, shape and checksum of the data; the number of threads
 *     is none of it
 * @param row rows of the current epoch that are done; 0 between two epochs
 * @param lossSum the current epoch's part of its mean training loss
 * @param parameters flat, copied
 * @param optimizer its memory and the count of steps, copied
 * @param standardizer fitted on the training set
 * @param history one record for each epoch that is complete
 * @param best under early stopping, the best epoch so far
 */
public record TrainingState(
    Map<String, String> recipe,
    int row,
    double lossSum,
    float[] parameters,
    OptimizerState optimizer,
    Standardizer standardizer,
    List<Epoch> history,
    Optional<Best> best) {
  /**
   * The epoch of the lowest dev loss so far.
   *
   * @param epoch its number, from 1
   * @param parameters flat, as they were after it; not to be modified
   */
  public record Best(int epoch, float[] parameters) {}

  /**
   * Copies and checks the parts against each other.
   *
   * @param recipe the run in words, name to text
   * @param row rows of the current epoch that are done; 0 between two epochs
   * @param lossSum the current epoch's part of its mean training loss
   * @param parameters flat, copied
   * @param optimizer its memory and the count of steps, copied
   * @param standardizer fitted on the training set
   * @param history one record for each epoch that is complete
   * @param best under early stopping, the best epoch so far
   * @throws IllegalArgumentException if the parts contradict each other, with what was found
   */
  public TrainingState {
    recipe = ImmutableMap.copyOf(recipe);
    history = ImmutableList.copyOf(history);
    if (row < 0 || !Double.isFinite(lossSum) || optimizer.size() != parameters.length) {
      throw new IllegalArgumentException(
          "a training state needs a row >= 0, a finite loss and the optimizer's memory for each"
              + " parameter, found row "
              + row
              + ", loss "
              + lossSum
              + ", "
              + parameters.length
              + " parameters and memory for "
              + optimizer.size());
    }
    for (int i = 0; i < history.size(); i++) {
      if (history.get(i).number() != i + 1) {
        throw new IllegalArgumentException(
            "epoch " + history.get(i).number() + " stands at place " + (i + 1) + " of the history");
      }
    }
    if (best.isPresent()) {
      Best b = best.get();
      boolean known =
          b.epoch() >= 1
              && b.epoch() <= history.size()
              && history.get(b.epoch() - 1).devLoss().isPresent();
      if (!known || b.parameters().length != parameters.length) {
        throw new IllegalArgumentException(
            "the best epoch "
                + b.epoch()
                + " of "
                + history.size()
                + " needs a dev loss and "
                + parameters.length
                + " parameters, found "
                + b.parameters().length);
      }
      best = Optional.of(new Best(b.epoch(), b.parameters().clone()));
    }
    parameters = parameters.clone();
    optimizer = optimizer.copy();
  }

  /**
   * Optimizer steps done.
   *
   * @return at least 0
   */
  public long steps() {
    return optimizer.steps();
  }

  /** Where the run stands. */
  @Override
  public String toString() {
    return "TrainingState[step "
        + steps()
        + ", "
        + history.size()
        + " epochs and "
        + row
        + " rows done, "
        + parameters.length
        + " parameters]";
  }
}
