package dev.ridgeline.select;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.linalg.Decimal;
import dev.ridgeline.model.FoldLearner;
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
  record Pair(Dataset train, Dataset dev, double share) {}

  /** Takes models as soon as they are fitted, on the thread that fitted them. */
  @FunctionalInterface
  interface Taker {
    /** The models of a pair at some lambdas, from a number on; called once for each. */
    void take(int pair, int firstLambda, List<Model> models);
  }

  /** Some lambdas, from a number on, to fit to a pair in one go. */
  private record Job(int pair, int first, double[] lambdas) {}

  /**
   * Fits every pair at every lambda.
   *
   * @param learner says whether it gains from all lambdas at once
   * @param fits fits to a pair by its number
   */
  static void run(
      Learner learner,
      FoldLearner fits,
      List<Pair> pairs,
      double[] lambdas,
      int threads,
      Taker taker) {
    List<Job> jobs = new ArrayList<>();
    for (int p = 0; p < pairs.size(); p++) {
      double share = pairs.get(p).share();
      double[] scaled = Arrays.stream(lambdas).map(lambda -> share * lambda).toArray();
      if (learner.startsWarm()) {
        jobs.add(new Job(p, 0, scaled));
        continue;
      }
      for (int k = 0; k < scaled.length; k++) {
        jobs.add(new Job(p, k, new double[] {scaled[k]}));
      }
    }
    boolean named = lambdas.length > 1;
    Parallel.run(
        threads,
        jobs,
        job -> {
          taker.take(job.pair, job.first, fit(fits, job, pairs.get(job.pair), named));
        });
  }

  /** Fits one job; a divergence says at which of several lambdas, where that is known. */
  private static List<Model> fit(FoldLearner fits, Job job, Pair pair, boolean named) {
    try {
      return fits.fitAll(job.pair, pair.train(), pair.dev(), job.lambdas);
    } catch (ArithmeticException diverged) {
      if (!named || job.lambdas.length > 1) {
        throw diverged;
      }
      ArithmeticException atLambda =
          new ArithmeticException(
              "at lambda "
                  + Decimal.exact(job.lambdas[0] / pair.share)
                  + ": "
                  + diverged.getMessage());
      atLambda.initCause(diverged);
      throw atLambda;
    }
  }
}
