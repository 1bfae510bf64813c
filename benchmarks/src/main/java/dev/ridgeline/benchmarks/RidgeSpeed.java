package dev.ridgeline.benchmarks;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.linalg.DoubleMatrix;
import dev.ridgeline.loss.Loss;
import dev.ridgeline.losses.LogisticLoss;
import dev.ridgeline.losses.SoftmaxCrossEntropy;
import dev.ridgeline.penalties.L2;
import dev.ridgeline.plugin.Plugins;
import dev.ridgeline.solver.LinearProblem;
import dev.ridgeline.solver.Solution;
import dev.ridgeline.solver.Solver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * W1 and W5: one fit with a ridge penalty, by the solver that auto picks, at several tolerances.
 */
final class RidgeSpeed {
  private static final double[] TOLERANCES = {1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8};
  private static final int WARM = 5;

  private RidgeSpeed() {}

  static void logistic(Path folder, RunsFile runs, int threads) throws IOException {
    run(folder, new LogisticLoss(), runs, threads);
  }

  static void softmax(Path folder, RunsFile runs, int threads) throws IOException {
    run(folder, new SoftmaxCrossEntropy(), runs, threads);
  }

  private static void run(Path folder, Loss loss, RunsFile runs, int threads) throws IOException {
    PeersData peers = new PeersData(folder);
    Dataset data = peers.dataset();
    for (double lambda : peers.lambdas()) {
      for (double tolerance : TOLERANCES) {
        Solver solver =
            Plugins.load().solver("auto(tolerance=" + tolerance + ", threads=" + threads + ")");
        LinearProblem problem = LinearProblem.of(data, loss, new L2(), lambda);
        double[] seconds = new double[WARM + 1];
        Solution solution = null;
        for (int fit = 0; fit <= WARM; fit++) {
          long start = System.nanoTime();
          solution = solver.solve(problem);
          seconds[fit] = (System.nanoTime() - start) / 1e9;
        }
        Map<String, Object> extra = new LinkedHashMap<>();
        extra.put("weights", runs.addWeights(rows(solution)));
        extra.put("lam", lambda);
        extra.put("certificate", solution.certificate());
        extra.put("iterations", solution.iterations());
        runs.add("tol=" + tolerance, seconds, extra);
        System.err.println(
            tolerance + " " + Arrays.toString(seconds) + " " + solution.certificate());
        System.err.println(solution.iterations() + " iterations of " + solution.solver());
      }
    }
  }

  private static double[][] rows(Solution solution) {
    DoubleMatrix w = solution.weights();
    double[][] rows = new double[w.rows()][w.columns() + 1];
    for (int k = 0; k < rows.length; k++) {
      for (int j = 0; j < w.columns(); j++) {
        rows[k][j] = w.get(k, j);
      }
      rows[k][w.columns()] = solution.intercepts()[k];
    }
    return rows;
  }
}
