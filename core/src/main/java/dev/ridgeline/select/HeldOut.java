package dev.ridgeline.select;

import dev.ridgeline.evaluate.Evaluation;
import dev.ridgeline.evaluate.Score;
import java.util.List;

/** Scores of one lambda over folds: means over folds, standard errors from the spread of folds. */
record HeldOut(Score trainLoss, Score trainError, Score devLoss, Score devError) {
  static HeldOut single(Evaluation train, Evaluation dev) {
    return new HeldOut(train.loss(), train.error(), dev.loss(), dev.error());
  }

  static HeldOut overFolds(List<HeldOut> folds, double[] devMass) {
    return new HeldOut(
        mean(folds.stream().map(HeldOut::trainLoss).toList(), devMass),
        mean(folds.stream().map(HeldOut::trainError).toList(), devMass),
        mean(folds.stream().map(HeldOut::devLoss).toList(), devMass),
        mean(folds.stream().map(HeldOut::devError).toList(), devMass));
  }

  /** Weighted mean of the folds' scores; se = sqrt(weighted variance / (k - 1)), as in glmnet. */
  private static Score mean(List<Score> folds, double[] mass) {
    double total = 0;
    double sum = 0;
    for (int f = 0; f < mass.length; f++) {
      total += mass[f];
      sum += mass[f] * folds.get(f).value();
    }
    double mean = sum / total;
    double squares = 0;
    for (int f = 0; f < mass.length; f++) {
      double d = folds.get(f).value() - mean;
      squares += mass[f] * d * d;
    }
    return new Score(mean, Math.sqrt(squares / total / (mass.length - 1)));
  }
}
