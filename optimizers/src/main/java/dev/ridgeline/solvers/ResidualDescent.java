package dev.ridgeline.solvers;

import java.util.Arrays;

/**
 * Coordinate descent on a quadratic model of many columns through the rows: a coordinate costs its
 * stored cells. What the rows hold is the image of the move from the point where the model was
 * made, whose gradient is given. Every fifth epoch an Anderson extrapolation of the last ones is
 * taken where it lowers the model (Bertrand and Massias, "Anderson acceleration of coordinate
 * descent", 2021, algorithm 2).
 */
final class ResidualDescent {
  private static final int DEPTH = 5;

  /** Passes over the coordinates that are not zero end at this share of the goal, or after MOST. */
  private static final double SHARE = 0.3;

  private static final int MOST = 20;

  private final MetricColumns columns;
  private final double[] sums;
  private final double[] curvature;
  private final double mass;
  private final double[] start;
  private final Threshold rule;

  /** The image of the move so far. */
  private double[] image;

  private double[] spare;

  /** Sum over the columns of their sums times their moves. */
  private double total;

  /**
   * Starts at a model.
   *
   * @param columns the working set
   * @param sums sum of h_i x_ij of each; not used without intercept
   * @param curvature of each, centred
   * @param mass sum of the rows' weights; 0 without intercept
   * @param gradient of the data part at the start, centred; kept, not modified
   */
  ResidualDescent(
      MetricColumns columns,
      double[] sums,
      double[] curvature,
      double mass,
      double[] gradient,
      int rows,
      Threshold rule) {
    this.columns = columns;
    this.sums = sums;
    this.curvature = curvature;
    this.mass = mass;
    this.start = gradient;
    this.rule = rule;
    this.image = new double[rows];
    this.spare = new double[rows];
  }

  /**
   * Descends from u, which is overwritten. Coordinates at zero are passed once in a while only.
   *
   * @param gap gathers how far u is from the model's minimum
   * @param goal at which to stop, in units of J
   * @return epochs used
   */
  int run(double[] u, SetGap gap, double goal, int epochs) {
    int[] all = new int[u.length];
    Arrays.setAll(all, j -> j);
    int[] active = all;
    double[][] history = new double[DEPTH + 1][u.length];
    int kept = keep(u, history, 0);
    for (int epoch = 1, since = 0; epoch <= epochs; epoch++) {
      double left = pass(u, active, gap);
      if (!(left > (active == all ? goal : SHARE * goal)) || active != all && ++since >= MOST) {
        if (active == all) {
          return epoch;
        }
        active = all;
        since = 0;
        continue;
      }
      if (active == all) {
        int[] moving = moving(u);
        active = moving.length < 0.8 * all.length ? moving : all;
        kept = active == all ? kept : 0;
      }
      if (kept == 0) {
        kept = keep(u, history, 0);
        continue;
      }
      kept = keep(u, history, kept);
      if (kept == history.length) {
        extrapolate(u, history);
        kept = keep(u, history, 0);
      }
    }
    return epochs;
  }

  private static int[] moving(double[] u) {
    int[] moving = new int[u.length];
    int count = 0;
    for (int j = 0; j < u.length; j++) {
      if (u[j] != 0) {
        moving[count++] = j;
      }
    }
    return Arrays.copyOf(moving, count);
  }

  private static int keep(double[] u, double[][] history, int kept) {
    System.arraycopy(u, 0, history[kept], 0, u.length);
    return kept + 1;
  }

  private double pass(double[] u, int[] active, SetGap gap) {
    gap.clear();
    for (int j : active) {
      double g = gradient(j);
      gap.add(j, u[j], g, curvature[j]);
      double d = rule.step(j, u[j], g, curvature[j]) - u[j];
      if (d != 0) {
        move(u, j, d);
      }
    }
    return gap.value();
  }

  private double gradient(int j) {
    double moved = columns.dot(j, image);
    return start[j] + (mass > 0 ? moved - total / mass * sums[j] : moved);
  }

  private void move(double[] u, int j, double d) {
    u[j] += d;
    columns.addTo(j, d, image);
    total += d * sums[j];
  }

  /** The model at u, up to a constant. */
  private double value(double[] u) {
    double linear = 0;
    for (int j = 0; j < u.length; j++) {
      linear += start[j] * u[j];
    }
    double square = columns.square(image) - (mass > 0 ? total * total / mass : 0);
    return linear + square / 2 + rule.value(u);
  }

  /** Extrapolates from a full history, the last of which is u. */
  private void extrapolate(double[] u, double[][] history) {
    double[] mix = mix(history);
    if (mix.length == 0) {
      return;
    }
    double[] before = history[DEPTH];
    System.arraycopy(image, 0, spare, 0, spare.length);
    double totalBefore = total;
    double value = value(u);
    for (int j = 0; j < u.length; j++) {
      double to = 0;
      for (int k = 0; k < DEPTH; k++) {
        to += mix[k] * history[k + 1][j];
      }
      if (to != before[j]) {
        move(u, j, to - before[j]);
        u[j] = to;
      }
    }
    if (!(value(u) < value)) {
      System.arraycopy(before, 0, u, 0, u.length);
      double[] moved = image;
      image = spare;
      spare = moved;
      total = totalBefore;
    }
  }

  /** Weights z / sum(z) of the last iterates with (D' D) z = 1, D the differences between them. */
  private static double[] mix(double[][] history) {
    double[] a = new double[DEPTH * DEPTH];
    double trace = 0;
    for (int p = 0; p < DEPTH; p++) {
      for (int q = 0; q <= p; q++) {
        double sum = 0;
        for (int j = 0; j < history[0].length; j++) {
          sum += (history[p + 1][j] - history[p][j]) * (history[q + 1][j] - history[q][j]);
        }
        a[p * DEPTH + q] = sum;
        trace += p == q ? sum : 0;
      }
    }
    for (int p = 0; p < DEPTH; p++) {
      a[p * DEPTH + p] += 1e-10 * trace;
    }
    double[] z = new double[DEPTH];
    Arrays.fill(z, 1);
    Cholesky factor = new Cholesky(a, DEPTH);
    if (!factor.isPositive()) {
      return new double[0];
    }
    factor.solve(z);
    double sum = Arrays.stream(z).sum();
    if (!(Math.abs(sum) > 0) || Double.isInfinite(sum)) {
      return new double[0];
    }
    Arrays.setAll(z, k -> z[k] / sum);
    return z;
  }
}
