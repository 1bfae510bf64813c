package dev.ridgeline.examples;

import dev.ridgeline.data.Split;
import dev.ridgeline.evaluate.Evaluation;
import dev.ridgeline.linear.Coefficient;
import dev.ridgeline.linear.LinearFit;
import dev.ridgeline.linear.LinearModel;
import dev.ridgeline.losses.LogisticLoss;
import dev.ridgeline.penalties.L2;
import java.io.PrintStream;
import java.util.Locale;

/**
 * Logistic regression with L2: J = (1/m) sum of losses + (lambda/2m) ||w||^2, solved to a certified
 * optimum.
 */
public final class LogisticRegressionWithL2 {
  private LogisticRegressionWithL2() {}

  /**
   * Fits breast_cancer.
   *
   * @param args not used
   */
  public static void main(String[] args) {
    run(System.out);
  }

  static LinearFit run(PrintStream out) {
    Split split = Split.of(ShippedData.BREAST_CANCER.load(), 0.2, 0.2, 7);
    LinearFit fit = LinearModel.of(new LogisticLoss(), new L2()).fit(split.train(), 1.0);
    out.println(fit.objective());
    out.println(fit.certificate());
    out.println("test: " + Evaluation.of(fit, split.test()));
    out.println("the five largest coefficients, per standard deviation and per unit:");
    for (Coefficient c : fit.nonZero().subList(0, 5)) {
      out.printf(Locale.ROOT, "  %-4s %8.4f %12.5g%n", c.feature(), c.standardized(), c.raw());
    }
    return fit;
  }
}
