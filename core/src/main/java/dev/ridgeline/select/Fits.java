package dev.ridgeline.select;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.linalg.Decimal;
import dev.ridgeline.model.Learner;
import dev.ridgeline.model.Model;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Models at all lambdas on one or more training sets, side by side on some threads. */
final class Fits {
  private Fits() {}

  /**
   * A training set with the rows held out from it. The penalty's strength is lambda/m: a part of
   * the rows is fitted at the same part of lambda, so that the strength is that of the whole.
   *
   * @param share m of the training set over m of the whole
   */
  record Pair(Dataset train, Dataset dev, double share) {
    double[] scaled(double[] lambdas) {
      return Arrays.stream(lambdas).map(lambda -> share * lambda).toArray();
    }
  }

  /** A training set with the rows held out from it, and the lambdas to fit there in one go. */
  private record Job(Pair pair, double[] lambdas) {}

  /** One list a pair, with one model a lambda. */
  static List<List<Model>> of(Learner learner, List<Pair> pairs, double[] lambdas, int threads) {
    List<Job> jobs = new ArrayList<>();
    for (Pair pair : pairs) {
      if (learner.startsWarm()) {
        jobs.add(new Job(pair, pair.scaled(lambdas)));
        continue;
      }
      for (double lambda : pair.scaled(lambdas)) {
        jobs.add(new Job(pair, new double[] {lambda}));
      }
    }
    boolean named = lambdas.length > 1;
    List<Model> models =
        Parallel.map(threads, jobs, job -> fit(learner, job, named)).stream()
            .flatMap(List::stream)
            .toList();
    List<List<Model>> byPair = new ArrayList<>();
    for (int p = 0; p < pairs.size(); p++) {
      byPair.add(models.subList(p * lambdas.length, (p + 1) * lambdas.length));
    }
    return byPair;
  }

  /** Fits one job; a divergence says at which of several lambdas, where that is known. */
  private static List<Model> fit(Learner learner, Job job, boolean named) {
    try {
      return learner.fitAll(job.pair.train(), job.pair.dev(), job.lambdas);
    } catch (ArithmeticException diverged) {
      if (!named || job.lambdas.length > 1) {
        throw diverged;
      }
      ArithmeticException atLambda =
          new ArithmeticException(
              "at lambda "
                  + Decimal.exact(job.lambdas[0] / job.pair.share)
                  + ": "
                  + diverged.getMessage());
      atLambda.initCause(diverged);
      throw atLambda;
    }
  }
}
