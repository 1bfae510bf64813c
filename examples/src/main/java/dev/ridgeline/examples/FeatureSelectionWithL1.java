package dev.ridgeline.examples;

import dev.ridgeline.data.KFold;
import dev.ridgeline.data.Split;
import dev.ridgeline.linear.Coefficient;
import dev.ridgeline.linear.LinearFit;
import dev.ridgeline.linear.LinearModel;
import dev.ridgeline.losses.LogisticLoss;
import dev.ridgeline.penalties.L1;
import dev.ridgeline.select.LambdaPath;
import dev.ridgeline.select.LambdaSearch;
import dev.ridgeline.select.Rule;
import dev.ridgeline.select.SearchResult;
import java.io.PrintStream;
import java.util.Locale;

/**
 * L1 as feature selection: along a path from lambda_max down, the simplest model within one
 * standard error of the best, by five-fold cross-validation, and the names of the features that it
 * kept.
 */
public final class FeatureSelectionWithL1 {
  private FeatureSelectionWithL1() {}

  /**
   * Selects among the 135 features of ad_data.
   *
   * @param args not used
   */
  public static void main(String[] args) {
    run(System.out);
  }

  static SearchResult run(PrintStream out) {
    Split split = Split.of(ShippedData.AD_DATA.load(), 0.01, 0.25, 7);
    SearchResult result =
        LambdaSearch.over(LambdaPath.standard().withCount(20).withRatio(0.005))
            .withRule(Rule.ONE_STANDARD_ERROR)
            .run(
                LinearModel.of(new LogisticLoss(), new L1()),
                split.train(),
                KFold.of(split.train(), 5, 7))
            .withTest(split.test());
    out.print(result);
    LinearFit chosen = (LinearFit) result.chosen().model();
    out.printf(
        Locale.ROOT, "%d of %d features selected:%n", chosen.nonZero().size(), chosen.features());
    for (Coefficient c : chosen.nonZero()) {
      out.printf(Locale.ROOT, "  %-34s %8.4f%n", c.feature(), c.standardized());
    }
    return result;
  }
}
