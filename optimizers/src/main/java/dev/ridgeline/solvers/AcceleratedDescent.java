package dev.ridgeline.solvers;

import dev.ridgeline.linalg.Matrix;
import dev.ridgeline.penalty.ProximablePenalty;
import dev.ridgeline.penalty.SmoothPenalty;
import dev.ridgeline.solver.LinearProblem;
import java.util.Arrays;

/**
 * One run of FISTA with backtracking and adaptive restart on centred features; {@link
 * ProximalGradient} says what it does. Coefficients are the weights, then the intercepts.
 */
final class AcceleratedDescent {
  private static final int CHECK_EVERY = 10;
  private static final double MARGIN = 0.9;

  private final LinearProblem problem;
  private final DataLoss loss;
  private final CentredDesign design;
  private final ProxMetric metric;
  private final double nu;
  private final boolean smooth;
  private final boolean[] free;
  private final int outputs;
  private final int weights;

  private double[] x;
  private double[] etaX;
  private double costX;
  private double scale = 1;
  private int iterations;
  private String ending = "";

  AcceleratedDescent(LinearProblem problem, DataLoss loss, CentredDesign design, Start start) {
    this.problem = problem;
    this.loss = loss;
    this.design = design;
    this.outputs = loss.outputs();
    this.weights = outputs * design.columns();
    this.nu = loss.smoothness();
    double unit = Double.isFinite(nu) ? nu : 1;
    double[] curvature = new double[design.columns()];
    Arrays.setAll(curvature, j -> unit * design.square(j));
    this.metric = new ProxMetric(problem, outputs, curvature);
    this.smooth =
        problem.strength() > 0
            && !(problem.penalty() instanceof ProximablePenalty)
            && problem.penalty() instanceof SmoothPenalty;
    this.free = Degenerate.freeIntercepts(problem);
    this.x = Arrays.copyOf(start.weights(), weights + outputs);
    System.arraycopy(start.intercepts(), 0, x, weights, outputs);
    this.etaX = new double[loss.rows() * outputs];
  }

  /** Goes on until the residual is small enough or the iterations of all runs are used up. */
  void run(double tolerance, int maxIterations) {
    Optimality optimality = new Optimality(problem, loss, design);
    predict(x, etaX);
    costX = loss.value(etaX) + problem.penaltyValue(matrix(x));
    double[] y = x.clone();
    double[] etaY = etaX.clone();
    double[] next = new double[x.length];
    double[] etaNext = new double[etaX.length];
    double[] slopes = new double[etaX.length];
    double[] gradient = new double[x.length];
    double[] steps = new double[x.length];
    double momentum = 1;
    for (; ; iterations++) {
      if (iterations % CHECK_EVERY == 0 && isDone(optimality, tolerance)) {
        return;
      }
      if (iterations >= maxIterations) {
        ending = maxIterations + " iterations were not enough; raise max-iterations";
        return;
      }
      double lossY = computeGradient(y, etaY, slopes, gradient);
      double cost = step(y, etaY, lossY, gradient, slopes, next, etaNext, steps);
      if (Double.isNaN(cost)) {
        ending = "J became NaN";
        return;
      }
      if (momentum > 1 && cost > costX) {
        // The momentum overshot: forget it and step from the best point so far.
        momentum = 1;
        System.arraycopy(x, 0, y, 0, x.length);
        System.arraycopy(etaX, 0, etaY, 0, etaX.length);
        continue;
      }
      double against = 0;
      for (int at = 0; at < x.length; at++) {
        against += (y[at] - next[at]) * (next[at] - x[at]) / steps[at];
      }
      double t = against > 0 ? 1 : (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
      double beta = against > 0 ? 0 : (momentum - 1) / t;
      momentum = t;
      extrapolate(x, next, beta, y);
      extrapolate(etaX, etaNext, beta, etaY);
      double[] spare = x;
      x = next;
      next = spare;
      spare = etaX;
      etaX = etaNext;
      etaNext = spare;
      costX = cost;
    }
  }

  private boolean isDone(Optimality optimality, double tolerance) {
    if (Degenerate.isExhausted(problem, loss, Arrays.copyOf(x, weights), etaX)) {
      return true;
    }
    double residual = optimality.residual(Arrays.copyOf(x, weights), etaX);
    ending = Ending.CONVERGED;
    return residual <= MARGIN * tolerance;
  }

  private double computeGradient(double[] at, double[] eta, double[] slopes, double[] gradient) {
    double value = loss.computeSlopes(eta, slopes);
    double[] z = new double[weights];
    design.computeGradient(slopes, outputs, z);
    if (smooth) {
      SmoothPenalty penalty = (SmoothPenalty) problem.penalty();
      penalty.addGradientTo(
          matrix(at), problem.strength(), Matrix.of(z, outputs, design.columns()));
    }
    System.arraycopy(z, 0, gradient, 0, weights);
    Arrays.fill(gradient, weights, gradient.length, 0);
    for (int i = 0; i < slopes.length; i++) {
      gradient[weights + i % outputs] += free[i % outputs] ? slopes[i] : 0;
    }
    return value;
  }

  /** A proximal step from y, with a metric large enough; returns J at the new point. */
  private double step(
      double[] y,
      double[] etaY,
      double lossY,
      double[] gradient,
      double[] slopes,
      double[] next,
      double[] etaNext,
      double[] steps) {
    double[] w = new double[weights];
    double[] wSteps = new double[weights];
    for (; ; scale *= 2) {
      metric.computeSteps(scale, wSteps);
      for (int at = 0; at < weights; at++) {
        w[at] = y[at] - wSteps[at] * gradient[at];
      }
      double penalty = metric.prox(w, wSteps);
      System.arraycopy(w, 0, next, 0, weights);
      System.arraycopy(wSteps, 0, steps, 0, weights);
      for (int k = weights; k < next.length; k++) {
        steps[k] = 1 / (scale * (Double.isFinite(nu) ? nu : 1));
        next[k] = y[k] - steps[k] * gradient[k];
      }
      predict(next, etaNext);
      double lossNext = loss.value(etaNext);
      double cost = lossNext + penalty;
      double allowed = 0;
      for (int at = 0; at < next.length; at++) {
        double d = next[at] - y[at];
        allowed += d * d / (2 * steps[at]);
      }
      double bend = smooth ? smoothLipschitz() * squaredDistance(next, y, weights) / 2 : 0;
      double rise = lossNext - lossY;
      double bound = bend;
      for (int i = 0; i < etaY.length; i++) {
        rise -= slopes[i] * (etaNext[i] - etaY[i]);
      }
      if (Double.isFinite(nu)) {
        bound += nu / 2 * shareWeighted(etaNext, etaY);
      }
      // The difference of two losses is rounding once the step is tiny: trust it only above that.
      boolean trusted = allowed > 1e-8 * Math.abs(lossY);
      double slack = Double.isFinite(nu) ? 0 : 1e-14 * Math.abs(lossY);
      if ((trusted && rise + bend <= allowed)
          || (Double.isFinite(nu) ? bound <= allowed * (1 + 1e-12) : rise + bend <= allowed + slack)
          || Double.isNaN(cost)
          || scale > 1e60) {
        scale *= trusted ? 0.98 : 1;
        return cost;
      }
    }
  }

  private double smoothLipschitz() {
    return ((SmoothPenalty) problem.penalty()).lipschitz(problem.strength());
  }

  private double shareWeighted(double[] u, double[] v) {
    double sum = 0;
    for (int i = 0; i < u.length; i++) {
      sum += loss.share(i / outputs) * (u[i] - v[i]) * (u[i] - v[i]);
    }
    return sum;
  }

  private static double squaredDistance(double[] u, double[] v, int length) {
    double sum = 0;
    for (int i = 0; i < length; i++) {
      sum += (u[i] - v[i]) * (u[i] - v[i]);
    }
    return sum;
  }

  private static void extrapolate(double[] from, double[] to, double beta, double[] out) {
    for (int i = 0; i < out.length; i++) {
      out[i] = to[i] + beta * (to[i] - from[i]);
    }
  }

  private void predict(double[] coefficients, double[] eta) {
    double[] b = Arrays.copyOfRange(coefficients, weights, coefficients.length);
    design.computePredictions(coefficients, b, eta);
  }

  private Matrix matrix(double[] coefficients) {
    return Matrix.of(coefficients, outputs, design.columns());
  }

  double[] weights() {
    return Arrays.copyOf(x, weights);
  }

  double[] intercepts() {
    return Arrays.copyOfRange(x, weights, x.length);
  }

  int iterations() {
    return iterations;
  }

  String ending() {
    return ending;
  }
}
