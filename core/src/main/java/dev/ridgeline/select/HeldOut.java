package dev.ridgeline.select;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.evaluate.RowErrors;
import dev.ridgeline.evaluate.Score;
import dev.ridgeline.model.Learner;
import dev.ridgeline.model.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Scores of one lambda, with the dev losses of the single rows, or folds, that they are made of:
 * the same rows or folds for every lambda, so that lambdas can be compared pair by pair.
 */
record HeldOut(
    Score trainLoss,
    Score trainError,
    Score devLoss,
    Score devError,
    double[] devLosses,
    double[] masses,
    double[] observations) {
  /** Scores of so many rows are made at once, over all models. */
  private static final int CELLS = 1 << 21;

  /** The scores of a learner's models, fitted to the same training set. */
  static List<HeldOut> onDev(Learner learner, List<Model> models, Dataset train, Dataset dev) {
    List<HeldOut> all = new ArrayList<>();
    int most = Math.max(1, CELLS / Math.max(1, Math.max(train.rows(), dev.rows())));
    for (int from = 0; from < models.size(); from += most) {
      List<Model> some = models.subList(from, Math.min(models.size(), from + most));
      List<double[]> onTrain = learner.scores(some, train.features());
      List<double[]> onDev = learner.scores(some, dev.features());
      for (int k = 0; k < some.size(); k++) {
        all.add(
            of(
                RowErrors.of(some.get(k), onTrain.get(k), train),
                RowErrors.of(some.get(k), onDev.get(k), dev),
                train,
                dev));
      }
    }
    return all;
  }

  private static HeldOut of(RowErrors onTrain, RowErrors onDev, Dataset train, Dataset dev) {
    return new HeldOut(
        Score.mean(onTrain.losses(), train.weights(), train.observations()),
        Score.mean(onTrain.errors(), train.weights(), train.observations()),
        Score.mean(onDev.losses(), dev.weights(), dev.observations()),
        Score.mean(onDev.errors(), dev.weights(), dev.observations()),
        onDev.losses(),
        dev.weights(),
        dev.observations());
  }

  /**
   * Means over folds, standard errors from their spread; a fold counts by the rows it holds out.
   */
  static HeldOut overFolds(List<HeldOut> folds) {
    double total = folds.stream().mapToDouble(HeldOut::mass).sum();
    double[] masses = folds.stream().mapToDouble(f -> f.mass() * folds.size() / total).toArray();
    double[] devLosses = values(folds, f -> f.devLoss.value());
    return new HeldOut(
        Score.mean(values(folds, f -> f.trainLoss.value()), masses),
        Score.mean(values(folds, f -> f.trainError.value()), masses),
        Score.mean(devLosses, masses),
        Score.mean(values(folds, f -> f.devError.value()), masses),
        devLosses,
        masses,
        masses);
  }

  /** How much higher the dev loss is than another's on the same rows or folds. */
  Score excessOver(HeldOut other) {
    double[] difference = new double[devLosses.length];
    for (int i = 0; i < difference.length; i++) {
      difference[i] = devLosses[i] - other.devLosses[i];
    }
    return Score.mean(difference, masses, observations);
  }

  private double mass() {
    double sum = 0;
    for (double m : masses) {
      sum += m;
    }
    return sum;
  }

  private static double[] values(List<HeldOut> folds, ToDoubleFunction<HeldOut> value) {
    return folds.stream().mapToDouble(value).toArray();
  }
}
