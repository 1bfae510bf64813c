package dev.ridgeline.solvers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.DenseFeatures;
import dev.ridgeline.linear.LinearFit;
import dev.ridgeline.linear.LinearModel;
import dev.ridgeline.losses.HuberLoss;
import dev.ridgeline.penalties.L1;
import dev.ridgeline.penalty.Penalty;
import dev.ridgeline.solver.Solution;
import dev.ridgeline.solver.Solver;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Gradients that are nothing but rounding. */
class SolverRoundingTest {
  static List<Solver> solvers() {
    return List.of(new CoordinateDescent(), new ProximalGradient(), new AutoSolver());
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void rows_that_are_all_clipped_need_no_weights_on_centred_features(Solver solver) {
    double[][] x = Problems.table(40, 6, 1);
    double[] y = new double[x.length];
    Arrays.setAll(y, i -> 50 + x[i][0]);
    Dataset data = Dataset.regression(DenseFeatures.of(x), y);
    Penalty l1 = new L1();
    LinearModel model = new LinearModel(new HuberLoss(1), l1, solver, true, false);
    double max = model.lambdaMax(data);
    assertTrue(max < 1e-13, () -> "rounding: " + max);
    for (double share : new double[] {1, 0.1, 1e-3}) {
      Solution s = model.fit(data, share * max).solution();
      assertTrue(Problems.certified(s), s.certificate()::toString);
      assertTrue(s.iterations() < 100, () -> s.iterations() + " iterations");
      assertArrayEquals(new double[6], s.weights().data(), 1e-9);
    }
    for (LinearFit fit : model.fitPath(data, new double[] {max, max / 10}, f -> false)) {
      assertTrue(fit.solution().iterations() < 100);
    }
  }
}
