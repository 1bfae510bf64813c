package dev.ridgeline.solvers;

import dev.ridgeline.linalg.DoubleMatrix;
import dev.ridgeline.linalg.Matrix;
import dev.ridgeline.objective.Objective;
import dev.ridgeline.penalty.ProximablePenalty;
import dev.ridgeline.solver.Certificate;
import dev.ridgeline.solver.LinearProblem;
import dev.ridgeline.solver.Solution;
import java.util.function.DoubleFunction;

/** Turns final coefficients into a solution, judged on the features as they were given. */
final class Ending {
  /** Why a descent ended whose own residual is small enough; its certificate may find a larger. */
  static final String CONVERGED = "stopped at rounding level";

  private static final int TIGHTENINGS = 3;

  private Ending() {}

  /**
   * Asks a descent for more while its own residual is within the tolerance and the certificate,
   * made of balanced intercepts and the features as they were given, is not.
   *
   * @param attempt goes on to a tolerance, and judges what it has
   */
  static Solution tightened(double tolerance, DoubleFunction<Solution> attempt) {
    double target = tolerance;
    for (int round = 0; ; round++, target /= 10) {
      Solution solution = attempt.apply(target);
      boolean asksForMore = solution.certificate().reason().equals(CONVERGED);
      if (!asksForMore || round == TIGHTENINGS) {
        return solution;
      }
    }
  }

  /**
   * Judges coefficients.
   *
   * @param w outputs x columns; kept
   * @param b one an output; made optimal for w, and kept
   * @param otherwise why the algorithm stopped, for a residual above the tolerance
   */
  static Solution of(
      LinearProblem problem,
      DataLoss loss,
      double[] w,
      double[] b,
      int iterations,
      double tolerance,
      String otherwise,
      String solver) {
    Design design = new FeaturesDesign(problem.data().features(), loss);
    Optimality optimality = new Optimality(problem, loss, design);
    return of(problem, loss, design, optimality, w, b, iterations, tolerance, otherwise, solver);
  }

  /**
   * The same through a design's threads: dense features go through blocks, as they were given.
   * Intercepts that are good enough to prove the weights optimal stay as they are.
   */
  static Solution of(
      LinearProblem problem,
      DataLoss loss,
      RowDesign solved,
      double[] w,
      double[] b,
      int iterations,
      double tolerance,
      String otherwise,
      String solver) {
    Design design =
        solved instanceof DenseDesign dense
            ? dense.uncentred()
            : new FeaturesDesign(problem.data().features(), loss);
    Optimality optimality = new Optimality(problem, loss, design);
    double[] eta = new double[loss.rows() * loss.outputs()];
    double[] slopes = new double[eta.length];
    double[] gradient = new double[w.length];
    double value = design.evaluate(loss, w, b, eta, slopes, gradient);
    Objective objective = objective(problem, loss, w, value);
    boolean isProper =
        Double.isFinite(objective.value()) && Degenerate.reason(problem, loss, w, eta).isEmpty();
    double residual =
        isProper
            ? optimality.residual(w, eta, objective.value(), slopes, gradient, solved.means)
            : Double.NaN;
    if (!(residual <= tolerance) || Attainment.isOpen(problem, loss)) {
      return of(problem, loss, design, optimality, w, b, iterations, tolerance, otherwise, solver);
    }
    Certificate proved = Certificate.of(optimality.measure(), residual, tolerance, otherwise);
    DoubleMatrix weights = Matrix.of(w, loss.outputs(), design.columns());
    return new Solution(weights, b, objective, iterations, proved, solver);
  }

  private static Solution of(
      LinearProblem problem,
      DataLoss loss,
      Design design,
      Optimality optimality,
      double[] w,
      double[] b,
      int iterations,
      double tolerance,
      String otherwise,
      String solver) {
    double[] products = new double[loss.rows() * loss.outputs()];
    design.computePredictions(w, new double[b.length], products);
    double[] eta = sum(products, b);
    boolean absent = problem.intercept() && !Degenerate.absentClasses(problem).isEmpty();
    if (problem.intercept() && loss.canBalance() && !absent && isFinite(eta)) {
      new Balance(loss).improve(eta, b);
      eta = sum(products, b);
    }
    DoubleMatrix weights = Matrix.of(w, loss.outputs(), design.columns());
    Objective objective = objective(problem, loss, w, eta);
    return new Solution(
        weights,
        b,
        objective,
        iterations,
        certificate(problem, loss, optimality, objective, w, eta, tolerance, otherwise),
        solver);
  }

  /** J at coefficients with these predictions. */
  static Objective objective(LinearProblem problem, DataLoss loss, double[] w, double[] eta) {
    return objective(problem, loss, w, loss.value(eta));
  }

  /** J at coefficients with this mean loss. */
  static Objective objective(LinearProblem problem, DataLoss loss, double[] w, double value) {
    DoubleMatrix weights = Matrix.of(w, loss.outputs(), w.length / loss.outputs());
    return new Objective(
        value,
        problem.penaltyValue(weights),
        problem.loss().toString(),
        problem.plan(),
        problem.data().weightSum());
  }

  private static Certificate certificate(
      LinearProblem problem,
      DataLoss loss,
      Optimality optimality,
      Objective objective,
      double[] w,
      double[] eta,
      double tolerance,
      String otherwise) {
    Certificate.Measure measure = optimality.measure();
    if (!Double.isFinite(objective.value())) {
      return Certificate.of(
          measure, Double.NaN, tolerance, "J is " + objective.value() + ": rescale the features");
    }
    String reason = Degenerate.reason(problem, loss, w, eta);
    if (!reason.isEmpty()) {
      return Certificate.of(measure, Double.NaN, tolerance, reason);
    }
    double residual = optimality.residual(w, eta);
    if (Attainment.isOpen(problem, loss)) {
      String none = Attainment.reason(problem, loss, w, eta, residual <= tolerance);
      if (!none.isEmpty()) {
        return Certificate.of(measure, Double.NaN, tolerance, none);
      }
    }
    return Certificate.of(measure, residual, tolerance, otherwise);
  }

  /** The answer where only one class occurs: no weights, and the intercept of half an example. */
  static Solution ofOneClass(
      LinearProblem problem, DataLoss loss, double tolerance, String solver) {
    double[] w = new double[loss.outputs() * problem.data().columns()];
    if (problem.penalty() instanceof ProximablePenalty p && problem.strength() > 0) {
      p.prox(Matrix.of(w, loss.outputs(), problem.data().columns()), problem.strength(), 1);
    }
    double[] b = problem.loss().bestConstant(problem.data());
    return of(problem, loss, w, b, 0, tolerance, "", solver);
  }

  private static double[] sum(double[] products, double[] b) {
    double[] eta = new double[products.length];
    for (int at = 0; at < eta.length; at++) {
      eta[at] = b[at % b.length] + products[at];
    }
    return eta;
  }

  private static boolean isFinite(double[] v) {
    for (double x : v) {
      if (!Double.isFinite(x)) {
        return false;
      }
    }
    return true;
  }
}
