package dev.ridgeline.solvers;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.DenseFeatures;
import dev.ridgeline.data.Features;
import dev.ridgeline.data.SparseFeatures;
import dev.ridgeline.linalg.RandomStream;
import dev.ridgeline.losses.HuberLoss;
import dev.ridgeline.losses.LogisticLoss;
import dev.ridgeline.losses.SquaredLoss;
import dev.ridgeline.penalties.ElasticNet;
import dev.ridgeline.penalties.L1;
import dev.ridgeline.penalties.L2;
import dev.ridgeline.solver.Certificate;
import dev.ridgeline.solver.LinearProblem;
import dev.ridgeline.solver.Solution;
import dev.ridgeline.solver.Solver;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Small seeded problems, and naive evaluations that share no code with the solvers. */
final class Problems {
  static final double TIGHT = 1e-12;

  private Problems() {}

  /** Every solver at a tight tolerance. */
  static List<Solver> tightSolvers() {
    return List.of(
        new ProximalGradient(TIGHT, 200_000),
        new CoordinateDescent(TIGHT, 100_000),
        new Newton(TIGHT, 200),
        new Lbfgs(TIGHT, 10, 100_000, 1),
        new AutoSolver(TIGHT));
  }

  /** Whether a solver takes a problem. */
  static boolean takes(Solver solver, LinearProblem problem) {
    try {
      solver.check(problem);
      return true;
    } catch (IllegalArgumentException refused) {
      return false;
    }
  }

  /** Rows whose columns have correlation 0.6 with their neighbours and a mean of 0.5. */
  static double[][] table(int rows, int columns, long seed) {
    RandomStream random = new RandomStream(seed);
    double[][] x = new double[rows][columns];
    for (int i = 0; i < rows; i++) {
      double last = random.derive("first").gaussian(i);
      for (int j = 0; j < columns; j++) {
        last = 0.6 * last + 0.8 * random.gaussian((long) i * columns + j);
        x[i][j] = last + 0.5;
      }
    }
    return x;
  }

  static Dataset regression(int rows, int columns, long seed) {
    double[][] x = table(rows, columns, seed);
    RandomStream noise = new RandomStream(seed).derive("noise");
    double[] y = new double[rows];
    for (int i = 0; i < rows; i++) {
      y[i] = 3 + noise.gaussian(i);
      for (int j = 0; j < columns; j += 2) {
        y[i] += (j % 4 == 0 ? 1.5 : -1) * x[i][j];
      }
    }
    return Dataset.regression(DenseFeatures.of(x), y);
  }

  static Dataset classes(int rows, int columns, long seed) {
    Dataset data = regression(rows, columns, seed);
    double[] sorted = data.targets();
    Arrays.sort(sorted);
    double[] y = new double[rows];
    for (int i = 0; i < rows; i++) {
      // The flipped rows keep the classes from being separable.
      boolean high = data.target(i) > sorted[rows / 3];
      y[i] = high != (i % 11 == 0) ? 1 : 0;
    }
    return Dataset.classification(data.features(), y, List.of("low", "high"));
  }

  static Dataset threeClasses(int rows, int columns, long seed) {
    Dataset data = regression(rows, columns, seed);
    double[] sorted = data.targets();
    Arrays.sort(sorted);
    double[] y = new double[rows];
    for (int i = 0; i < rows; i++) {
      int level = (data.target(i) > sorted[rows / 3] ? 1 : 0);
      level += data.target(i) > sorted[2 * rows / 3] ? 1 : 0;
      y[i] = (level + (i % 9 == 0 ? 1 : 0)) % 3;
    }
    return Dataset.classification(data.features(), y, List.of("a", "b", "c"));
  }

  static Dataset withTable(Dataset data, double[][] x) {
    return data.withFeatures(DenseFeatures.of(x));
  }

  static double[][] rowsOf(Dataset data) {
    double[][] x = new double[data.rows()][data.columns()];
    for (int i = 0; i < x.length; i++) {
      data.features().copyRow(i, x[i], 0);
    }
    return x;
  }

  static Features sparse(double[][] x) {
    List<Integer> indices = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    int[] starts = new int[x.length + 1];
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < x[i].length; j++) {
        if (x[i][j] != 0) {
          indices.add(j);
          values.add(x[i][j]);
        }
      }
      starts[i + 1] = indices.size();
    }
    return new SparseFeatures(
        starts,
        indices.stream().mapToInt(Integer::intValue).toArray(),
        values.stream().mapToDouble(Double::doubleValue).toArray(),
        x[0].length);
  }

  /** One problem of each kind that all of CD, Newton where smooth, and proximal gradient take. */
  static List<LinearProblem> samples() {
    Dataset r = regression(40, 6, 1);
    Dataset c = classes(60, 5, 2);
    Dataset wide = regression(12, 30, 3);
    return List.of(
        LinearProblem.of(r, new SquaredLoss(), new L2(), 4),
        LinearProblem.of(r, new SquaredLoss(), new L1(), 6),
        LinearProblem.of(r, new SquaredLoss(), new ElasticNet(0.3), 5),
        LinearProblem.of(r, new SquaredLoss(), new L1(), 6).withIntercept(false),
        LinearProblem.of(r, new HuberLoss(0.7), new L1(), 3),
        LinearProblem.of(r, new HuberLoss(0.7), new L2(), 3),
        LinearProblem.of(c, new LogisticLoss(), new L2(), 1),
        LinearProblem.of(c, new LogisticLoss(), new L1(), 2),
        LinearProblem.of(c, new LogisticLoss(), new ElasticNet(0.5), 2).withIntercept(false),
        LinearProblem.of(wide, new SquaredLoss(), new L1(), 2),
        LinearProblem.of(wide, new SquaredLoss(), new L2(), 2));
  }

  static boolean certified(Solution solution) {
    return solution.certificate().status() == Certificate.Status.CERTIFIED;
  }

  /** J by plain loops. */
  static double objective(LinearProblem problem, double[] w, double[] b) {
    Dataset data = problem.data();
    int outputs = b.length;
    int p = data.columns();
    double sum = 0;
    double[] eta = new double[outputs];
    double[] scratch = new double[outputs];
    for (int i = 0; i < data.rows(); i++) {
      for (int k = 0; k < outputs; k++) {
        eta[k] = b[k];
        for (int j = 0; j < p; j++) {
          eta[k] += data.features().get(i, j) * w[k * p + j];
        }
      }
      sum += data.weight(i) * problem.loss().rowLoss(eta, 0, outputs, data.target(i), scratch);
    }
    double penalty =
        problem.penalty().value(dev.ridgeline.linalg.Matrix.of(w, outputs, p), problem.strength());
    return sum / data.weightSum() + penalty;
  }

  /** The gradient of the mean loss by plain loops: outputs x (columns + 1), the intercept last. */
  static double[][] lossGradient(LinearProblem problem, double[] w, double[] b) {
    Dataset data = problem.data();
    int outputs = b.length;
    int p = data.columns();
    double[][] gradient = new double[outputs][p + 1];
    double[] eta = new double[outputs];
    double[] slope = new double[outputs];
    for (int i = 0; i < data.rows(); i++) {
      for (int k = 0; k < outputs; k++) {
        eta[k] = b[k];
        for (int j = 0; j < p; j++) {
          eta[k] += data.features().get(i, j) * w[k * p + j];
        }
      }
      problem.loss().rowLoss(eta, 0, outputs, data.target(i), slope);
      for (int k = 0; k < outputs; k++) {
        double s = data.weight(i) / data.weightSum() * slope[k];
        for (int j = 0; j < p; j++) {
          gradient[k][j] += s * data.features().get(i, j);
        }
        gradient[k][p] += s;
      }
    }
    return gradient;
  }

  /** Gaussian elimination with partial pivoting. */
  static double[] solve(double[][] a, double[] rhs) {
    int n = rhs.length;
    double[][] m = new double[n][];
    for (int i = 0; i < n; i++) {
      m[i] = Arrays.copyOf(a[i], n + 1);
      m[i][n] = rhs[i];
    }
    for (int c = 0; c < n; c++) {
      int pivot = c;
      for (int i = c + 1; i < n; i++) {
        pivot = Math.abs(m[i][c]) > Math.abs(m[pivot][c]) ? i : pivot;
      }
      double[] swap = m[c];
      m[c] = m[pivot];
      m[pivot] = swap;
      for (int i = c + 1; i < n; i++) {
        double f = m[i][c] / m[c][c];
        for (int j = c; j <= n; j++) {
          m[i][j] -= f * m[c][j];
        }
      }
    }
    double[] x = new double[n];
    for (int i = n - 1; i >= 0; i--) {
      x[i] = m[i][n];
      for (int j = i + 1; j < n; j++) {
        x[i] -= m[i][j] * x[j];
      }
      x[i] /= m[i][i];
    }
    return x;
  }
}
