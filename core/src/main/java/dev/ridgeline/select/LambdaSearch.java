package dev.ridgeline.select;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.KFold;
import dev.ridgeline.data.Split;
import dev.ridgeline.linalg.Decimal;
import dev.ridgeline.model.Learner;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Finds lambda: fits a model at every lambda of a grid or a path, scores it on rows that it was not
 * fitted to, says which lambdas overfit and which underfit, and chooses one. Immutable and
 * thread-safe; the number of threads does not change a bit of the result.
 *
 * <pre>{@code
 * SearchResult result = LambdaSearch.over(LambdaGrid.standard()).run(learner, split);
 * System.out.println(result);
 * }</pre>
 *
 * @param lambdas the lambdas to try: a {@link LambdaGrid} or a {@link LambdaPath}
 * @param rule how one is chosen
 * @param extensions how often at most the search goes on to ten times the largest lambda, while
 *     that one has the least dev loss; at least 0
 * @param threads how many lambdas or folds are fitted side by side, at least 1
 */
public record LambdaSearch(Lambdas lambdas, Rule rule, int extensions, int threads) {
  /**
   * Checks the numbers.
   *
   * @param lambdas the lambdas to try: a {@link LambdaGrid} or a {@link LambdaPath}
   * @param rule how one is chosen
   * @param extensions how often at most the search goes on beyond the grid, at least 0
   * @param threads how many are fitted side by side, at least 1
   * @throws IllegalArgumentException if one is out of range
   */
  public LambdaSearch {
    if (threads < 1 || extensions < 0) {
      throw new IllegalArgumentException(
          "a search needs threads >= 1 and extensions >= 0, found "
              + threads
              + " and "
              + extensions);
    }
  }

  /**
   * A search by least dev loss on one thread, of these lambdas alone.
   *
   * @param lambdas the lambdas to try: a {@link LambdaGrid} or a {@link LambdaPath}
   * @return the search
   */
  public static LambdaSearch over(Lambdas lambdas) {
    return new LambdaSearch(lambdas, Rule.MIN, 0, 1);
  }

  /**
   * The same search by another rule.
   *
   * @param other how a lambda is chosen
   * @return a new search
   */
  public LambdaSearch withRule(Rule other) {
    return new LambdaSearch(lambdas, other, extensions, threads);
  }

  /**
   * The same search, going beyond the grid where the grid is too low.
   *
   * @param most how often at most it goes on to ten times the largest lambda
   * @return a new search
   */
  public LambdaSearch withExtensions(int most) {
    return new LambdaSearch(lambdas, rule, most, threads);
  }

  /**
   * The same search on more threads.
   *
   * @param count at least 1
   * @return a new search
   */
  public LambdaSearch withThreads(int count) {
    return new LambdaSearch(lambdas, rule, extensions, count);
  }

  /**
   * Fits on train, chooses on dev, and looks at test once, with the chosen model.
   *
   * @param learner what to fit
   * @param split raw data
   * @return scores, choice and test scores
   * @throws ArithmeticException if a fit of the grid diverges or predicts NaN, naming the lambda
   */
  public SearchResult run(Learner learner, Split split) {
    return run(learner, split.train(), split.dev()).withTest(split.test());
  }

  /**
   * Fits on train and chooses on dev.
   *
   * @param learner what to fit
   * @param train raw data to fit to
   * @param dev raw data to choose on
   * @return scores and choice, without test scores
   * @throws ArithmeticException if a fit of the grid diverges or predicts NaN, naming the lambda
   */
  public SearchResult run(Learner learner, Dataset train, Dataset dev) {
    return search(learner, train, new DevSetScoring(train, dev));
  }

  /**
   * Chooses by k-fold cross-validation: every lambda meets the same folds, the standard errors come
   * from the spread over folds, and the models that are kept are fitted to all rows. A fold trains
   * on m_f of m examples and is fitted at lambda m_f / m, so that the strength lambda/m that is
   * judged is the strength that is kept (as in glmnet). A learner that standardises does so on the
   * rows that a fold trains on, so that nothing of the rows held out leaks into the fit; the l1
   * part of a strength then acts on another scale in each fold, as in glmnet.
   *
   * <p>A learner that stops early looks at the first fold's dev rows for that when it fits the
   * models that are kept, although it is fitted to them too.
   *
   * @param learner what to fit
   * @param data raw data, all of it used for fitting and choosing
   * @param folds of this data
   * @return scores and choice; see {@link SearchResult#withTest} for test scores
   * @throws ArithmeticException if a fit of the grid diverges or predicts NaN, naming the lambda
   */
  public SearchResult run(Learner learner, Dataset data, KFold folds) {
    return search(learner, data, new FoldScoring(data, folds));
  }

  private SearchResult search(Learner learner, Dataset train, Scoring scoring) {
    double[] grid = lambdas.grid(learner, train).values();
    SearchTally tally = new SearchTally(scoring.score(learner, grid, threads));
    List<String> notes = new ArrayList<>();
    for (int i = 0; i < extensions && tally.largestIsBest() && notes.isEmpty(); i++) {
      double next = 10 * tally.largest();
      try {
        tally = tally.with(scoring.score(learner, new double[] {next}, threads));
      } catch (IllegalArgumentException | ArithmeticException failed) {
        notes.add("lambda " + Decimal.exact(next) + " was not tried: " + failed.getMessage());
      }
    }
    SearchTally all = tally;
    List<Trial> trials = IntStream.range(0, all.size()).mapToObj(all::trial).toList();
    return new SearchResult(
        learner.description(), trials, rule, scoring.heldOut(), Optional.empty(), notes);
  }
}
