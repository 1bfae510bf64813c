package dev.ridgeline.benchmarks;

import java.util.List;
import smile.classification.LogisticRegression;

/** Smile's logistic regression by BFGS: its lambda is ours, its intercept is free. */
final class SmileConvex implements ConvexContender {
  private static final int ITERATIONS = 10_000;

  private final double[][] rows;
  private final int[] classes;
  private final double lambda;

  SmileConvex(ConvexWorkload workload) {
    lambda = workload.lambda();
    rows = new double[workload.data().rows()][workload.data().columns()];
    classes = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      workload.data().features().copyRow(i, rows[i], 0);
      classes[i] = (int) workload.data().target(i);
    }
  }

  @Override
  public String name() {
    return "smile 3.1.1 LogisticRegression";
  }

  @Override
  public List<Double> tolerances() {
    return List.of(1e-2, 1e-3, 1e-4, 1e-5, 1e-6);
  }

  @Override
  public double[] fit(double tolerance) {
    return LogisticRegression.binomial(rows, classes, lambda, tolerance, ITERATIONS)
        .coefficients()
        .clone();
  }
}
