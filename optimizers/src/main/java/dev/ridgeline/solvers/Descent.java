package dev.ridgeline.solvers;

import dev.ridgeline.objective.Objective;
import dev.ridgeline.solver.Certificate;
import dev.ridgeline.solver.LinearProblem;

/**
 * A run of coordinate descent on working sets that can go on to other lambdas of the same problem.
 * A round makes predictions of the weights and measures the residual of the whole problem; unless
 * that is small enough a descent follows on the set and what else violates optimality.
 */
abstract class Descent {
  private static final double MARGIN = 0.9;
  private static final int STALLED = 20;

  final DataLoss loss;
  final double[] w;
  final double[] b;
  LinearProblem problem;
  Optimality optimality;

  /** Passes over the working sets for this lambda. */
  int epochs;

  private double residual = Double.NaN;
  private String ending = "";

  Descent(LinearProblem problem, DataLoss loss, Start start) {
    this.problem = problem;
    this.loss = loss;
    this.w = start.weights();
    this.b = start.intercepts();
  }

  /** Prepares for this lambda; the result says how far coefficients are from optimal. */
  abstract Optimality begin();

  /** Descends on what there is, before the first look at the whole. */
  abstract void warmUp(double tolerance, int maxEpochs);

  /** Makes the intercepts optimal for the weights; returns the predictions. */
  abstract double[] predict();

  /** The residual of the whole problem at the predictions that were made last. */
  double measureResidual(double[] eta) {
    return optimality.residual(w, eta);
  }

  /** The predictions as they are now. */
  abstract double[] predictions();

  /**
   * Takes in what violates optimality, and descends.
   *
   * @param sinceLeast for how many rounds the residual has not fallen
   */
  abstract void round(double residual, int sinceLeast, double tolerance, int maxEpochs);

  /** Goes on to another lambda from where the last one ended. */
  void moveTo(double lambda) {
    problem = problem.withLambda(lambda);
    epochs = 0;
    ending = "";
  }

  /** Descends until the residual is below the tolerance. */
  final void run(double tolerance, int maxEpochs) {
    optimality = begin();
    warmUp(tolerance, maxEpochs);
    double least = Double.POSITIVE_INFINITY;
    for (int sinceLeast = 0; ; sinceLeast++) {
      double[] eta = predict();
      if (Degenerate.isExhausted(problem, loss, w, eta)) {
        return;
      }
      residual = measureResidual(eta);
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
      round(residual, sinceLeast, tolerance, maxEpochs);
    }
  }

  /** What the last residual measures. */
  final Certificate.Measure measure() {
    return optimality.measure();
  }

  /** The residual of the weights as they are now, from predictions made of them anew. */
  final double residual() {
    return residual;
  }

  /** J as it is now. */
  final Objective objective() {
    return Ending.objective(problem, loss, w, predictions());
  }

  /** outputs x columns, row-major. */
  final double[] weights() {
    return w;
  }

  /** One an output, for centred features. */
  final double[] intercepts() {
    return b;
  }

  /** Passes over the working sets for the last lambda. */
  final int epochs() {
    return epochs;
  }

  /** Why the last run ended. */
  final String ending() {
    return ending;
  }
}
