package dev.ridgeline.select;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.KFold;
import dev.ridgeline.model.Learner;
import dev.ridgeline.model.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Scores by k-fold cross-validation; keeps models fitted to all rows. */
record FoldScoring(Dataset data, KFold folds) implements Scoring {
  @Override
  public List<Scored> score(Learner learner, double[] lambdas, int threads) {
    List<Fits.Pair> pairs = new ArrayList<>();
    for (int f = 0; f < folds.folds(); f++) {
      Dataset train = folds.train(f);
      pairs.add(new Fits.Pair(train, folds.dev(f), train.weightSum() / data.weightSum()));
    }
    pairs.add(new Fits.Pair(data, pairs.get(0).dev(), 1));
    int whole = folds.folds();
    HeldOut[][] ofFolds = new HeldOut[lambdas.length][whole];
    Model[] kept = new Model[lambdas.length];
    // The models of the folds are scored where they are fitted, and not kept.
    Fits.run(
        learner,
        learner.onFolds(data, folds),
        pairs,
        lambdas,
        threads,
        (f, first, models) -> {
          Fits.Pair pair = pairs.get(f);
          List<HeldOut> scores =
              f == whole ? List.of() : HeldOut.onDev(learner, models, pair.train(), pair.dev());
          for (int k = 0; k < models.size(); k++) {
            if (f == whole) {
              kept[first + k] = models.get(k);
            } else {
              ofFolds[first + k][f] = scores.get(k);
            }
          }
        });
    return IntStream.range(0, lambdas.length)
        .mapToObj(k -> new Scored(lambdas[k], HeldOut.overFolds(List.of(ofFolds[k])), kept[k]))
        .toList();
  }

  @Override
  public String heldOut() {
    return folds.folds() + " folds";
  }
}
