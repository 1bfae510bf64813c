package dev.ridgeline.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a run has to show so far: its history and, under early stopping, its best epoch. */
final class Progress {
  private final Trainer recipe;
  private final List<Epoch> history = new ArrayList<>();
  private double bestLoss = Double.POSITIVE_INFINITY;
  private int bestEpoch;
  private float[] best = new float[0];

  Progress(Trainer recipe) {
    this.recipe = recipe;
  }

  /** Takes over what a run had to show when it was left. */
  void restore(TrainingState state) {
    history.addAll(state.history());
    state
        .best()
        .ifPresent(
            kept -> {
              bestEpoch = kept.epoch();
              bestLoss = history.get(bestEpoch - 1).devLoss().getAsDouble();
              best = kept.parameters().clone();
            });
  }

  /** Takes a complete epoch and the parameters after it, which are copied if they are the best. */
  void add(Epoch epoch, float[] parameters) {
    history.add(epoch);
    if (recipe.earlyStopping.isEmpty()) {
      return;
    }
    double loss = epoch.devLoss().getAsDouble();
    if (loss < bestLoss - recipe.earlyStopping.get().minimumDrop() || bestEpoch == 0) {
      bestLoss = loss;
      bestEpoch = epoch.number();
      best = parameters.clone();
    }
  }

  List<Epoch> history() {
    return history;
  }

  int epochs() {
    return history.size();
  }

  Optional<TrainingState.Best> best() {
    return bestEpoch == 0 ? Optional.empty() : Optional.of(new TrainingState.Best(bestEpoch, best));
  }

  /** Why there are no more epochs; empty as long as there are. */
  Optional<String> stopReason() {
    if (recipe.earlyStopping.isPresent() && bestEpoch > 0) {
      int patience = recipe.earlyStopping.get().patience();
      if (history.size() - bestEpoch >= patience) {
        return Optional.of(
            "dev loss has not fallen for " + patience + " epochs, best epoch " + bestEpoch);
      }
    }
    return history.size() < recipe.epochs
        ? Optional.empty()
        : Optional.of("all " + recipe.epochs + " epochs done");
  }

  /** The parameters that the fitted model gets. */
  float[] chosen(float[] last) {
    return bestEpoch == 0 ? last : best;
  }
}
