package dev.ridgeline.solvers;

import dev.ridgeline.linalg.RandomStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * The second derivative of J for one output and a ridge penalty, from a sample of the rows: one row
 * from each of as many equal stretches, so that sorted data are no trap.
 *
 * <p>Byrd, Chin, Neveitt and Nocedal, "On the use of stochastic Hessian information in optimization
 * methods for machine learning", 2011, section 2.
 */
final class SampledHessian implements Metric {
  private static final long SEED = 20110101;

  private final SmoothObjective objective;
  private final DataLoss loss;
  private final RowDesign design;
  private final boolean intercept;
  private final int[] sample;
  private final double[] sums;
  private double mass;
  private Optional<Cholesky> factor = Optional.empty();

  SampledHessian(
      SmoothObjective objective, DataLoss loss, RowDesign design, boolean intercept, int size) {
    this.objective = objective;
    this.loss = loss;
    this.design = design;
    this.intercept = intercept;
    this.sample = new int[size];
    this.sums = new double[design.columns()];
    RandomStream random = new RandomStream(SEED);
    double stretch = (double) design.rows() / size;
    for (int k = 0; k < size; k++) {
      sample[k] = (int) Math.min(design.rows() - 1, stretch * (k + random.uniform(k)));
    }
  }

  @Override
  public boolean refresh() {
    int p = design.columns();
    double[] h = new double[design.rows()];
    loss.computeCurvatures(objective.predictions(), 1e-9, h);
    mass = 0;
    for (double v : h) {
      mass += v;
    }
    double seen = 0;
    for (int i : sample) {
      seen += h[i];
    }
    double[] a = new double[p * p];
    Arrays.fill(sums, 0);
    design.addSquareTo(h, sample, a, sums);
    double scale = mass / seen;
    for (int j = 0; j < p; j++) {
      sums[j] *= scale;
    }
    for (int j = 0; j < p; j++) {
      for (int k = 0; k <= j; k++) {
        a[j * p + k] = scale * a[j * p + k] - (intercept ? sums[j] * sums[k] / mass : 0);
      }
    }
    for (double tiny = 1e-12; tiny < 1; tiny *= 100) {
      double[] copy = a.clone();
      for (int j = 0; j < p; j++) {
        double diagonal = Math.max(0, a[j * p + j]);
        double sum = diagonal + objective.ridge(j) + tiny * diagonal;
        copy[j * p + j] = sum > 0 ? sum : 1;
      }
      Cholesky next = new Cholesky(copy, p);
      if (next.isPositive()) {
        factor = Optional.of(next);
        return true;
      }
    }
    return false;
  }

  @Override
  public void solve(double[] v) {
    int p = sums.length;
    double[] w = Arrays.copyOf(v, p);
    double total = v[p];
    for (int j = 0; intercept && j < p; j++) {
      w[j] -= sums[j] * total / mass;
    }
    factor.ifPresent(f -> f.solve(w));
    for (int j = 0; intercept && j < p; j++) {
      total -= sums[j] * w[j];
    }
    System.arraycopy(w, 0, v, 0, p);
    v[p] = intercept ? total / mass : 0;
  }
}
