package dev.ridgeline.select;

import com.google.common.collect.ImmutableList;
import dev.ridgeline.data.Dataset;
import dev.ridgeline.evaluate.Evaluation;
import dev.ridgeline.linalg.Decimal;
import java.util.List;
import java.util.Optional;

/**
 * Every lambda of a search with its scores, and the choice. Immutable; prints as a table.
 *
 * @param description what was fitted
 * @param trials ascending in lambda
 * @param rule how the lambda was chosen
 * @param heldOut what the dev scores come from, such as "50 dev rows" or "5 folds"
 * @param test scores of the chosen model on the test set, looked at once; empty without one
 * @param notes what a reader should know of how the search went, such as a lambda that the learner
 *     refused
 */
public record SearchResult(
    String description,
    List<Trial> trials,
    Rule rule,
    String heldOut,
    Optional<Evaluation> test,
    List<String> notes) {
  /**
   * Copies the trials.
   *
   * @param description what was fitted
   * @param trials ascending in lambda
   * @param rule how the lambda was chosen
   * @param heldOut what the dev scores come from
   * @param test scores of the chosen model on the test set
   * @param notes what a reader should know of how the search went
   */
  public SearchResult {
    trials = ImmutableList.copyOf(trials);
    notes = ImmutableList.copyOf(notes);
  }

  /**
   * The trial that a rule chooses.
   *
   * @param by the rule
   * @return one of the trials
   */
  public Trial best(Rule by) {
    Trial least = trials.get(0);
    for (Trial t : trials) {
      least = t.devLoss().value() <= least.devLoss().value() ? t : least;
    }
    if (by == Rule.MIN) {
      return least;
    }
    double se = least.devLoss().standardError();
    double limit = least.devLoss().value() + (Double.isNaN(se) ? 0 : se);
    Trial simplest = least;
    for (Trial t : trials) {
      simplest = t.devLoss().value() <= limit && t.lambda() > simplest.lambda() ? t : simplest;
    }
    return simplest;
  }

  /**
   * The trial that this search's own rule chooses.
   *
   * @return one of the trials
   */
  public Trial chosen() {
    return best(rule);
  }

  /**
   * This result with the chosen model's scores on a test set that had no part in the choice.
   *
   * @param data raw data, looked at here and nowhere before
   * @return a new result
   * @throws IllegalStateException if a test set was looked at already: a second look would choose
   */
  public SearchResult withTest(Dataset data) {
    if (test.isPresent()) {
      throw new IllegalStateException(
          "the test set was looked at already: " + test.get() + "; it is for one look at the end");
    }
    Evaluation look = Evaluation.of(chosen().model(), data);
    return new SearchResult(description, trials, rule, heldOut, Optional.of(look), notes);
  }

  /**
   * What to try next, where the grid may be too narrow.
   *
   * @return a sentence; empty if the best lambda has a worse one on either side
   */
  public Optional<String> advice() {
    Trial least = best(Rule.MIN);
    if (trials.size() > 1 && least.weights().zeroShare() == 1) {
      return Optional.of(
          "at the best lambda all weights are 0: on the rows held out, no model was better than a"
              + " constant");
    }
    if (trials.size() > 1 && least == trials.get(trials.size() - 1)) {
      return Optional.of(
          "the best lambda is the largest of the grid: try larger ones, such as "
              + Decimal.exact(10 * Math.max(least.lambda(), 0.1)));
    }
    if (trials.size() > 1 && least == trials.get(0) && least.lambda() > 0) {
      return Optional.of(
          "the best lambda is the smallest of the grid: try smaller ones, such as "
              + Decimal.exact(least.lambda() / 10));
    }
    return Optional.empty();
  }

  /** The table, the choice, and the test scores. */
  @Override
  public String toString() {
    return SearchTable.render(this);
  }
}
