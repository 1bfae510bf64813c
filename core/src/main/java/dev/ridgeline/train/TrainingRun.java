package dev.ridgeline.train;

import com.google.common.collect.ImmutableList;
import dev.ridgeline.network.FittedNetwork;
import java.util.List;

/**
 * What a trainer returns.
 *
 * @param model the fitted network, with the parameters of the best epoch under early stopping
 * @param history one record an epoch
 * @param stopReason why training ended, one line
 */
public record TrainingRun(FittedNetwork model, List<Epoch> history, String stopReason) {
  /**
   * Copies the history.
   *
   * @param model the fitted network
   * @param history one record an epoch
   * @param stopReason why training ended, one line
   */
  public TrainingRun {
    history = ImmutableList.copyOf(history);
  }
}
