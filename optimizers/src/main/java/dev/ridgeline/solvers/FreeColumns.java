package dev.ridgeline.solvers;

import dev.ridgeline.data.Features;
import dev.ridgeline.data.SparseFeatures;
import dev.ridgeline.solver.LinearProblem;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The features whose weights nothing penalises. In a dual point the slopes must be orthogonal to
 * them, as to the intercept: D = -f*(-theta) - sum r_j*(x_j' theta) is minus infinity otherwise.
 *
 * <p>For one output. The slopes s are changed by h (X c), with h the second derivatives of the
 * losses and c such that X' (s - h X c) = 0: a Newton step of the free weights, to first order,
 * which leaves slopes within the domain of f* where it is short.
 */
final class FreeColumns {
  /** With more of them than this there is no gap, only the residual of the conditions. */
  static final int MOST = 200;

  private static final int ROUNDS = 3;
  private static final double RIDGE = 1e-11;

  /** Products with slopes are exact up to this share of their size. */
  private static final double ROUNDING = 1e-12;

  private final DataLoss loss;
  private final int[] columns;
  private final double[][] x;
  private final double[] norms;

  private FreeColumns(DataLoss loss, int[] columns, double[][] x) {
    this.loss = loss;
    this.columns = columns;
    this.x = x;
    this.norms = new double[x.length];
    for (int a = 0; a < x.length; a++) {
      for (int i = 0; i < loss.rows(); i++) {
        norms[a] += loss.share(i) * x[a][i] * x[a][i];
      }
      norms[a] = Math.sqrt(norms[a]);
    }
  }

  /** The columns of a problem that nothing penalises; their number alone is known of many. */
  static FreeColumns of(LinearProblem problem, DataLoss loss, Threshold rule) {
    int[] free = IntStream.range(0, problem.data().columns()).filter(rule::isFree).toArray();
    boolean few = free.length > 0 && free.length <= MOST && loss.outputs() == 1;
    int ones = problem.intercept() ? 1 : 0;
    double[][] x = new double[few ? ones + free.length : 0][loss.rows()];
    if (few) {
      Arrays.fill(x[0], 1);
      copy(problem.data().features(), loss, free, x, ones);
    }
    return new FreeColumns(loss, free, x);
  }

  private static void copy(Features features, DataLoss loss, int[] free, double[][] x, int first) {
    double[] row = new double[features.columns()];
    for (int i = 0; i < loss.rows(); i++) {
      if (features instanceof SparseFeatures) {
        for (int a = 0; a < free.length; a++) {
          x[first + a][i] = features.get(loss.row(i), free[a]);
        }
        continue;
      }
      features.copyRow(loss.row(i), row, 0);
      for (int a = 0; a < free.length; a++) {
        x[first + a][i] = row[free[a]];
      }
    }
    for (int a = first; a < x.length && first > 0; a++) {
      // Orthogonal to the intercept, so that a raw mean does not take the digits.
      double mean = 0;
      for (int i = 0; i < loss.rows(); i++) {
        mean += loss.share(i) * x[a][i];
      }
      for (int i = 0; i < loss.rows(); i++) {
        x[a][i] -= mean;
      }
    }
  }

  /** How many there are. */
  int count() {
    return columns.length;
  }

  /** Whether slopes can be made orthogonal to them. */
  boolean canProject() {
    return columns.length == 0 || x.length > 0;
  }

  /** Makes slopes orthogonal to the intercept and to these columns. */
  void project(double[] eta, double[] slopes) {
    int size = x.length;
    double[] h = new double[slopes.length];
    loss.computeCurvatures(eta, 0, h);
    double[] a = new double[size * size];
    for (int p = 0; p < size; p++) {
      for (int q = 0; q <= p; q++) {
        for (int i = 0; i < h.length; i++) {
          a[p * size + q] += h[i] * x[p][i] * x[q][i];
        }
      }
      a[p * size + p] = a[p * size + p] > 0 ? a[p * size + p] * (1 + RIDGE) : 1;
    }
    Cholesky factor = new Cholesky(a, size);
    for (int round = 0; round < ROUNDS && factor.isPositive(); round++) {
      double[] c = new double[size];
      for (int p = 0; p < size; p++) {
        for (int i = 0; i < h.length; i++) {
          c[p] += x[p][i] * slopes[i];
        }
      }
      factor.solve(c);
      for (int i = 0; i < h.length; i++) {
        double sum = 0;
        for (int p = 0; p < size; p++) {
          sum += x[p][i] * c[p];
        }
        slopes[i] -= h[i] * sum;
      }
    }
  }

  /** Sets the gradient of these columns to 0 where it is but rounding. */
  void forgive(double[] slopes, double[] gradient) {
    double size = 0;
    for (int i = 0; i < slopes.length && columns.length > 0; i++) {
      size += slopes[i] * slopes[i] / loss.share(i);
    }
    double allowed = ROUNDING * Math.sqrt(size);
    for (int a = 0; a < columns.length; a++) {
      double norm = norms[norms.length - columns.length + a];
      double g = gradient[columns[a]];
      gradient[columns[a]] = Math.abs(g) <= allowed * norm ? 0 : g;
    }
  }
}
