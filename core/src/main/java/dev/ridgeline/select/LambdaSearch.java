package dev.ridgeline.select;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.KFold;
import dev.ridgeline.data.Split;
import dev.ridgeline.evaluate.Evaluation;
import dev.ridgeline.model.Learner;
import dev.ridgeline.model.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds lambda: fits a model at every lambda of a grid, scores it on rows that it was not fitted
 * to, says which lambdas overfit and which underfit, and chooses one. Immutable and thread-safe;
 * the number of threads does not change a bit of the result.
 *
 * <pre>{@code
 * SearchResult result = LambdaSearch.over(LambdaGrid.standard()).run(learner, split);
 * System.out.println(result);
 * }</pre>
 *
 * @param grid the lambdas to try
 * @param rule how one is chosen
 * @param threads how many lambdas or folds are fitted side by side, at least 1
 */
public record LambdaSearch(LambdaGrid grid, Rule rule, int threads) {
  /**
   * Checks the number of threads.
   *
   * @param grid the lambdas to try
   * @param rule how one is chosen
   * @param threads how many are fitted side by side, at least 1
   * @throws IllegalArgumentException if below 1
   */
  public LambdaSearch {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, found " + threads);
    }
  }

  /**
   * A search by least dev loss on one thread.
   *
   * @param grid the lambdas to try
   * @return the search
   */
  public static LambdaSearch over(LambdaGrid grid) {
    return new LambdaSearch(grid, Rule.MIN, 1);
  }

  /**
   * The same search by another rule.
   *
   * @param other how a lambda is chosen
   * @return a new search
   */
  public LambdaSearch withRule(Rule other) {
    return new LambdaSearch(grid, other, threads);
  }

  /**
   * The same search on more threads.
   *
   * @param count at least 1
   * @return a new search
   */
  public LambdaSearch withThreads(int count) {
    return new LambdaSearch(grid, rule, count);
  }

  /**
   * Fits on train, chooses on dev, and looks at test once, with the chosen model.
   *
   * @param learner what to fit
   * @param split raw data
   * @return scores, choice and test scores
   */
  public SearchResult run(Learner learner, Split split) {
    return searchOnDev(learner, split.train(), split.dev(), Optional.of(split.test()));
  }

  /**
   * Fits on train and chooses on dev.
   *
   * @param learner what to fit
   * @param train raw data to fit to
   * @param dev raw data to choose on
   * @return scores and choice, without test scores
   */
  public SearchResult run(Learner learner, Dataset train, Dataset dev) {
    return searchOnDev(learner, train, dev, Optional.empty());
  }

  private SearchResult searchOnDev(
      Learner learner, Dataset train, Dataset dev, Optional<Dataset> test) {
    List<Model> models = fit(learner, List.of(new Pair(train, dev)));
    List<HeldOut> scores = new ArrayList<>();
    for (Model model : models) {
      scores.add(HeldOut.single(Evaluation.of(model, train), Evaluation.of(model, dev)));
    }
    return result(learner, models, scores, dev.rows() + " dev rows", test);
  }

  /**
   * Chooses by k-fold cross-validation: every lambda meets the same folds, the standard errors come
   * from the spread over folds, and the models are fitted to all rows at the end.
   *
   * @param learner what to fit
   * @param data raw data, all of it used for fitting and choosing
   * @param folds of this data
   * @return scores and choice, without test scores
   */
  public SearchResult run(Learner learner, Dataset data, KFold folds) {
    return searchByFolds(learner, data, folds, Optional.empty());
  }

  /**
   * Chooses by k-fold cross-validation and looks at a test set once, with the chosen model.
   *
   * @param learner what to fit
   * @param data raw data to fit to and choose on
   * @param folds of this data
   * @param test raw data that had no part in the choice
   * @return scores, choice and test scores
   */
  public SearchResult run(Learner learner, Dataset data, KFold folds, Dataset test) {
    return searchByFolds(learner, data, folds, Optional.of(test));
  }

  private SearchResult searchByFolds(
      Learner learner, Dataset data, KFold folds, Optional<Dataset> test) {
    List<Pair> pairs = new ArrayList<>();
    double[] devMass = new double[folds.folds()];
    for (int f = 0; f < folds.folds(); f++) {
      pairs.add(new Pair(folds.train(f), folds.dev(f)));
      devMass[f] = pairs.get(f).dev().weightSum();
    }
    // The last pair gives the models that are kept; early stopping there looks at the first fold.
    pairs.add(new Pair(data, pairs.get(0).dev()));
    List<Model> models = fit(learner, pairs);
    int lambdas = grid.values().length;
    List<HeldOut> scores = new ArrayList<>();
    for (int i = 0; i < lambdas; i++) {
      List<HeldOut> ofFolds = new ArrayList<>();
      for (int f = 0; f < devMass.length; f++) {
        Model model = models.get(f * lambdas + i);
        Pair pair = pairs.get(f);
        ofFolds.add(
            HeldOut.single(Evaluation.of(model, pair.train()), Evaluation.of(model, pair.dev())));
      }
      scores.add(HeldOut.overFolds(ofFolds, devMass));
    }
    List<Model> kept = models.subList(devMass.length * lambdas, models.size());
    return result(learner, kept, scores, devMass.length + " folds", test);
  }

  /** A training set with the rows held out from it. */
  private record Pair(Dataset train, Dataset dev) {}

  /** A training set with the rows held out from it, and the lambdas to fit there. */
  private record Job(Dataset train, Dataset dev, double[] lambdas) {}

  /** The models of the first pair for all lambdas, then those of the second, and so on. */
  private List<Model> fit(Learner learner, List<Pair> pairs) {
    List<Job> jobs = new ArrayList<>();
    for (Pair pair : pairs) {
      if (learner.startsWarm()) {
        jobs.add(new Job(pair.train(), pair.dev(), grid.values()));
        continue;
      }
      for (double lambda : grid.values()) {
        jobs.add(new Job(pair.train(), pair.dev(), new double[] {lambda}));
      }
    }
    List<List<Model>> fitted =
        Parallel.map(threads, jobs, job -> learner.fitAll(job.train(), job.dev(), job.lambdas()));
    return fitted.stream().flatMap(List::stream).toList();
  }

  private SearchResult result(
      Learner learner,
      List<Model> models,
      List<HeldOut> scores,
      String heldOut,
      Optional<Dataset> test) {
    double[] lambdas = grid.values();
    int best = 0;
    for (int i = 1; i < lambdas.length; i++) {
      double loss = scores.get(i).devLoss().value();
      best = loss <= scores.get(best).devLoss().value() ? i : best;
    }
    List<Trial> trials = new ArrayList<>();
    for (int i = 0; i < lambdas.length; i++) {
      HeldOut s = scores.get(i);
      Verdict verdict =
          Verdict.of(
              lambdas[i],
              s.devLoss().value(),
              lambdas[best],
              scores.get(best).devLoss().value(),
              scores.get(best).devLoss().standardError());
      trials.add(
          new Trial(
              lambdas[i],
              s.trainLoss(),
              s.trainError(),
              s.devLoss(),
              s.devError(),
              models.get(i).weights(),
              verdict,
              models.get(i)));
    }
    SearchResult chosen =
        new SearchResult(learner.description(), trials, rule, heldOut, Optional.empty());
    return new SearchResult(
        learner.description(),
        trials,
        rule,
        heldOut,
        test.map(t -> Evaluation.of(chosen.chosen().model(), t)));
  }
}
