package dev.ridgeline.select;

/**
 * What is wrong with a lambda, if anything.
 *
 * <p>The rule: let L be the least mean dev loss of the search, se its standard error, and lambda*
 * its place. A lambda whose dev loss is at most L + se is just right. Another lambda below lambda*
 * is weak up to L + 2 se and overfits beyond; another lambda above lambda* underfits.
 */
public enum Verdict {
  /** The penalty is far too small: training error low, dev error high. */
  OVERFITTING("overfitting"),
  /** The penalty is too small, but not by much. */
  WEAK("weak"),
  /** Within one standard error of the best. */
  JUST_RIGHT("just right"),
  /** The penalty is too large: training and dev error both high. */
  UNDERFITTING("underfitting");

  private final String label;

  Verdict(String label) {
    this.label = label;
  }

  /**
   * Applies the rule.
   *
   * @param lambda the lambda in question
   * @param devLoss its mean dev loss
   * @param bestLambda the lambda of least dev loss
   * @param bestLoss that loss
   * @param standardError of that loss; NaN counts as 0
   * @return the verdict
   */
  static Verdict of(
      double lambda, double devLoss, double bestLambda, double bestLoss, double standardError) {
    double se = Double.isNaN(standardError) ? 0 : standardError;
    if (devLoss <= bestLoss + se) {
      return JUST_RIGHT;
    }
    if (lambda > bestLambda) {
      return UNDERFITTING;
    }
    return devLoss <= bestLoss + 2 * se ? WEAK : OVERFITTING;
  }

  /** The words for a table. */
  @Override
  public String toString() {
    return label;
  }
}
