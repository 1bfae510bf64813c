package dev.ridgeline.testkit.solver;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.solver.LinearProblem;

/** Least squares with (lambda/2m) ||w||^2 by the normal equations and Gaussian elimination. */
final class RidgeClosedForm {
  private RidgeClosedForm() {}

  /** The weights that solve (X'X + lambda I) w = X'y, of centred X and y with an intercept. */
  static double[] weights(LinearProblem problem) {
    Dataset data = problem.data();
    int p = data.columns();
    double[] mean = new double[p + 1];
    if (problem.intercept()) {
      for (int i = 0; i < data.rows(); i++) {
        double share = data.weight(i) / data.weightSum();
        for (int j = 0; j <= p; j++) {
          mean[j] += share * cell(data, i, j);
        }
      }
    }
    double[][] a = new double[p][p + 1];
    for (int i = 0; i < data.rows(); i++) {
      for (int j = 0; j < p; j++) {
        for (int k = 0; k <= p; k++) {
          a[j][k] += data.weight(i) * (cell(data, i, j) - mean[j]) * (cell(data, i, k) - mean[k]);
        }
      }
    }
    for (int j = 0; j < p; j++) {
      a[j][j] += problem.lambda();
    }
    return eliminate(a);
  }

  /** A feature, or the target as the last column. */
  private static double cell(Dataset data, int row, int column) {
    return column < data.columns() ? data.features().get(row, column) : data.target(row);
  }

  /** Solves a positive definite system, given with its right side as the last column. */
  private static double[] eliminate(double[][] a) {
    int p = a.length;
    for (int j = 0; j < p; j++) {
      for (int i = 0; i < p; i++) {
        if (i != j) {
          double factor = a[i][j] / a[j][j];
          for (int k = j; k <= p; k++) {
            a[i][k] -= factor * a[j][k];
          }
        }
      }
    }
    double[] w = new double[p];
    for (int j = 0; j < p; j++) {
      w[j] = a[j][p] / a[j][j];
    }
    return w;
  }
}
