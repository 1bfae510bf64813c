package dev.ridgeline.select;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.model.Learner;
import dev.ridgeline.model.Model;
import java.util.List;
import java.util.stream.IntStream;

/** Fits on one training set and scores on one dev set. */
record DevSetScoring(Dataset train, Dataset dev) implements Scoring {
  @Override
  public List<Scored> score(Learner learner, double[] lambdas, int threads) {
    List<Model> models =
        Fits.of(learner, List.of(new Fits.Pair(train, dev, 1)), lambdas, threads).get(0);
    return IntStream.range(0, lambdas.length)
        .mapToObj(
            i -> new Scored(lambdas[i], HeldOut.onDev(models.get(i), train, dev), models.get(i)))
        .toList();
  }

  @Override
  public String heldOut() {
    return dev.rows() + " dev rows";
  }
}
