package dev.ridgeline.objective;

import dev.ridgeline.linalg.Decimal;
import java.util.Locale;

/**
 * J = data loss + penalty, with the parts apart and the words that explain them.
 *
 * @param dataLoss (1/m) sum of weighted losses
 * @param penalty sum of R(W; lambda/m) over the penalised parameters
 * @param loss the loss's spec string
 * @param plan the penalties with their lambdas
 * @param m number of training examples (sum of sample weights)
 */
public record Objective(double dataLoss, double penalty, String loss, String plan, double m) {
  /**
   * What was minimised.
   *
   * @return data loss + penalty
   */
  public double value() {
    return dataLoss + penalty;
  }

  /** J on one line, with numbers: J = 0.08 = 0.06 (mean logistic over m = 455) + 0.02 (l2 ...). */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "J = %.6g = %.6g (mean %s loss over m = %s) + %.6g (%s)",
        value(),
        dataLoss,
        loss,
        Decimal.exact(m),
        penalty,
        plan);
  }
}
