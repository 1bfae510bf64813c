package dev.ridgeline.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.KFold;
import dev.ridgeline.linear.LinearFit;
import dev.ridgeline.linear.LinearModel;
import dev.ridgeline.losses.LogisticLoss;
import dev.ridgeline.model.BalancedClasses;
import dev.ridgeline.model.Learner;
import dev.ridgeline.penalties.L2;
import dev.ridgeline.plugin.Plugins;
import dev.ridgeline.select.LambdaGrid;
import dev.ridgeline.select.LambdaSearch;
import dev.ridgeline.select.Trial;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Balanced classes in cross-validation against scikit-learn 1.2.1; balanced-folds.py's numbers. */
class BalancedFoldsTest {
  private static final double[] LAMBDAS = {0.1, 1, 10, 100};

  private final Dataset data = ShippedData.HEART_SCALE.load();
  private final LinearModel model =
      LinearModel.of(new LogisticLoss(), new L2())
          .withStandardize(false)
          .withSolver(Plugins.load().solver("auto(tolerance=1e-13)"));

  private List<Trial> trials(Learner learner, int threads) {
    int[] fold = new int[data.rows()];
    Arrays.setAll(fold, i -> i % 5);
    return LambdaSearch.over(LambdaGrid.of(LAMBDAS))
        .withThreads(threads)
        .run(learner, data, KFold.given(data, fold))
        .trials();
  }

  @Test
  void each_fold_is_balanced_by_its_own_training_rows_as_in_grid_search() {
    double[] curve = {0.397865463845, 0.386285832662, 0.39304053128, 0.498740510883};
    List<Trial> trials = trials(new BalancedClasses(model), 1);
    for (int k = 0; k < curve.length; k++) {
      assertEquals(LAMBDAS[k], trials.get(k).lambda());
      assertEquals(curve[k], trials.get(k).devLoss().value(), 1e-8, "lambda " + LAMBDAS[k]);
    }
  }

  @Test
  void the_kept_model_is_that_of_all_rows_balanced_for_any_number_of_threads() {
    List<Trial> trials = trials(new BalancedClasses(model), 2);
    LinearFit kept = (LinearFit) trials.get(2).model();
    // Alone, and from the fit at the lambda above it.
    assertArrayEquals(
        model.fit(data.withBalancedClasses(), LAMBDAS[2]).solution().weights().data(),
        kept.solution().weights().data(),
        1e-7);
    assertEquals(trials(new BalancedClasses(model), 1).get(0).devLoss(), trials.get(0).devLoss());
  }

  @Test
  void a_path_begins_where_the_balanced_rows_have_no_weights() {
    Learner ridge = new BalancedClasses(model);
    assertEquals(model.largestLambda(data.withBalancedClasses()), ridge.largestLambda(data));
    assertTrue(ridge.startsWarm());
    assertEquals(model.description() + ", classes balanced", ridge.description());
  }
}
