package dev.ridgeline.solvers;

import dev.ridgeline.linalg.StableMath;
import java.util.stream.IntStream;

/**
 * {@link Attainment} for softmax. A row's second derivative is diag(p) - p p', so that the dual
 * point of class k is p_k (1 + d_k - p' d) for the row's change of predictions d: in the interior
 * where 1 + d_k - p' d is positive in every class. The row's loss does not rise for ever along d if
 * no class gains on its own.
 */
final class ClassAttainment extends Attainment {
  private final int outputs;
  private final int columns;
  private final int[] coordinates;
  private final int[] everyRow;
  private final double[] d;
  private final double[] p;
  private final double[] slopes;

  ClassAttainment(FreePart free, DataLoss loss) {
    super(free, loss);
    this.outputs = loss.outputs();
    this.columns = free.columns().length;
    this.coordinates =
        IntStream.range(0, outputs * columns).filter(at -> free.isFree()[at]).toArray();
    this.everyRow = IntStream.range(0, loss.rows()).toArray();
    this.d = new double[outputs * columns];
    this.p = new double[along.length];
    this.slopes = new double[along.length];
  }

  @Override
  double computeStep(double[] eta) {
    loss.computeSlopes(eta, slopes);
    for (int from = 0; from < eta.length; from += outputs) {
      double logSum = StableMath.logSumExp(eta, from, from + outputs);
      for (int at = from; at < from + outputs; at++) {
        p[at] = Math.exp(eta[at] - logSum);
      }
    }
    int weights = coordinates.length;
    double[] all = new double[d.length];
    free.design().computeGradient(slopes, outputs, all);
    double[] step = new double[weights + (free.problem().intercept() ? outputs : 0)];
    for (int a = 0; a < weights; a++) {
      step[a] = -all[coordinates[a]];
    }
    for (int at = 0; at < slopes.length && weights < step.length; at++) {
      step[weights + at % outputs] -= slopes[at];
    }
    solve(step);
    double[] shift = new double[outputs];
    System.arraycopy(step, weights, shift, 0, step.length - weights);
    for (int a = 0; a < weights; a++) {
      d[coordinates[a]] = step[a];
    }
    free.design().computePredictions(d, shift, along);
    double slope = 0;
    for (int at = 0; at < slopes.length; at++) {
      slope += slopes[at] * along[at];
    }
    return slope;
  }

  /** Overwrites the right side by the solution; a ridge of rounding's size keeps it regular. */
  private void solve(double[] step) {
    int size = step.length;
    double[] a = secondDerivatives(size);
    for (double tiny = 1e-12; ; tiny *= 100) {
      double[] copy = a.clone();
      for (int at = 0; at < copy.length; at += size + 1) {
        copy[at] = a[at] > 0 ? a[at] * (1 + tiny) : 1;
      }
      Cholesky factor = new Cholesky(copy, size);
      if (factor.isPositive()) {
        factor.solve(step);
        return;
      }
    }
  }

  /** size x size, the lower triangle: the free weights, then the intercepts. */
  private double[] secondDerivatives(int size) {
    int weights = coordinates.length;
    double[] a = new double[size * size];
    double[] h = new double[loss.rows()];
    for (int k = 0; k < outputs; k++) {
      for (int l = 0; l <= k; l++) {
        double mass = 0;
        for (int i = 0; i < h.length; i++) {
          double other = k == l ? 1 - p[i * outputs + k] : p[i * outputs + l];
          h[i] = loss.share(i) * p[i * outputs + k] * other;
          mass += h[i];
        }
        double[] square = new double[columns * columns];
        double[] sums = new double[columns];
        free.design().addSquareTo(h, everyRow, square, sums);
        int sign = k == l ? 1 : -1;
        for (int u = 0; u < weights; u++) {
          for (int v = 0; v <= u; v++) {
            if (coordinates[u] / columns == k && coordinates[v] / columns == l) {
              int row = Math.max(coordinates[u] % columns, coordinates[v] % columns);
              int column = Math.min(coordinates[u] % columns, coordinates[v] % columns);
              a[u * size + v] = sign * square[row * columns + column];
            }
          }
        }
        if (size > weights) {
          for (int u = 0; u < weights; u++) {
            int j = coordinates[u] % columns;
            if (coordinates[u] / columns == l) {
              a[(weights + k) * size + u] = sign * sums[j];
            }
            if (coordinates[u] / columns == k) {
              a[(weights + l) * size + u] = sign * sums[j];
            }
          }
          a[(weights + k) * size + weights + l] = sign * mass;
        }
      }
    }
    return a;
  }

  @Override
  boolean isProved() {
    for (int from = 0; from < p.length; from += outputs) {
      double mean = 0;
      for (int k = 0; k < outputs; k++) {
        mean += p[from + k] * along[from + k];
      }
      for (int k = 0; k < outputs; k++) {
        double change = along[from + k] - mean;
        boolean isInside = p[from + k] > 0 && 1 + change > NEAREST;
        if (!isInside && !(Math.abs(change) <= ROUNDING)) {
          return false;
        }
      }
    }
    return true;
  }

  @Override
  double rise(int row) {
    int own = row * outputs + (int) loss.target(row);
    double most = 0;
    for (int at = row * outputs; at < (row + 1) * outputs; at++) {
      most = Math.max(most, along[at] - along[own]);
    }
    return most;
  }

  @Override
  double change(int row) {
    int own = row * outputs + (int) loss.target(row);
    double most = 0;
    for (int at = row * outputs; at < (row + 1) * outputs; at++) {
      most = Math.max(most, Math.abs(along[at] - along[own]));
    }
    return most;
  }

  @Override
  double[] step() {
    return d;
  }
}
