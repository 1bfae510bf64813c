package dev.ridgeline.select;

import dev.ridgeline.evaluate.Score;

/**
 * What is wrong with a lambda, if anything.
 *
 * <p>The rule: let lambda* have the least mean dev loss L. Another lambda has an excess, the mean
 * of the differences of its dev losses from those of lambda* on the same rows (or folds), with its
 * standard error se.
 *
 * <ul>
 *   <li>excess at most se, or at most a quarter of the standard error of L itself (clear, but too
 *       small to matter): just right;
 *   <li>below lambda*: overfitting if the excess is above 2 se, or if the dev loss is above the
 *       training loss of the same fit by more than 2 standard errors of their difference; weak
 *       otherwise;
 *   <li>above lambda*: underfitting; also where the loss on the very rows that were fitted to is
 *       above L and more than two of its standard errors above that of lambda*, since a model that
 *       cannot fit its training rows as well as another does new ones needs no dev set to tell.
 * </ul>
 */
public enum Verdict {
  /** The penalty is far too small: training error low, dev error high. */
  OVERFITTING("overfitting"),
  /** The penalty is too small, but not by much. */
  WEAK("weak"),
  /** As good as the best, as far as the dev set can tell. */
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
   * @param scores its scores
   * @param bestLambda the lambda of least dev loss
   * @param best that one's scores
   * @return the verdict
   */
  static Verdict of(double lambda, HeldOut scores, double bestLambda, HeldOut best) {
    Score excess = scores.excessOver(best);
    // A single dev row has no spread to speak of: any excess counts.
    double se = orZero(excess.standardError());
    double tolerated = Math.max(se, orZero(best.devLoss().standardError()) / 4);
    if (lambda > bestLambda) {
      double fit = scores.trainLoss().value();
      boolean cannotFit =
          fit > best.devLoss().value()
              && fit > best.trainLoss().value() + 2 * scores.trainLoss().standardError();
      return excess.value() > tolerated || cannotFit ? UNDERFITTING : JUST_RIGHT;
    }
    if (excess.value() <= tolerated) {
      return JUST_RIGHT;
    }
    Score dev = scores.devLoss();
    Score train = scores.trainLoss();
    double gap = dev.value() - train.value();
    boolean gapIsClear = gap > 2 * Math.hypot(dev.standardError(), train.standardError());
    return excess.value() > 2 * se || gapIsClear ? OVERFITTING : WEAK;
  }

  private static double orZero(double standardError) {
    return Double.isNaN(standardError) ? 0 : standardError;
  }

  /** The words for a table. */
  @Override
  public String toString() {
    return label;
  }
}
