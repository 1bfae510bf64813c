package dev.ridgeline.solvers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.losses.SquaredLoss;
import dev.ridgeline.penalties.ElasticNet;
import dev.ridgeline.solver.LinearProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** For the squared loss the conjugate is its own second-order model, and the sums are the gap. */
class SetGapTest {
  @ParameterizedTest
  @CsvSource({"1, 3", "1, 0.5", "0.5, 3", "0.3, 0.01", "0, 2"})
  void sums_over_the_coordinates_are_the_duality_gap(double ratio, double lambda) {
    Dataset data = Problems.regression(30, 8, 5);
    LinearProblem problem =
        LinearProblem.of(data, new SquaredLoss(), new ElasticNet(ratio), lambda)
            .withIntercept(false);
    DataLoss loss = new DataLoss(data, new SquaredLoss());
    ColumnDesign design = ColumnDesign.columnsOf(data.features(), loss, false, 0);
    double[] w = {0.3, 0, -0.2, 0, 1, 0, 0, -0.01};
    double[] eta = new double[30];
    double[] slopes = new double[30];
    double[] h = new double[30];
    double[] gradient = new double[8];
    design.computePredictions(w, new double[1], eta);
    double primal =
        loss.computeDerivatives(eta, slopes, h)
            + new ElasticNet(ratio).value(w, 0, 8, problem.strength());
    design.computeGradient(slopes, 1, gradient);
    double gap = primal - new DualGap(problem, loss).lowerBound(slopes, gradient, w);
    double square = 0;
    for (int i = 0; i < 30; i++) {
      square += slopes[i] * slopes[i] / h[i];
    }
    Threshold rule = Threshold.of(new ElasticNet(ratio), problem.strength());
    SetGap sums = new SetGap(rule, true, square);
    sums.add(0, 9, 9, 9);
    sums.clear();
    for (int j = 0; j < 8; j++) {
      sums.add(j, w[j], gradient[j], 1);
    }
    // With both factors the gap takes the conjugate at the scaled point as it is, the sums bound
    // it.
    boolean isExact = ratio == 0 || ratio == 1;
    assertEquals(gap, sums.value(), isExact ? 1e-12 * primal : 1e-4 * gap);
    assertTrue(sums.value() >= gap - 1e-12 * primal);
  }

  @ParameterizedTest
  @CsvSource({"1, 1e-3", "1, 10", "0.5, 1e-6", "0.3, 0.1", "0.01, 1e-9"})
  void violations_that_are_allowed_leave_no_more_than_the_goal(double ratio, double goal) {
    Threshold rule = Threshold.of(new ElasticNet(ratio), 0.7);
    double[] w = {0.3, 0, -0.2, 0, 1, 0, 0, -0.01};
    SetGap sums = new SetGap(rule, true, 2.5);
    double allowed = sums.allowance(goal, w);
    assertTrue(allowed > 0);
    double worst = 0;
    for (int signs = 0; signs < 256; signs++) {
      sums.clear();
      for (int j = 0; j < w.length; j++) {
        double violation = (signs >> j & 1) == 0 ? allowed : -allowed;
        double sign = w[j] != 0 ? Math.signum(w[j]) : -Math.signum(violation);
        sums.add(j, w[j], violation - rule.l1(j) * sign - rule.l2(j) * w[j], 1);
      }
      worst = Math.max(worst, sums.value());
    }
    assertTrue(worst <= goal * (1 + 1e-9), () -> "gap above " + goal);
    // Nor does it allow far too little, where no other dual point lowers the gap.
    assertTrue(ratio < 1 || worst >= 0.1 * goal, () -> "gap far below " + goal);
  }

  @Test
  void nothing_is_allowed_where_a_column_has_no_l1_factor() {
    double[] w = {0.3, 0};
    SetGap ridge = new SetGap(Threshold.of(new ElasticNet(0), 0.7), true, 2.5);
    SetGap other = new SetGap(Threshold.of(new ElasticNet(1), 0.7), false, 2.5);
    assertEquals(0, ridge.allowance(1e-3, w));
    assertEquals(0, other.allowance(1e-3, w));
  }
}
