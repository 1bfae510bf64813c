package dev.ridgeline.benchmarks;

import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;
import java.util.ArrayList;
import java.util.List;

/** liblinear-java: C = 1/lambda; an intercept that is free is a last feature of 1 there. */
final class LiblinearConvex implements ConvexContender {
  private static final int ITERATIONS = 100_000;

  private final Problem problem = new Problem();
  private final SolverType type;
  private final double lambda;
  private final boolean isFree;

  LiblinearConvex(ConvexWorkload workload) {
    Linear.disableDebugOutput();
    type = workload.isL1() ? SolverType.L1R_LR : SolverType.L2R_LR;
    lambda = workload.lambda();
    isFree = workload.isFree();
    int columns = workload.data().columns();
    problem.l = workload.data().rows();
    problem.n = isFree ? columns + 1 : columns;
    problem.bias = isFree ? 1 : -1;
    problem.x = new Feature[problem.l][];
    problem.y = new double[problem.l];
    double[] row = new double[problem.n];
    // Overwritten by the features but where the intercept is free.
    row[problem.n - 1] = 1;
    for (int i = 0; i < problem.l; i++) {
      workload.data().features().copyRow(i, row, 0);
      List<Feature> cells = new ArrayList<>();
      for (int j = 0; j < row.length; j++) {
        if (row[j] != 0) {
          cells.add(new FeatureNode(j + 1, row[j]));
        }
      }
      problem.x[i] = cells.toArray(Feature[]::new);
      problem.y[i] = workload.data().target(i) > 0 ? 1 : -1;
    }
  }

  @Override
  public String name() {
    return "liblinear-java 2.44 " + type;
  }

  @Override
  public List<Double> tolerances() {
    return List.of(1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6);
  }

  @Override
  public double[] fit(double tolerance) {
    Parameter parameter = new Parameter(type, 1 / lambda, tolerance, ITERATIONS);
    parameter.setRegularizeBias(!isFree);
    Model model = Linear.train(problem, parameter);
    double[] w = model.getFeatureWeights().clone();
    for (int j = 0; model.getLabels()[0] != 1 && j < w.length; j++) {
      w[j] = -w[j];
    }
    return w;
  }
}
