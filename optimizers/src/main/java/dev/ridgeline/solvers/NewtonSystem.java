package dev.ridgeline.solvers;

import dev.ridgeline.linalg.Team;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Solves (X' D X + C) d = -g, C diagonal, with a free intercept eliminated, through the smaller of
 * its two forms: the columns' matrix, or where C = c I by Woodbury's identity the rows' matrix I +
 * D^(1/2) X X' D^(1/2) / c.
 *
 * <p>Where c is 0, or lost in rounding, a ridge of 1e-12 of the diagonal (1e-10 of the mean
 * diagonal for the rows' form) keeps the matrix regular; it bends the step, not the solution.
 */
final class NewtonSystem {
  private final RowDesign design;
  private final double[] ridge;
  private final boolean intercept;
  private final boolean byRows;
  private final double[] rowProducts;
  private final int[] everyRow;

  /** The matrix of the form that is used; then its factor. */
  private final double[] matrix;

  private final Team team;

  NewtonSystem(RowDesign design, double[] ridge, boolean intercept, Team team) {
    this.design = design;
    this.ridge = ridge;
    this.intercept = intercept;
    this.byRows = design.rows() < design.columns() && isEven(ridge);
    this.everyRow = IntStream.range(0, design.rows()).toArray();
    this.rowProducts = byRows ? design.rowProducts() : new double[0];
    int size = byRows ? design.rows() : design.columns();
    this.matrix = new double[Math.multiplyExact(size, size)];
    this.team = team;
  }

  /** Whether every column has the same ridge. */
  static boolean isEven(double[] ridge) {
    return Arrays.stream(ridge).allMatch(c -> c == ridge[0]);
  }

  /**
   * Solves for a step.
   *
   * @param h weights of the rows, positive
   * @param gradient in the weights; not modified
   * @param total gradient in the intercept
   * @param step overwritten by d
   * @return the step of the intercept
   */
  double solve(double[] h, double[] gradient, double total, double[] step) {
    int p = design.columns();
    double mass = 0;
    for (double v : h) {
      mass += v;
    }
    double[] sums = new double[p];
    if (intercept) {
      design.computeGradient(h, 1, sums);
    }
    for (int j = 0; j < p; j++) {
      step[j] = -gradient[j] + (intercept ? sums[j] * total / mass : 0);
    }
    if (byRows) {
      solveByRows(h, mass, sums, step);
    } else {
      solveByColumns(h, mass, sums, step);
    }
    double shift = -total;
    for (int j = 0; j < p; j++) {
      shift -= sums[j] * step[j];
    }
    return intercept ? shift / mass : 0;
  }

  private void solveByColumns(double[] h, double mass, double[] sums, double[] step) {
    int p = design.columns();
    for (double tiny = 1e-12; ; tiny *= 100) {
      // Made anew where it has no factor, which is rare, rather than kept beside the factor.
      Arrays.fill(matrix, 0);
      design.addSquareTo(h, everyRow, matrix, new double[p]);
      for (int j = 0; j < p; j++) {
        for (int k = 0; intercept && k <= j; k++) {
          matrix[j * p + k] -= sums[j] * sums[k] / mass;
        }
        double diagonal = Math.max(0, matrix[j * p + j]);
        double sum = diagonal + ridge[j] + tiny * diagonal;
        matrix[j * p + j] = sum > 0 ? sum : 1;
      }
      Cholesky factor = new Cholesky(matrix, p, team);
      if (factor.isPositive()) {
        factor.solve(step);
        return;
      }
    }
  }

  private void solveByRows(double[] h, double mass, double[] sums, double[] step) {
    int n = design.rows();
    double[] means = sums.clone();
    for (int j = 0; j < means.length; j++) {
      means[j] /= mass;
    }
    double[] m = new double[n];
    double square = 0;
    if (intercept) {
      design.computePredictions(means, new double[1], m);
      for (double v : means) {
        square += v * v;
      }
    }
    double[] a = matrix;
    double trace = 0;
    for (int i = 0; i < n; i++) {
      for (int k = 0; k <= i; k++) {
        double product = rowProducts[i * n + k] - m[i] - m[k] + square;
        a[i * n + k] = Math.sqrt(h[i] * h[k]) * product;
      }
      trace += a[i * n + i];
    }
    double c = Math.max(ridge[0], Math.max(1e-10 * trace / n, Double.MIN_NORMAL));
    for (int i = 0; i < n; i++) {
      for (int k = 0; k <= i; k++) {
        a[i * n + k] = a[i * n + k] / c + (i == k ? 1 : 0);
      }
    }
    double[] t = new double[n];
    predictCentred(step, means, t);
    for (int i = 0; i < n; i++) {
      t[i] *= Math.sqrt(h[i]);
    }
    Cholesky factor = new Cholesky(a, n, team);
    if (factor.isPositive()) {
      factor.solve(t);
    }
    double total = 0;
    for (int i = 0; i < n; i++) {
      t[i] *= Math.sqrt(h[i]);
      total += t[i];
    }
    double[] back = new double[step.length];
    design.computeGradient(t, 1, back);
    for (int j = 0; j < step.length; j++) {
      step[j] = (step[j] - (back[j] - total * (intercept ? means[j] : 0)) / c) / c;
    }
  }

  private void predictCentred(double[] v, double[] means, double[] out) {
    double[] shift = new double[1];
    for (int j = 0; intercept && j < v.length; j++) {
      shift[0] -= means[j] * v[j];
    }
    design.computePredictions(v, shift, out);
  }
}
