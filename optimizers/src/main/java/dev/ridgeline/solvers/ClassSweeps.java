package dev.ridgeline.solvers;

import java.util.Arrays;

/**
 * Coordinate descent on the second-order model of softmax over many coordinates, class by class
 * through the rows: with D the change of a row's predictions, the model's gradient in class k is
 * share (p_k - y_k + p_k (D_k - sum_l p_l D_l)). The sums over classes are kept for each row, so
 * that a coordinate costs its stored cells whatever the number of classes.
 *
 * <p>Friedman, Hastie and Tibshirani, "Regularization paths for generalized linear models via
 * coordinate descent", 2010, section 4, whose sweeps leave the classes uncoupled.
 */
final class ClassSweeps {
  /** Passes over the coordinates that are not zero end at this share of the goal, or after MOST. */
  private static final double SHARE = 0.3;

  private static final int MOST = 20;

  private final DataLoss loss;
  private final ColumnDesign design;
  private final ClassMetric metric;
  private final boolean intercept;
  private final int outputs;
  private final int features;
  private final int n;
  private final double[][] direction;
  private final double[] mixed;
  private final double[] h;
  private final double[] t;
  private final double[] before;

  ClassSweeps(DataLoss loss, ColumnDesign design, ClassMetric metric, boolean intercept) {
    this.loss = loss;
    this.design = design;
    this.metric = metric;
    this.intercept = intercept;
    this.outputs = loss.outputs();
    this.features = design.columns();
    this.n = loss.rows();
    this.direction = new double[outputs][n];
    this.mixed = new double[n];
    this.h = new double[n];
    this.t = new double[n];
    this.before = new double[n];
  }

  /**
   * Descends from u, which is overwritten.
   *
   * @param set coordinates
   * @param slopes of the mean loss where the model was made, rows x outputs
   * @param diagonal curvatures with the intercepts eliminated, by which the gap is measured
   * @param rule of the coordinates by place
   * @param gap gathers how far u is from the model's minimum
   * @param goal at which to stop, in units of J
   * @return epochs used
   */
  int run(
      int[] set,
      double[] u,
      double[] slopes,
      double[] diagonal,
      Threshold rule,
      SetGap gap,
      double goal,
      int epochs) {
    Arrays.fill(mixed, 0);
    double[] gradient = new double[set.length];
    double[] curvature = new double[set.length];
    int[][] places = new int[outputs][];
    double[] totals = new double[outputs];
    for (int k = 0; k < outputs; k++) {
      int output = k;
      Arrays.fill(direction[k], 0);
      places[k] = range(set, output);
      ClassColumns.of(slopes, k, outputs, t);
      totals[k] = Arrays.stream(t).sum();
      metric.weighOwn(k, h);
      for (int a : places[k]) {
        int j = set[a] % features;
        gradient[a] = design.dot(j, t);
        curvature[a] = design.square(j) > 0 ? design.weightedSquare(j, h) : 0;
      }
    }
    double largest = Arrays.stream(curvature).max().orElse(0);
    for (int a = 0; a < set.length; a++) {
      if (curvature[a] == 0) {
        // A constant column: the penalty alone moves it, at once.
        gradient[a] = 0;
        curvature[a] = largest > 0 ? 1e-12 * largest : 1;
      }
    }
    int[][] active = places;
    for (int epoch = 1, since = 0; epoch <= epochs; epoch++) {
      gap.clear();
      for (int k = 0; k < outputs; k++) {
        sweep(k, active[k], set, u, totals[k], gradient, curvature, diagonal, rule, gap);
      }
      boolean isWhole = active == places;
      if (!(gap.value() > (isWhole ? goal : SHARE * goal)) || !isWhole && ++since >= MOST) {
        if (isWhole) {
          return epoch;
        }
        active = places;
        since = 0;
      } else if (isWhole) {
        active = moving(places, u);
      }
    }
    return epochs;
  }

  /** Coordinates with weight; zeros are passed once in a while only. */
  private static int[][] moving(int[][] places, double[] u) {
    int[][] moving = new int[places.length][];
    for (int k = 0; k < places.length; k++) {
      moving[k] = Arrays.stream(places[k]).filter(a -> u[a] != 0).toArray();
    }
    return moving;
  }

  private int[] range(int[] set, int output) {
    int[] places = new int[set.length];
    int count = 0;
    for (int a = 0; a < set.length; a++) {
      if (set[a] / features == output) {
        places[count++] = a;
      }
    }
    return Arrays.copyOf(places, count);
  }

  private void sweep(
      int k,
      int[] places,
      int[] set,
      double[] u,
      double total,
      double[] gradient,
      double[] curvature,
      double[] diagonal,
      Threshold rule,
      SetGap gap) {
    double[] p = metric.probabilities()[k];
    metric.weighOwn(k, h);
    for (int i = 0; i < n; i++) {
      t[i] = loss.share(i) * p[i] * (direction[k][i] - mixed[i]);
      before[i] = t[i];
    }
    balance(total);
    for (int a : places) {
      int j = set[a] % features;
      // A constant column has no gradient, whatever the direction.
      double g = design.square(j) > 0 ? gradient[a] + design.dot(j, t) : 0;
      gap.add(a, u[a], g, diagonal[a]);
      double d = rule.step(a, u[a], g, curvature[a]) - u[a];
      if (d != 0) {
        u[a] += d;
        design.addWeightedTo(j, d, h, t);
      }
    }
    balance(total);
    for (int i = 0; i < n; i++) {
      double d = (t[i] - before[i]) / h[i];
      direction[k][i] += d;
      mixed[i] += p[i] * d;
    }
  }

  /** Moves the intercept of the class to the model's minimum over it. */
  private void balance(double sum) {
    if (!intercept) {
      return;
    }
    double total = sum;
    double mass = 0;
    for (int i = 0; i < n; i++) {
      total += t[i];
      mass += h[i];
    }
    double d = -total / mass;
    for (int i = 0; i < n; i++) {
      t[i] += d * h[i];
    }
  }
}
