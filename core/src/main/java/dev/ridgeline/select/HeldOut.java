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
    Rows trainRows = Rows.of(train);
    Rows devRows = Rows.of(dev);
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
                trainRows,
                devRows));
      }
    }
    return all;
  }

  /** What the rows of a data set count for: one copy for all models. */
  private record Rows(double[] weights, double[] observations) {
    static Rows of(Dataset data) {
      return new Rows(data.weights(), data.observations());
    }

    Score mean(double[] values) {
      return Score.mean(values, weights, observations);
    }
  }

  private static HeldOut of(RowErrors onTrain, RowErrors onDev, Rows train, Rows dev) {
    return new HeldOut(
        train.mean(onTrain.losses()),
        train.mean(onTrain.errors()),
        dev.mean(onDev.losses()),
        dev.mean(onDev.errors()),
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
