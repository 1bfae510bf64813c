package dev.ridgeline.benchmarks;

import com.google.common.primitives.Doubles;
import dev.ridgeline.losses.LogisticLoss;
import dev.ridgeline.losses.SquaredLoss;
import dev.ridgeline.penalties.L1;
import dev.ridgeline.penalties.L2;
import dev.ridgeline.solver.LinearProblem;
import dev.ridgeline.solver.Solution;
import dev.ridgeline.solvers.AutoSolver;
import java.util.List;

/** Ours, by the solver {@code auto}, certificate included. */
record RidgelineConvex(ConvexWorkload workload) implements ConvexContender {
  @Override
  public String name() {
    return "ridgeline";
  }

  @Override
  public List<Double> tolerances() {
    return List.of(1e-3, 1e-4, 1e-5, 1e-6, 1e-7);
  }

  @Override
  public double[] fit(double tolerance) {
    LinearProblem problem =
        LinearProblem.of(
                workload.data(),
                workload.isLogistic() ? new LogisticLoss() : new SquaredLoss(),
                workload.isL1() ? new L1() : new L2(),
                workload.lambda())
            .withIntercept(workload.isFree());
    Solution solution = new AutoSolver(tolerance).solve(problem);
    double[] weights = solution.weights().data();
    return workload.isFree() ? Doubles.concat(weights, solution.intercepts()) : weights;
  }
}
