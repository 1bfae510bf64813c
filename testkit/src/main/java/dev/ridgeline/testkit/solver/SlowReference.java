package dev.ridgeline.testkit.solver;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.linalg.DoubleMatrix;
import dev.ridgeline.linalg.Matrix;
import dev.ridgeline.penalty.Penalty;
import dev.ridgeline.penalty.ProximablePenalty;
import dev.ridgeline.solver.LinearProblem;
import dev.ridgeline.testkit.check.Vectors;
import java.util.Arrays;

/**
 * Proximal gradient steps with backtracking and nothing else: too slow to use, simple enough to
 * trust. Works on the coefficients (W, b) in one array of outputs x (features + 1), b last.
 */
final class SlowReference {
  private final LinearProblem problem;
  private final int outputs;
  private final int width;

  SlowReference(LinearProblem problem) {
    this.problem = problem;
    this.outputs = problem.outputs();
    this.width = problem.data().columns() + 1;
  }

  /** J, the data loss and the penalty at coefficients. */
  double objective(double[] c) {
    return dataLoss(c, new double[c.length]) + penalty(c);
  }

  double penalty(double[] c) {
    return problem.penalty().value(weights(c), problem.strength());
  }

  /** A view of W within the coefficients. */
  DoubleMatrix weights(double[] c) {
    return new DoubleMatrix(c, 0, outputs, width - 1, width, 1);
  }

  double[] zeros() {
    return new double[outputs * width];
  }

  double[] coefficients(Matrix w, double[] b) {
    double[] c = zeros();
    for (int k = 0; k < outputs; k++) {
      for (int j = 0; j < width - 1; j++) {
        c[k * width + j] = w.get(k, j);
      }
      c[k * width + width - 1] = b[k];
    }
    return c;
  }

  /** The mean weighted loss; its gradient is written to g. */
  double dataLoss(double[] c, double[] g) {
    Dataset data = problem.data();
    Arrays.fill(g, 0);
    double[] f = new double[outputs];
    double[] slope = new double[outputs];
    double sum = 0;
    for (int i = 0; i < data.rows(); i++) {
      double share = data.weight(i) / data.weightSum();
      for (int k = 0; k < outputs; k++) {
        f[k] = c[k * width + width - 1];
        for (int j = 0; j < width - 1; j++) {
          f[k] += c[k * width + j] * data.features().get(i, j);
        }
      }
      sum += share * problem.loss().rowLoss(f, 0, outputs, data.target(i), slope);
      for (int k = 0; k < outputs; k++) {
        for (int j = 0; j < width - 1; j++) {
          g[k * width + j] += share * slope[k] * data.features().get(i, j);
        }
        g[k * width + width - 1] += problem.intercept() ? share * slope[k] : 0;
      }
    }
    return sum;
  }

  /** Root mean square of the rows' slopes at zero weights and the best intercept. */
  double steepness() {
    Dataset data = problem.data();
    double[] f = problem.intercept() ? problem.loss().bestConstant(data) : new double[outputs];
    double[] slope = new double[outputs];
    double sum = 0;
    for (int i = 0; i < data.rows(); i++) {
      problem.loss().rowLoss(f, 0, outputs, data.target(i), slope);
      sum += data.weight(i) / data.weightSum() * Vectors.dot(slope, slope);
    }
    return Math.sqrt(sum);
  }

  /** Root mean square of a column, about its mean where an intercept is fitted. */
  double spread(int column) {
    Dataset data = problem.data();
    double mean = 0;
    for (int i = 0; i < data.rows() && problem.intercept(); i++) {
      mean += data.weight(i) / data.weightSum() * data.features().get(i, column);
    }
    double square = 0;
    for (int i = 0; i < data.rows(); i++) {
      double x = data.features().get(i, column) - mean;
      square += data.weight(i) / data.weightSum() * x * x;
    }
    return Math.sqrt(square);
  }

  /** Coefficients at which a step of the proximal gradient moves nothing that counts. */
  double[] solve() {
    double[] c = zeros();
    double[] g = zeros();
    double step = 1;
    for (int round = 0; round < 100_000; round++) {
      double here = dataLoss(c, g);
      double[] next;
      while (true) {
        next = step(c, g, step);
        double[] d = Vectors.combine(1, next, -1, c);
        double bound = here + Vectors.dot(g, d) + Vectors.dot(d, d) / (2 * step);
        // Near the solution the comparison is lost in rounding; a small step is safe by then.
        if (dataLoss(next, zeros()) <= bound + 1e-15 * Math.abs(here) || step < 1e-4) {
          break;
        }
        step /= 2;
      }
      double moved = Vectors.norm(Vectors.combine(1, next, -1, c));
      c = next;
      if (moved <= 1e-13 * step * (1 + Vectors.norm(c))) {
        break;
      }
    }
    return c;
  }

  private double[] step(double[] c, double[] g, double step) {
    double[] next = Vectors.combine(1, c, -step, g);
    Penalty penalty = problem.penalty();
    ((ProximablePenalty) penalty).prox(weights(next), problem.strength(), step);
    return next;
  }
}
