package dev.ridgeline.select;

import dev.ridgeline.linalg.Decimal;
import java.util.ArrayList;
import java.util.List;

/** The scored lambdas of a search so far, ascending. */
final class SearchTally {
  private final List<Scoring.Scored> scored;
  private final Scoring.Scored best;

  SearchTally(List<Scoring.Scored> scored) {
    this.scored = scored;
    Scoring.Scored least = scored.get(0);
    for (Scoring.Scored s : scored) {
      checkFinite("training", s.lambda(), s.scores().trainLoss().value());
      checkFinite("dev", s.lambda(), s.scores().devLoss().value());
      // Of equals the larger lambda.
      least = s.scores().devLoss().value() <= least.scores().devLoss().value() ? s : least;
    }
    this.best = least;
  }

  /** NaN is neither less nor more: it would win or lose by its place in the grid. */
  private static void checkFinite(String which, double lambda, double loss) {
    if (!Double.isFinite(loss)) {
      throw new ArithmeticException(
          "the "
              + which
              + " loss at lambda "
              + Decimal.exact(lambda)
              + " is "
              + loss
              + ": the model's predictions are not finite; leave this lambda out, or look for"
              + " extreme values in the data");
    }
  }

  /** This tally with larger lambdas. */
  SearchTally with(List<Scoring.Scored> larger) {
    List<Scoring.Scored> all = new ArrayList<>(scored);
    all.addAll(larger);
    return new SearchTally(all);
  }

  int size() {
    return scored.size();
  }

  double largest() {
    return scored.get(scored.size() - 1).lambda();
  }

  /** Whether the search would gain from larger lambdas; 0 has no next. */
  boolean largestIsBest() {
    return best == scored.get(scored.size() - 1) && best.lambda() > 0;
  }

  Trial trial(int i) {
    Scoring.Scored s = scored.get(i);
    return new Trial(
        s.lambda(),
        s.scores().trainLoss(),
        s.scores().trainError(),
        s.scores().devLoss(),
        s.scores().devError(),
        s.model().weights(),
        Verdict.of(s.lambda(), s.scores(), best.lambda(), best.scores()),
        s.model());
  }
}
