package dev.ridgeline.solvers;

import dev.ridgeline.linalg.Matrix;
import dev.ridgeline.linalg.Team;
import dev.ridgeline.objective.Objective;
import dev.ridgeline.solver.Certificate;
import dev.ridgeline.solver.LinearProblem;
import dev.ridgeline.solver.Solution;
import java.util.List;

/**
 * Judges the solutions of several lambdas on the data as they were given, all in two matrix
 * products with them.
 */
final class PathJudge {
  private final DataLoss loss;
  private final Design design;
  private final double[] means;
  private final double tolerance;
  private final String solver;
  private Optimality optimality;

  /**
   * Coefficients to be judged.
   *
   * @param place where the solution belongs
   * @param problem at its lambda
   * @param rule the penalty there
   * @param weights kept
   */
  record Candidate(
      int place,
      LinearProblem problem,
      Threshold rule,
      double[] weights,
      double intercept,
      int epochs) {}

  /**
   * Measures the features once.
   *
   * @param problem of dense features, one output
   * @param solver what solutions are signed with
   */
  PathJudge(LinearProblem problem, DataLoss loss, Team team, double tolerance, String solver) {
    DenseDesign centred =
        new DenseDesign(problem.data().features(), loss, problem.intercept(), team);
    this.loss = loss;
    this.design = centred.uncentred();
    this.means = centred.means;
    this.tolerance = tolerance;
    this.solver = solver;
    this.optimality = new Optimality(problem, loss, design);
  }

  /** Puts a solution with its certificate into the place of each candidate. */
  void judge(List<Candidate> found, Solution[] out) {
    int rows = loss.rows();
    int count = found.size();
    int columns = design.columns();
    if (count == 0) {
      return;
    }
    double[] weights = new double[count * columns];
    double[] intercepts = new double[count];
    for (int k = 0; k < count; k++) {
      System.arraycopy(found.get(k).weights, 0, weights, k * columns, columns);
      intercepts[k] = found.get(k).intercept;
    }
    double[] all = new double[rows * count];
    double[] gradients = new double[count * columns];
    design.computePredictions(weights, intercepts, all);
    double[] eta = new double[rows];
    double[] slopes = new double[rows];
    double[] gradient = new double[columns];
    double[] allSlopes = new double[all.length];
    for (int i = 0; i < rows; i++) {
      for (int k = 0, at = i * count; k < count; k++) {
        allSlopes[at + k] = loss.share(i) * (all[at + k] - loss.target(i));
      }
    }
    design.computeGradient(allSlopes, count, gradients);
    for (int k = 0; k < count; k++) {
      for (int i = 0; i < rows; i++) {
        eta[i] = all[i * count + k];
        slopes[i] = allSlopes[i * count + k];
      }
      System.arraycopy(gradients, k * columns, gradient, 0, columns);
      out[found.get(k).place] = judged(found.get(k), eta, slopes, gradient);
    }
  }

  private Solution judged(Candidate found, double[] eta, double[] slopes, double[] gradient) {
    LinearProblem problem = found.problem;
    double[] w = found.weights;
    optimality = optimality.at(problem, design, found.rule, DualGap.isAvailable(problem, loss));
    Objective objective = Ending.objective(problem, loss, w, eta);
    double residual =
        Double.isFinite(objective.value())
            ? optimality.residual(w, eta, objective.value(), slopes, gradient, means)
            : Double.NaN;
    return new Solution(
        Matrix.of(w, 1, w.length),
        new double[] {found.intercept},
        objective,
        found.epochs,
        Certificate.of(optimality.measure(), residual, tolerance, ""),
        solver);
  }
}
