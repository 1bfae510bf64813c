package dev.ridgeline.select;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.model.Learner;
import java.util.List;

/** Fits on one training set and scores on one dev set. */
record DevSetScoring(Dataset train, Dataset dev) implements Scoring {
  @Override
  public List<Scored> score(Learner learner, double[] lambdas, int threads) {
    Scored[] scored = new Scored[lambdas.length];
    Fits.run(
        learner,
        (only, rows, heldOut, some) -> learner.fitAll(rows, heldOut, some),
        List.of(new Fits.Pair(train, dev, 1)),
        lambdas,
        threads,
        (pair, first, models) -> {
          List<HeldOut> scores = HeldOut.onDev(learner, models, train, dev);
          for (int k = 0; k < models.size(); k++) {
            scored[first + k] = new Scored(lambdas[first + k], scores.get(k), models.get(k));
          }
        });
    return List.of(scored);
  }

  @Override
  public String heldOut() {
    return dev.rows() + " dev rows";
  }
}
