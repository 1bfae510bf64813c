package dev.ridgeline.solvers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.DenseFeatures;
import dev.ridgeline.losses.LogisticLoss;
import dev.ridgeline.losses.SoftmaxCrossEntropy;
import dev.ridgeline.penalties.L1;
import dev.ridgeline.penalties.L2;
import dev.ridgeline.solver.Certificate;
import dev.ridgeline.solver.LinearProblem;
import dev.ridgeline.solver.Solution;
import dev.ridgeline.solver.Solver;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Problems whose J falls for ever: said, and ended with finite coefficients. */
class SolverNoMinimumTest {
  static List<Solver> solvers() {
    return SolverDegenerateTest.solvers();
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void one_class_only_is_not_certified_and_keeps_a_finite_intercept(Solver solver) {
    Dataset data = Problems.classes(10, 3, 3);
    Dataset same = Dataset.classification(data.features(), new double[10], List.of("low", "high"));
    Solution s = solver.solve(LinearProblem.of(same, new LogisticLoss(), new L2(), 1));
    assertEquals(Certificate.Status.NOT_CERTIFIED, s.certificate().status());
    assertTrue(s.certificate().reason().contains("no row of class high"));
    assertArrayEquals(new double[3], s.weights().data());
    // Ten rows of "low" against half an example of "high".
    assertEquals(Math.log(0.5 / 10), s.intercepts()[0], 1e-12);
  }

  @Test
  void a_class_that_does_not_occur_among_three_is_said() {
    Dataset two = Problems.classes(30, 3, 3);
    Dataset three =
        Dataset.classification(two.features(), two.targets(), List.of("low", "high", "never"));
    Solution s =
        new ProximalGradient()
            .solve(LinearProblem.of(three, new SoftmaxCrossEntropy(), new L2(), 1));
    assertEquals(Certificate.Status.NOT_CERTIFIED, s.certificate().status());
    assertTrue(s.certificate().reason().contains("no row of class never"));
    assertTrue(s.iterations() < 10_000, () -> s.iterations() + " iterations");
    assertEquals(new SoftmaxCrossEntropy().bestConstant(three)[2], s.intercepts()[2], 1e-6, "held");
    Solution without =
        new ProximalGradient()
            .solve(
                LinearProblem.of(three, new SoftmaxCrossEntropy(), new L2(), 1)
                    .withIntercept(false));
    assertTrue(Problems.certified(without), without.certificate()::toString);
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void separable_classes_at_lambda_0_are_not_certified(Solver solver) {
    double[][] x = {{-2, 1}, {-1, 0}, {-1.5, 2}, {1, 1}, {2, 0}, {0.5, -1}};
    Dataset data =
        Dataset.classification(
            DenseFeatures.of(x), new double[] {0, 0, 0, 1, 1, 1}, List.of("n", "p"));
    Solution s = solver.solve(LinearProblem.of(data, new LogisticLoss(), new L2(), 0));
    assertEquals(Certificate.Status.NOT_CERTIFIED, s.certificate().status());
    assertTrue(s.certificate().reason().contains("separable"), s.certificate()::reason);
    assertTrue(Arrays.stream(s.weights().data()).allMatch(Double::isFinite));
    SolverDegenerateTest.assertCertified(solver, data, new LogisticLoss(), 1e-3);
  }

  @Test
  void separable_softmax_at_lambda_0_is_not_certified() {
    double[][] x = {{-2}, {-1}, {0}, {0.2}, {2}, {3}};
    Dataset data =
        Dataset.classification(
            DenseFeatures.of(x), new double[] {0, 0, 1, 1, 2, 2}, List.of("a", "b", "c"));
    Solution s =
        new ProximalGradient()
            .solve(LinearProblem.of(data, new SoftmaxCrossEntropy(), new L1(), 0));
    assertTrue(s.certificate().reason().contains("separable"), s.certificate()::reason);
  }
}
