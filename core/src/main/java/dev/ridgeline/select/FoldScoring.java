package dev.ridgeline.select;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.KFold;
import dev.ridgeline.model.Learner;
import dev.ridgeline.model.Model;
import java.util.ArrayList;
import java.util.List;

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
    List<List<Model>> models = Fits.of(learner, pairs, lambdas, threads);
    List<Scored> scored = new ArrayList<>();
    for (int i = 0; i < lambdas.length; i++) {
      List<HeldOut> ofFolds = new ArrayList<>();
      for (int f = 0; f < folds.folds(); f++) {
        Fits.Pair pair = pairs.get(f);
        ofFolds.add(HeldOut.onDev(models.get(f).get(i), pair.train(), pair.dev()));
      }
      Model kept = models.get(folds.folds()).get(i);
      scored.add(new Scored(lambdas[i], HeldOut.overFolds(ofFolds), kept));
    }
    return scored;
  }

  @Override
  public String heldOut() {
    return folds.folds() + " folds";
  }
}
