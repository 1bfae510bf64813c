package dev.ridgeline.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.KFold;
import dev.ridgeline.linear.LinearFit;
import dev.ridgeline.linear.LinearModel;
import dev.ridgeline.loss.Loss;
import dev.ridgeline.losses.LogisticLoss;
import dev.ridgeline.losses.SquaredLoss;
import dev.ridgeline.penalties.ElasticNet;
import dev.ridgeline.penalties.L1;
import dev.ridgeline.penalty.Penalty;
import dev.ridgeline.plugin.Plugins;
import dev.ridgeline.select.LambdaPath;
import dev.ridgeline.select.LambdaSearch;
import dev.ridgeline.select.Rule;
import dev.ridgeline.select.SearchResult;
import dev.ridgeline.select.Trial;
import dev.ridgeline.solver.Certificate;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Cross-validation against cv.glmnet (Friedman, Hastie and Tibshirani), whose numbers cv-glmnet.R
 * made: the same path from lambda_max down, folds standardised each on its own training rows, the
 * same curve, standard errors and choices.
 */
class CrossValidationCurveTest {
  static List<Arguments> curves() {
    Dataset diabetes = ShippedData.DIABETES.load();
    double[] weights = IntStream.range(0, 442).mapToDouble(i -> 1 + i % 3).toArray();
    return List.of(
        Arguments.of(
            "breast-cancer",
            ShippedData.BREAST_CANCER.load(),
            new LogisticLoss(),
            new ElasticNet(0.5),
            10),
        Arguments.of("diabetes", diabetes, new SquaredLoss(), new L1(), 5),
        Arguments.of(
            "diabetes-weighted", diabetes.withWeights(weights), new SquaredLoss(), new L1(), 5));
  }

  private static List<String[]> reference(String name) throws IOException {
    try (InputStream in = CrossValidationCurveTest.class.getResourceAsStream("cv-glmnet.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .map(line -> line.split(" "))
          .filter(words -> words[0].equals(name))
          .toList();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("curves")
  void path_curve_errors_and_choices_are_those_of_cv_glmnet(
      String name, Dataset data, Loss loss, Penalty penalty, int folds) throws IOException {
    int[] fold = new int[data.rows()];
    Arrays.setAll(fold, i -> i % folds);
    LinearModel model =
        LinearModel.of(loss, penalty).withSolver(Plugins.load().solver("auto(tolerance=1e-13)"));
    SearchResult result =
        LambdaSearch.over(LambdaPath.standard().withCount(30).withRatio(1e-3))
            .run(model, data, KFold.given(data, fold));
    List<String[]> reference = reference(name);
    List<Trial> trials = result.trials();
    assertEquals(30, trials.size());
    for (int k = 0; k < 30; k++) {
      String[] words = reference.get(k + 1);
      Trial trial = trials.get(29 - k);
      double loss1 = Double.parseDouble(words[2]);
      double error = Double.parseDouble(words[3]);
      assertEquals(Double.parseDouble(words[1]), trial.lambda(), 1e-9 * trial.lambda());
      assertEquals(loss1, trial.devLoss().value(), 1e-6 * loss1, "lambda " + k);
      assertEquals(error, trial.devLoss().standardError(), 1e-5 * error, "lambda " + k);
      LinearFit fit = (LinearFit) trial.model();
      assertEquals(Certificate.Status.CERTIFIED, fit.certificate().status());
      // At lambda_max itself a weight of rounding size is as good as none.
      assertEquals(
          k == 0 ? 0 : Integer.parseInt(words[4]),
          fit.nonZero().stream().filter(c -> Math.abs(c.standardized()) > 1e-9).count(),
          "lambda " + k);
    }
    String[] choices = reference.get(0);
    assertEquals(Integer.parseInt(choices[2]), 30 - trials.indexOf(result.best(Rule.MIN)));
    assertEquals(
        Integer.parseInt(choices[4]), 30 - trials.indexOf(result.best(Rule.ONE_STANDARD_ERROR)));
    assertTrue(result.toString().contains("fit: CERTIFIED"));
  }
}
