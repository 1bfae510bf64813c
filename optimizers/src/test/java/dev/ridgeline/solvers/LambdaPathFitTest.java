package dev.ridgeline.solvers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.linear.LinearFit;
import dev.ridgeline.linear.LinearModel;
import dev.ridgeline.loss.Loss;
import dev.ridgeline.losses.HuberLoss;
import dev.ridgeline.losses.LogisticLoss;
import dev.ridgeline.losses.PoissonLoss;
import dev.ridgeline.losses.SoftmaxCrossEntropy;
import dev.ridgeline.losses.SquaredLoss;
import dev.ridgeline.penalties.ElasticNet;
import dev.ridgeline.penalties.L1;
import dev.ridgeline.penalties.L2;
import dev.ridgeline.penalties.NoPenalty;
import dev.ridgeline.penalty.Penalty;
import dev.ridgeline.select.LambdaPath;
import dev.ridgeline.select.PathFit;
import dev.ridgeline.solver.LinearProblem;
import dev.ridgeline.solver.PathSolver;
import dev.ridgeline.solver.Solution;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Paths from lambda_max down for every loss and penalty, against one cold fit at a time. */
class LambdaPathFitTest {
  private static final double TOLERANCE = 1e-7;

  static Stream<Arguments> models() {
    Dataset numbers = Problems.regression(60, 8, 1);
    double[] counts = IntStream.range(0, 60).mapToDouble(i -> i * i % 7).toArray();
    Dataset rates = Dataset.regression(numbers.features(), counts);
    double[] weights = IntStream.range(0, 60).mapToDouble(i -> i % 3).toArray();
    return Stream.<Penalty>of(new L1(), new ElasticNet(0.5), new L2())
        .flatMap(
            penalty ->
                Stream.of(
                    of(new SquaredLoss(), penalty, numbers),
                    of(new SquaredLoss(), penalty, numbers.withWeights(weights)),
                    of(new SquaredLoss(), penalty, Problems.regression(20, 50, 2)),
                    of(new HuberLoss(0.8), penalty, numbers),
                    of(new PoissonLoss(), penalty, rates),
                    of(new LogisticLoss(), penalty, Problems.classes(60, 8, 3)),
                    of(new SoftmaxCrossEntropy(), penalty, Problems.threeClasses(60, 5, 4))));
  }

  private static Arguments of(Loss loss, Penalty penalty, Dataset data) {
    return Arguments.of(LinearModel.of(loss, penalty).withSolver(new AutoSolver(TOLERANCE)), data);
  }

  private static PathFit path(LinearModel model, Dataset data) {
    return LambdaPath.standard().withCount(8).withRatio(0.02).fit(model, data);
  }

  @ParameterizedTest
  @MethodSource("models")
  void a_path_agrees_with_cold_fits_within_the_gap(LinearModel model, Dataset data) {
    for (PathFit.Step step : path(model, data).steps()) {
      LinearFit cold = model.fit(data, step.lambda());
      assertTrue(Problems.certified(step.fit().solution()), step.fit().fitStatus());
      assertTrue(Problems.certified(cold.solution()), cold.fitStatus());
      double scale = Math.max(1, cold.objective().value());
      assertEquals(
          cold.objective().value(),
          step.fit().objective().value(),
          20 * TOLERANCE * scale,
          "lambda " + step.lambda());
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void a_path_begins_at_nothing_and_explains_more_and_more(LinearModel model, Dataset data) {
    List<PathFit.Step> steps = path(model, data).steps();
    assertEquals(8, steps.size());
    assertEquals(0.02, steps.get(7).lambda() / steps.get(0).lambda(), 1e-12);
    // A ridge begins at weights of a thousandth of the gradient, or of more where rows are few.
    assertEquals(0, steps.get(0).explained(), 0.02);
    assertTrue(model.penalty() instanceof L2 || steps.get(0).explained() < 1e-6);
    for (int k = 1; k < steps.size(); k++) {
      assertTrue(steps.get(k).explained() > steps.get(k - 1).explained(), "lambda " + k);
    }
    assertTrue(steps.get(7).nonZero() > 0);
  }

  @ParameterizedTest
  @MethodSource("models")
  void the_next_larger_lambda_has_no_weight_at_all(LinearModel model, Dataset data) {
    double max = model.largestLambda(data).orElseThrow();
    double norm = model.fit(data, 1.0001 * max).weights().norm();
    assertEquals(0, norm, model.penalty() instanceof L2 ? 0.05 : 0);
  }

  @Test
  void the_explained_share_of_the_squared_loss_is_r_squared() {
    Dataset data = Problems.regression(40, 5, 6);
    LinearModel model = LinearModel.of(new SquaredLoss(), new L1());
    PathFit path = path(model, data);
    double mean = IntStream.range(0, 40).mapToDouble(data::target).average().orElseThrow();
    for (PathFit.Step step : path.steps()) {
      double[] z = step.fit().scores(data.features());
      double left = 0;
      double all = 0;
      for (int i = 0; i < 40; i++) {
        left += Math.pow(data.target(i) - z[i], 2);
        all += Math.pow(data.target(i) - mean, 2);
      }
      assertEquals(1 - left / all, step.explained(), 1e-12);
    }
  }

  @Test
  void an_elastic_net_with_next_to_no_l1_part_begins_where_a_ridge_does() {
    Dataset data = Problems.regression(40, 5, 6);
    double ridge = LinearModel.of(new SquaredLoss(), new L2()).largestLambda(data).orElseThrow();
    for (double ratio : new double[] {0, 1e-5, 1e-3}) {
      assertEquals(
          ridge,
          LinearModel.of(new SquaredLoss(), new ElasticNet(ratio))
              .largestLambda(data)
              .orElseThrow(),
          1e-9 * ridge);
    }
    LinearModel half = LinearModel.of(new SquaredLoss(), new ElasticNet(0.5));
    assertEquals(half.lambdaMax(data), half.largestLambda(data).orElseThrow());
    assertEquals(ridge / 500, half.lambdaMax(data), 1e-9 * ridge);
  }

  @Test
  void a_penalty_that_is_neither_has_no_path_of_its_own() {
    Dataset data = Problems.regression(40, 5, 6);
    LinearModel model = LinearModel.of(new SquaredLoss(), new NoPenalty());
    assertTrue(model.largestLambda(data).isEmpty());
  }

  @ParameterizedTest
  @MethodSource("models")
  void a_solver_that_is_told_to_stop_gives_the_same_fits_up_to_there(
      LinearModel model, Dataset data) {
    double[] lambdas =
        path(model, data).steps().stream().mapToDouble(PathFit.Step::lambda).toArray();
    List<LinearFit> whole = model.fitPath(data, lambdas, fit -> false);
    int[] asked = new int[1];
    List<LinearFit> part = model.fitPath(data, lambdas, fit -> ++asked[0] == 3);
    assertEquals(3, asked[0]);
    assertEquals(3, part.size());
    for (int k = 0; k < 3; k++) {
      assertArrayEquals(
          whole.get(k).scores(data.features()), part.get(k).scores(data.features()), "to the bit");
    }
  }

  @Test
  void a_solver_without_paths_of_its_own_stops_too() {
    Dataset data = Problems.regression(40, 5, 6);
    LinearModel model =
        LinearModel.of(new SquaredLoss(), new L1()).withSolver(new ProximalGradient());
    assertEquals(1, model.fitPath(data, new double[] {9, 8, 7}, fit -> true).size());
    assertEquals(3, model.fitPath(data, new double[] {9, 8, 7}, fit -> false).size());
  }

  @Test
  void path_solvers_return_what_they_asked_about() {
    Dataset data = Problems.regression(40, 5, 6);
    LinearProblem problem = LinearProblem.of(data, new SquaredLoss(), new L1(), 0);
    for (PathSolver solver : List.of(new CoordinateDescent(), new AutoSolver())) {
      List<Solution> asked = new ArrayList<>();
      List<Solution> path =
          solver.solvePath(
              problem,
              new double[] {9, 8, 7, 6},
              solution -> {
                asked.add(solution);
                return asked.size() == 2;
              });
      assertEquals(asked, path);
    }
  }
}
