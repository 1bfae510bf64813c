package dev.ridgeline.solvers;

import dev.ridgeline.linalg.Team;
import dev.ridgeline.solver.LinearProblem;
import java.util.Arrays;

/** One run of Newton's method with a line search; {@link Newton} says what it does. */
final class NewtonDescent {
  private static final double MARGIN = 0.9;
  private static final double LEAST_FLOOR = 1e-9;
  private static final int STALLED = 5;

  private final LinearProblem problem;
  private final DataLoss loss;
  private final RowDesign design;
  private final double[] ridge;
  private final double[] w;
  private final double[] b;
  private final double[] eta;
  private final Team team;
  private double floor = LEAST_FLOOR;
  private int iterations;
  private String ending = "";

  NewtonDescent(
      LinearProblem problem,
      DataLoss loss,
      RowDesign design,
      double[] ridge,
      Start start,
      Team team) {
    this.problem = problem;
    this.loss = loss;
    this.design = design;
    this.ridge = ridge;
    this.w = start.weights();
    this.b = start.intercepts();
    this.eta = new double[loss.rows()];
    this.team = team;
  }

  void run(double tolerance, int maxIterations) {
    Optimality optimality = new Optimality(problem, loss, design);
    Balance balance = new Balance(loss);
    NewtonSystem system = new NewtonSystem(design, ridge, problem.intercept(), team);
    double[] slopes = new double[eta.length];
    double[] h = new double[eta.length];
    double[] gradient = new double[w.length];
    double[] step = new double[w.length];
    double[] direction = new double[eta.length];
    double least = Double.POSITIVE_INFINITY;
    int sinceLeast = 0;
    boolean falls = false;
    for (; ; iterations++) {
      design.computePredictions(w, b, eta);
      if (problem.intercept()) {
        balance.improve(eta, b);
      }
      if (Degenerate.isExhausted(problem, loss, w, eta)) {
        return;
      }
      double residual = optimality.residual(w, eta);
      if (residual <= MARGIN * tolerance) {
        ending = Ending.CONVERGED;
        return;
      }
      // Huber's gradient stands still while its rows are clipped, however far J has to fall.
      sinceLeast = residual < least || falls ? 0 : sinceLeast + 1;
      least = Math.min(least, residual);
      if (Double.isNaN(residual) || sinceLeast == STALLED) {
        ending = "the residual no longer falls: rounding hides what is left";
        return;
      }
      if (iterations >= maxIterations) {
        ending = maxIterations + " iterations were not enough; raise max-iterations";
        return;
      }
      loss.computeSlopes(eta, slopes);
      loss.computeCurvatures(eta, floor, h);
      design.computeGradient(slopes, 1, gradient);
      for (int j = 0; j < w.length; j++) {
        gradient[j] += ridge[j] * w[j];
      }
      double total = problem.intercept() ? Arrays.stream(slopes).sum() : 0;
      double shift = system.solve(h, gradient, total, step);
      design.computePredictions(step, new double[] {shift}, direction);
      falls = move(gradient, total, step, shift, direction);
    }
  }

  /** Goes along a step as far as J falls; whether it fell by more than rounding. */
  private boolean move(
      double[] gradient, double total, double[] step, double shift, double[] direction) {
    double descent = total * shift;
    double cross = 0;
    double square = 0;
    for (int j = 0; j < w.length; j++) {
      descent += gradient[j] * step[j];
      cross += ridge[j] * w[j] * step[j];
      square += ridge[j] * step[j] * step[j];
    }
    double before = loss.value(eta);
    double[] trial = new double[eta.length];
    double t = 1;
    double fall = 0;
    for (int half = 0; half < 40; half++, t /= 2) {
      for (int i = 0; i < trial.length; i++) {
        trial[i] = eta[i] + t * direction[i];
      }
      double rise = loss.value(trial) - before + (t * cross + t * t / 2 * square);
      if (rise <= 1e-4 * t * Math.min(0, descent) + 1e-15 * Math.abs(before)) {
        for (int j = 0; j < w.length; j++) {
          w[j] += t * step[j];
        }
        b[0] += t * shift;
        fall = -rise;
        break;
      }
    }
    floor = t == 1 ? Math.max(LEAST_FLOOR, floor / 10) : Math.min(1, Math.max(0.01, 10 * floor));
    return fall > 1e-12 * Math.abs(before);
  }

  double[] weights() {
    return w;
  }

  double[] intercepts() {
    return b;
  }

  int iterations() {
    return iterations;
  }

  String ending() {
    return ending;
  }
}
