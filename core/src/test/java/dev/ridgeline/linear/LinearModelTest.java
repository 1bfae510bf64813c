package dev.ridgeline.linear;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.DenseFeatures;
import dev.ridgeline.data.Features;
import dev.ridgeline.data.SparseFeatures;
import dev.ridgeline.doubles.Ridge;
import dev.ridgeline.evaluate.Evaluation;
import dev.ridgeline.linalg.Matrix;
import dev.ridgeline.losses.LogisticLoss;
import dev.ridgeline.losses.SoftmaxCrossEntropy;
import dev.ridgeline.losses.SquaredLoss;
import dev.ridgeline.model.Model;
import dev.ridgeline.objective.Objective;
import dev.ridgeline.plugin.PluginException;
import dev.ridgeline.solver.Certificate;
import dev.ridgeline.solver.LinearProblem;
import dev.ridgeline.solver.Solution;
import dev.ridgeline.solver.Solver;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinearModelTest {
  private static final Objective OBJECTIVE = new Objective(0.5, 0.1, "squared", "ridge", 2);

  /** Always finds the same coefficients, and remembers what it was asked. */
  private static final class FixedSolver implements Solver {
    private final double[] weights;
    private final double[] intercepts;
    private final List<LinearProblem> asked = new ArrayList<>();

    FixedSolver(double[] weights, double... intercepts) {
      this.weights = weights;
      this.intercepts = intercepts;
    }

    @Override
    public void check(LinearProblem problem) {}

    @Override
    public Solution solve(LinearProblem problem) {
      asked.add(problem);
      return new Solution(
          Matrix.of(weights, intercepts.length, weights.length / intercepts.length),
          intercepts,
          OBJECTIVE,
          asked.size(),
          Certificate.of(Certificate.Measure.RELATIVE_DUALITY_GAP, 1e-9, 1e-8, "never"),
          toString());
    }

    @Override
    public String toString() {
      return "fixed";
    }
  }

  // Columns: mean 3 and deviation 2; mean 10 and deviation 5; constant.
  private final Dataset data =
      Dataset.regression(
              DenseFeatures.of(new double[][] {{1, 5, 7}, {5, 15, 7}}), new double[] {1, 2})
          .withFeatureNames(List.of("age", "dose", "same"));

  private static LinearModel squared(Solver solver) {
    return new LinearModel(new SquaredLoss(), new Ridge(), solver, true, true);
  }

  @Test
  void raw_coefficients_are_per_unit_and_standardised_ones_per_deviation() {
    LinearFit fit = squared(new FixedSolver(new double[] {4, -10, 0}, 6)).fit(data, 1);
    assertEquals(
        List.of(
            new Coefficient("age", 0, 4, 2),
            new Coefficient("dose", 0, -10, -2),
            new Coefficient("same", 0, 0, 0)),
        fit.coefficients());
    // 6 - 2 * 3 + 2 * 10 - 0 * 7
    assertEquals(20, fit.rawIntercept(0), 1e-14);
    assertArrayEquals(new double[] {12, 0}, fit.scores(data.features()), 1e-13);
  }

  @Test
  void predictions_are_those_of_the_standardised_features() {
    LinearFit fit = squared(new FixedSolver(new double[] {0.3, -0.7, 2}, 0.1)).fit(data, 1);
    double[][] raw = {{-2, 4, 9}, {3.5, 0, 7}, {100, 1, 1}};
    double[] scores = fit.scores(DenseFeatures.of(raw));
    for (int i = 0; i < 3; i++) {
      double byHand =
          0.1 + 0.3 * (raw[i][0] - 3) / 2 - 0.7 * (raw[i][1] - 10) / 5 + 2 * (raw[i][2] - 7);
      assertEquals(byHand, scores[i], 1e-12);
    }
  }

  @Test
  void a_data_set_is_predicted_if_its_features_are_those_of_the_model_by_name() {
    LinearFit fit = squared(new FixedSolver(new double[] {4, -10, 0}, 6)).fit(data, 1);
    assertEquals(12, fit.predict(data).value(0), 1e-13);
    Dataset swapped = data.withFeatureNames(List.of("dose", "age", "same"));
    String message =
        assertThrows(IllegalArgumentException.class, () -> fit.predict(swapped)).getMessage();
    assertTrue(
        message.startsWith("column 0 is 'dose' where the model was fitted to 'age'"), message);
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> Evaluation.of(fit, swapped))
            .getMessage());
  }

  @Test
  void a_model_of_few_features_predicts_by_these_alone() {
    LinearFit fit = squared(new FixedSolver(new double[] {0, -0.7, 0}, 0.1)).fit(data, 1);
    double[] scores = fit.scores(DenseFeatures.of(new double[][] {{-2, 4, 9}, {3, 0, 7}}));
    assertArrayEquals(new double[] {0.1 - 0.7 * -6 / 5, 0.1 - 0.7 * -10 / 5}, scores, 1e-15);
    LinearFit none = squared(new FixedSolver(new double[3], 0.1)).fit(data, 1);
    assertArrayEquals(new double[] {0.1, 0.1}, none.scores(data.features()));
    double[][] broken = {{-2, 4, 9}, {3, 0, Double.NaN}, {Double.POSITIVE_INFINITY, 0, 0}};
    double[] tainted = fit.scores(DenseFeatures.of(broken));
    assertEquals(scores[0], tainted[0], 1e-15);
    assertTrue(Double.isNaN(tainted[1]) && Double.isNaN(tainted[2]), "though the weight is 0");
  }

  @Test
  void without_standardisation_both_scales_are_one() {
    FixedSolver solver = new FixedSolver(new double[] {1, 2, 3}, 4);
    LinearFit fit = squared(solver).withStandardize(false).fit(data, 1);
    for (Coefficient c : fit.coefficients()) {
      assertEquals(c.standardized(), c.raw());
    }
    assertEquals(4, fit.rawIntercept(0));
    assertEquals(5, solver.asked.get(0).data().features().get(1, 0));
  }

  @Test
  void the_solver_gets_standardised_features_lambda_and_intercept() {
    FixedSolver solver = new FixedSolver(new double[] {1, 2, 3}, 4);
    squared(solver).withIntercept(false).fit(data.withWeights(new double[] {2, 2}), 3);
    LinearProblem problem = solver.asked.get(0);
    Features z = problem.data().features();
    assertEquals(-1, z.get(0, 0), 1e-15);
    assertEquals(1, z.get(1, 1), 1e-15);
    assertEquals(0, z.get(1, 2));
    assertEquals(3, problem.lambda());
    assertEquals(0.75, problem.strength());
    assertFalse(problem.intercept());
    assertTrue(problem.start().isEmpty());
  }

  @Test
  void selected_features_come_largest_first_and_equals_in_their_order() {
    Dataset five =
        Dataset.regression(
            new DenseFeatures(new double[] {1, 2, 3, 4, 5, 0, 0, 0, 0, 0}, 2, 5),
            new double[] {1, 2});
    LinearFit fit = squared(new FixedSolver(new double[] {1, -0.0, -3, 3, 0.5}, 0)).fit(five, 1);
    assertEquals(
        List.of("x2", "x3", "x0", "x4"), fit.nonZero().stream().map(Coefficient::feature).toList());
    assertEquals(1, fit.weights().zeros());
    assertEquals(5, fit.weights().count());
    assertEquals(Math.sqrt(1 + 9 + 9 + 0.25), fit.weights().norm(), 1e-14);
  }

  @Test
  void several_outputs_have_their_own_coefficients() {
    Dataset three =
        Dataset.classification(
            DenseFeatures.of(new double[][] {{1, 5}, {5, 15}, {3, 10}}),
            new double[] {0, 1, 2},
            List.of("a", "b", "c"));
    FixedSolver solver = new FixedSolver(new double[] {1, 2, 3, 4, 5, 6}, 0.1, 0.2, 0.3);
    LinearFit fit =
        new LinearModel(new SoftmaxCrossEntropy(), new Ridge(), solver, false, true).fit(three, 1);
    assertEquals(3, fit.outputs());
    assertEquals(2, fit.features());
    assertEquals(new Coefficient("x1", 2, 6, 6), fit.coefficients().get(5));
    Features one = DenseFeatures.of(new double[][] {{1, 5}});
    assertArrayEquals(new double[] {11.1, 23.2, 35.3}, fit.scores(one), 1e-13);
    assertEquals("c", fit.predict(one).className(0));
    assertEquals(0.2, fit.rawIntercept(1));
  }

  @Test
  void means_of_a_trillion_cost_no_digits_of_the_scores() {
    double far = 1e12;
    Dataset shifted =
        Dataset.regression(
            DenseFeatures.of(new double[][] {{far - 1}, {far + 1}}), new double[] {1, 2});
    LinearFit fit = squared(new FixedSolver(new double[] {0.3}, 0.1)).fit(shifted, 1);
    Features other = DenseFeatures.of(new double[][] {{far + 0.5}, {far - 2}});
    assertArrayEquals(new double[] {0.25, -0.5}, fit.scores(other), 1e-15);
  }

  @Test
  void sparse_features_are_scored_without_centring() {
    SparseFeatures x = new SparseFeatures(new int[] {0, 1, 1}, new int[] {0}, new double[] {4}, 1);
    LinearFit fit =
        squared(new FixedSolver(new double[] {3}, 0.5))
            .fit(Dataset.regression(x, new double[] {1, 2}), 1);
    assertArrayEquals(new double[] {6.5, 0.5}, fit.scores(x), 1e-14); // deviation 2
  }

  @Test
  void a_path_is_fitted_from_the_largest_lambda_down_each_from_the_one_before() {
    FixedSolver solver = new FixedSolver(new double[] {1, 2, 3}, 4);
    List<Model> models = squared(solver).fitAll(data, data, new double[] {1, 100, 0, 10});
    assertArrayEquals(
        new double[] {100, 10, 1, 0},
        solver.asked.stream().mapToDouble(LinearProblem::lambda).toArray());
    // Each starts at the solution before it, but lambda 0 from nothing.
    assertEquals(
        List.of(0, 1, 2, 0),
        solver.asked.stream().map(p -> p.start().map(Solution::iterations).orElse(0)).toList());
    // The models come in the order asked for: lambda 1 was solved third.
    assertEquals(
        List.of(3, 1, 4, 2),
        models.stream().map(m -> ((LinearFit) m).solution().iterations()).toList());
    assertTrue(squared(solver).startsWarm());
  }

  @Test
  void a_fit_tells_what_it_is() {
    LinearFit fit = squared(new FixedSolver(new double[] {4, -10, 0}, 6)).fit(data, data, 1);
    assertEquals(
        "CERTIFIED: relative duality gap 1.00e-09 (tolerance 1.00e-08) by fixed", fit.fitStatus());
    assertEquals(OBJECTIVE, fit.objective());
    assertEquals(Certificate.Status.CERTIFIED, fit.certificate().status());
    assertEquals(new SquaredLoss(), fit.loss());
    assertEquals(List.of(), fit.classNames());
    assertEquals(5, fit.standardizer().scale()[1], 1e-15);
    assertEquals(
        "linear model with squared loss and ridge by fixed",
        squared(new FixedSolver(new double[1], 0)).description());
  }

  @Test
  void another_solver_makes_another_recipe() {
    FixedSolver other = new FixedSolver(new double[3], 0);
    squared(new FixedSolver(new double[3], 0)).withSolver(other).fit(data, 0);
    assertEquals(1, other.asked.size());
  }

  @Test
  void other_features_are_refused() {
    LinearFit fit = squared(new FixedSolver(new double[] {4, -10, 0}, 6)).fit(data, 1);
    assertEquals(
        "the model was fitted to 3 features, found 1; give the same columns in the same order",
        assertThrows(
                IllegalArgumentException.class,
                () -> fit.scores(DenseFeatures.of(new double[][] {{1}})))
            .getMessage());
  }

  @Test
  void a_loss_for_another_task_is_refused() {
    LinearModel logistic =
        new LinearModel(
            new LogisticLoss(), new Ridge(), new FixedSolver(new double[3], 0), true, true);
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> logistic.fit(data, 1))
            .getMessage()
            .startsWith("the logistic loss is for class targets"));
  }

  @Test
  void without_solvers_on_the_class_path_the_artifact_is_named() {
    String text =
        assertThrows(PluginException.class, () -> LinearModel.of(new SquaredLoss(), new Ridge()))
            .getMessage();
    assertTrue(text.startsWith("no solver 'auto'; the class path has no solvers"), text);
    assertTrue(text.contains("dev.ridgeline:ridgeline-optimizers"), text);
  }

  @Test
  void scores_of_many_fits_at_once_are_those_of_each() {
    double[] cells = new double[150 * 3];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = (i % 3 == 1 ? 1e6 : 0) + Math.sin(i) * (i % 3 + 1);
    }
    Features x = new DenseFeatures(cells, 150, 3);
    double[] y = new double[150];
    y[3] = 1;
    Dataset data = Dataset.regression(x, y);
    Solver solver =
        new Solver() {
          private int asked;

          @Override
          public void check(LinearProblem problem) {}

          @Override
          public Solution solve(LinearProblem problem) {
            asked++;
            return new FixedSolver(new double[] {asked, asked % 2 == 0 ? 0 : -2, 0.5}, 7 * asked)
                .solve(problem);
          }
        };
    LinearModel model = new LinearModel(new SquaredLoss(), new Ridge(), solver, true, true);
    List<Model> models = model.fitAll(data, data, new double[] {3, 2, 1});
    List<double[]> together = model.scores(models, x);
    for (int k = 0; k < 3; k++) {
      assertArrayEquals(models.get(k).scores(x), together.get(k), 1e-9, "model " + k);
    }
    // A weight of 0 must not hide that a row is not finite.
    cells[3 * 77 + 1] = Double.NaN;
    List<double[]> tainted = model.scores(models, x);
    for (int k = 0; k < 3; k++) {
      assertArrayEquals(models.get(k).scores(x), tainted.get(k), 1e-9, "model " + k);
      assertTrue(Double.isNaN(tainted.get(k)[77]), "model " + k);
      assertFalse(Double.isNaN(tainted.get(k)[76]), "model " + k);
    }
  }
}
