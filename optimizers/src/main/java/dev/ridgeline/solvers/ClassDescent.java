package dev.ridgeline.solvers;

import dev.ridgeline.linalg.Matrix;
import dev.ridgeline.objective.Objective;
import dev.ridgeline.solver.Certificate;
import dev.ridgeline.solver.LinearProblem;
import java.util.Arrays;

/**
 * One run of working-set proximal Newton with coordinate descent for softmax.
 *
 * <p>The second-order model of the loss is the whole one, classes coupled: with D the change of a
 * row's predictions, its gradient in class k is share (p_k - y_k + p_k (D_k - sum_l p_l D_l)). The
 * sums over classes v = sum_l p_l D_l are kept for each row, so that a coordinate costs its stored
 * cells whatever the number of classes; within a class the row's curvature is share p_k (1 - p_k).
 * Sweeps go class by class; a line search keeps J falling.
 *
 * <p>Friedman, Hastie and Tibshirani, "Regularization paths for generalized linear models via
 * coordinate descent", 2010, section 4, whose sweeps leave the classes uncoupled; Lee, Sun and
 * Saunders, "Proximal Newton-type methods for minimizing composite functions", 2014, section 2.3.
 */
final class ClassDescent extends Descent {
  private static final double MARGIN = 0.9;
  private static final double FLOOR = 1e-6;
  private static final int STALLED = 20;
  private static final int ROUNDS = 20;

  private final DataLoss loss;
  private final ColumnDesign design;
  private final ClassColumns wide;
  private final Balance balance;
  private final int outputs;
  private final int columns;
  private final int rows;
  private final double[] w;
  private final double[] b;
  private final double[] eta;
  private final double[] slopes;
  private final double[] shares;
  private final boolean[] isMember;
  private final int[][] sets;
  private final double[][] probabilities;
  private final double[][] direction;
  private final double[] mixed;
  private final double[] h;
  private final double[] t;
  private final double[] before;
  private final double startingSum;
  private final double[] means;
  private LinearProblem problem;
  private Threshold rule;
  private Optimality optimality;
  private double residual = Double.NaN;
  private int epochs;
  private String ending = "";

  ClassDescent(LinearProblem problem, DataLoss loss, ColumnDesign design, Start start) {
    this.problem = problem;
    this.loss = loss;
    this.design = design;
    this.wide = new ClassColumns(design);
    this.rule = Threshold.of(problem);
    this.balance = new Balance(loss);
    this.outputs = loss.outputs();
    this.columns = design.columns();
    this.rows = loss.rows();
    this.w = start.weights();
    this.b = start.intercepts();
    this.eta = new double[rows * outputs];
    this.slopes = new double[eta.length];
    this.shares = new double[rows];
    Arrays.setAll(shares, loss::share);
    this.means = new double[columns];
    Arrays.setAll(means, j -> design.dot(j, shares));
    this.startingSum = sumOfIntercepts();
    this.isMember = new boolean[w.length];
    this.sets = new int[outputs][0];
    this.probabilities = new double[outputs][rows];
    this.direction = new double[outputs][rows];
    this.mixed = new double[rows];
    this.h = new double[rows];
    this.t = new double[rows];
    this.before = new double[rows];
  }

  @Override
  void moveTo(double lambda) {
    problem = problem.withLambda(lambda);
    rule = Threshold.of(problem);
    epochs = 0;
    ending = "";
    Arrays.fill(isMember, false);
  }

  @Override
  void run(double tolerance, int maxEpochs) {
    optimality = new Optimality(problem, loss, wide);
    double least = Double.POSITIVE_INFINITY;
    for (int sinceLeast = 0; ; sinceLeast++) {
      wide.computePredictions(w, b, eta);
      if (problem.intercept()) {
        balance.improve(eta, b);
        centre();
      }
      if (Degenerate.isExhausted(problem, loss, w, eta)) {
        return;
      }
      residual = optimality.residual(w, eta);
      if (residual <= MARGIN * tolerance) {
        ending = Ending.CONVERGED;
        return;
      }
      if (residual < least) {
        least = residual;
        sinceLeast = 0;
      }
      if (Double.isNaN(residual) || sinceLeast == STALLED) {
        ending = "the residual no longer falls: rounding hides what is left";
        return;
      }
      if (epochs >= maxEpochs) {
        ending = maxEpochs + " epochs were not enough; raise max-epochs";
        return;
      }
      descend(0.1 * grow(optimality.gradient()), maxEpochs);
    }
  }

  /**
   * A shift common to all classes changes nothing: the sum of the intercepts, for centred features,
   * stays what it was at the start.
   */
  private void centre() {
    double common = (sumOfIntercepts() - startingSum) / outputs;
    Arrays.setAll(b, k -> b[k] - common);
    Arrays.setAll(eta, at -> eta[at] - common);
  }

  private double sumOfIntercepts() {
    double sum = Arrays.stream(b).sum();
    for (int at = 0; at < w.length; at++) {
      sum += w[at] * means[at % columns];
    }
    return sum;
  }

  /** Takes in what has weight and what violates optimality; returns the largest violation. */
  private double grow(double[] gradient) {
    double worst = 0;
    for (int k = 0; k < outputs; k++) {
      int size = 0;
      for (int j = 0; j < columns; j++) {
        int at = k * columns + j;
        double square = design.square(j);
        double score = rule.violation(j, w[at], gradient[at]) / Math.sqrt(square > 0 ? square : 1);
        worst = Math.max(worst, score);
        isMember[at] |= w[at] != 0 || score > 0;
        size += isMember[at] ? 1 : 0;
      }
      sets[k] = new int[size];
      for (int j = 0, to = 0; j < columns; j++) {
        if (isMember[k * columns + j]) {
          sets[k][to++] = j;
        }
      }
    }
    return worst;
  }

  /** Newton steps on the working sets until they are stationary enough. */
  private void descend(double tolerance, int maxEpochs) {
    double[][] gradient = new double[outputs][];
    double[][] curvature = new double[outputs][];
    for (int round = 0; round < ROUNDS && epochs < maxEpochs; round++) {
      double value = loss.computeSlopes(eta, slopes);
      computeProbabilities();
      double worst = 0;
      double largest = 0;
      for (int k = 0; k < outputs; k++) {
        computeCurvatures(k);
        ClassColumns.of(slopes, k, outputs, t);
        gradient[k] = new double[sets[k].length];
        curvature[k] = new double[sets[k].length];
        for (int a = 0; a < sets[k].length; a++) {
          int j = sets[k][a];
          gradient[k][a] = design.dot(j, t);
          curvature[k][a] = design.square(j) > 0 ? design.weightedSquare(j, h) : 0;
          largest = Math.max(largest, curvature[k][a]);
        }
      }
      for (int k = 0; k < outputs; k++) {
        for (int a = 0; a < sets[k].length; a++) {
          int j = sets[k][a];
          if (curvature[k][a] == 0) {
            // A constant column: the penalty alone moves it, at once.
            gradient[k][a] = 0;
            curvature[k][a] = largest > 0 ? 1e-12 * largest : 1;
          }
          double off = rule.violation(j, w[k * columns + j], gradient[k][a]);
          worst = Math.max(worst, off / Math.sqrt(curvature[k][a]));
        }
      }
      if (!(worst > tolerance)) {
        return;
      }
      double[] u = w.clone();
      double[] shift = new double[outputs];
      descendModel(
          u, shift, gradient, curvature, Math.max(0.3 * tolerance, 0.01 * worst), maxEpochs);
      if (!move(u, shift, value)) {
        return;
      }
    }
  }

  private void computeProbabilities() {
    for (int i = 0; i < rows; i++) {
      double top = Double.NEGATIVE_INFINITY;
      for (int k = 0; k < outputs; k++) {
        top = Math.max(top, eta[i * outputs + k]);
      }
      double sum = 0;
      for (int k = 0; k < outputs; k++) {
        probabilities[k][i] = Math.exp(eta[i * outputs + k] - top);
        sum += probabilities[k][i];
      }
      for (int k = 0; k < outputs; k++) {
        probabilities[k][i] /= sum;
      }
    }
  }

  private void computeCurvatures(int k) {
    double[] p = probabilities[k];
    for (int i = 0; i < rows; i++) {
      h[i] = shares[i] * Math.max(FLOOR, p[i] * (1 - p[i]));
    }
  }

  /** Sweeps over the model until no coordinate moves by more than a tolerance. */
  private void descendModel(
      double[] u,
      double[] shift,
      double[][] gradient,
      double[][] curvature,
      double tolerance,
      int maxEpochs) {
    for (double[] one : direction) {
      Arrays.fill(one, 0);
    }
    Arrays.fill(mixed, 0);
    double[] sums = new double[outputs];
    for (int at = 0; at < slopes.length; at++) {
      sums[at % outputs] += slopes[at];
    }
    for (boolean moves = true; moves && epochs < maxEpochs; ) {
      epochs++;
      double moved = 0;
      for (int k = 0; k < outputs; k++) {
        computeCurvatures(k);
        moved = Math.max(moved, sweep(k, u, shift, sums[k], gradient[k], curvature[k]));
      }
      shiftFeatures(u);
      moves = moved > tolerance;
    }
  }

  /**
   * The same number taken off a feature's weights in all classes leaves the loss alone; the one
   * that lowers the penalty most is taken, which single coordinates would be long to find.
   */
  private void shiftFeatures(double[] u) {
    for (int j = 0; j < columns && rule.isL1L2(); j++) {
      double slope = 0;
      double room = 0;
      for (int at = j; at < u.length; at += columns) {
        slope += rule.l1(j) * Math.signum(u[at]) + rule.l2(j) * u[at];
        room += u[at] == 0 ? rule.l1(j) : 0;
      }
      if (Math.abs(slope) <= room + 1e-12 * Math.abs(slope)) {
        continue;
      }
      double common = commonPart(u, j);
      for (int at = j; at < u.length; at += columns) {
        u[at] -= common;
      }
    }
  }

  /** argmin over c of sum over classes of l1 |u_k - c| + (l2/2) (u_k - c)^2, by its breaks. */
  private double commonPart(double[] u, int j) {
    double[] sorted = new double[outputs];
    Arrays.setAll(sorted, k -> u[k * columns + j]);
    Arrays.sort(sorted);
    double l1 = rule.l1(j);
    double l2 = rule.l2(j);
    double sum = Arrays.stream(sorted).sum();
    for (int k = 0; k < outputs; k++) {
      // The slope in c just above the k-th break: k + 1 values lie below, the others above.
      double above = l1 * (2 * (k + 1) - outputs) + l2 * (outputs * sorted[k] - sum);
      if (above >= 0) {
        double below = above - 2 * l1;
        if (below <= 0 || k == 0) {
          return sorted[k];
        }
        return l2 > 0 ? (sum - l1 * (2 * k - outputs) / l2) / outputs : sorted[k];
      }
    }
    return sorted[outputs - 1];
  }

  /** One sweep over a class; returns the largest move, in units of the root of the curvature. */
  private double sweep(
      int k, double[] u, double[] shift, double sum, double[] gradient, double[] curvature) {
    double[] p = probabilities[k];
    for (int i = 0; i < rows; i++) {
      t[i] = shares[i] * p[i] * (direction[k][i] - mixed[i]);
      before[i] = t[i];
    }
    double moved = 0;
    shift[k] += balanceModel(sum);
    for (int a = 0; a < sets[k].length; a++) {
      int j = sets[k][a];
      int at = k * columns + j;
      // A constant column has no gradient, whatever the direction.
      double g = design.square(j) > 0 ? gradient[a] + design.dot(j, t) : 0;
      double d = rule.step(j, u[at], g, curvature[a]) - u[at];
      if (d != 0) {
        moved = Math.max(moved, Math.abs(d) * Math.sqrt(curvature[a]));
        u[at] += d;
        design.addWeightedTo(j, d, h, t);
      }
    }
    shift[k] += balanceModel(sum);
    for (int i = 0; i < rows; i++) {
      double d = (t[i] - before[i]) / h[i];
      direction[k][i] += d;
      mixed[i] += p[i] * d;
    }
    return moved;
  }

  /** Moves the intercept to the model's minimum over it. */
  private double balanceModel(double sum) {
    if (!problem.intercept()) {
      return 0;
    }
    double total = sum;
    double mass = 0;
    for (int i = 0; i < rows; i++) {
      total += t[i];
      mass += h[i];
    }
    double d = -total / mass;
    for (int i = 0; i < rows; i++) {
      t[i] += d * h[i];
    }
    return d;
  }

  /** Goes towards the minimiser of the model as far as J falls; whether anything moved. */
  private boolean move(double[] u, double[] shift, double value) {
    double before = value + penalty(w);
    double descent = penalty(u) - penalty(w);
    for (int at = 0; at < slopes.length; at++) {
      descent += slopes[at] * direction[at % outputs][at / outputs];
    }
    double[] trial = new double[eta.length];
    double[] next = u;
    double step = 1;
    for (int half = 0; half < 30; half++, step /= 2) {
      for (int at = 0; at < trial.length; at++) {
        trial[at] = eta[at] + step * direction[at % outputs][at / outputs];
      }
      if (step < 1) {
        next = w.clone();
        for (int at = 0; at < w.length; at++) {
          next[at] += u[at] == w[at] ? 0 : step * (u[at] - w[at]);
        }
      }
      double after = loss.value(trial) + penalty(next);
      if (after <= before + 1e-3 * step * Math.min(0, descent) + 1e-15 * Math.abs(before)) {
        boolean moves = !Arrays.equals(w, next);
        System.arraycopy(trial, 0, eta, 0, eta.length);
        System.arraycopy(next, 0, w, 0, w.length);
        for (int k = 0; k < outputs; k++) {
          b[k] += step * shift[k];
        }
        return moves;
      }
    }
    return false;
  }

  private double penalty(double[] weights) {
    return problem.penaltyValue(Matrix.of(weights, outputs, columns));
  }

  @Override
  Certificate.Measure measure() {
    return optimality.measure();
  }

  @Override
  double residual() {
    return residual;
  }

  @Override
  Objective objective() {
    return Ending.objective(problem, loss, w, eta);
  }

  @Override
  double[] weights() {
    return w;
  }

  @Override
  double[] intercepts() {
    return b;
  }

  @Override
  int epochs() {
    return epochs;
  }

  @Override
  String ending() {
    return ending;
  }
}
