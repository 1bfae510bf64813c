package dev.ridgeline.solvers;

import dev.ridgeline.linalg.Matrix;
import dev.ridgeline.penalty.L1L2Penalty;
import dev.ridgeline.penalty.SmoothPenalty;
import dev.ridgeline.solver.Certificate.Measure;
import dev.ridgeline.solver.LinearProblem;
import java.util.Arrays;

/**
 * J and its gradient at a vector of weights, then intercepts, for a penalty with a gradient.
 *
 * <p>It also has the residual of the certificate in closed form: where the slopes sum to 0, the
 * duality gap of a ridge penalty (c/2) ||W||^2 is ||gradient||^2 / (2c).
 */
final class SmoothObjective {
  private final LinearProblem problem;
  private final DataLoss loss;
  private final RowDesign design;
  private final Optimality optimality;
  private final boolean[] free;
  private final int outputs;
  private final int weights;
  private final double ridge;
  private final double[] w;
  private final double[] b;
  private final double[] z;
  private final double[] eta;
  private final double[] slopes;

  SmoothObjective(LinearProblem problem, DataLoss loss, RowDesign design) {
    this.problem = problem;
    this.loss = loss;
    this.design = design;
    this.optimality = new Optimality(problem, loss, design);
    this.free = Degenerate.freeIntercepts(problem);
    this.outputs = loss.outputs();
    this.weights = outputs * design.columns();
    this.ridge = ridge(problem);
    this.w = new double[weights];
    this.b = new double[outputs];
    this.z = new double[weights];
    this.eta = new double[loss.rows() * outputs];
    this.slopes = new double[eta.length];
  }

  /** Whether the penalty has a gradient. */
  static boolean takes(LinearProblem problem) {
    return problem.strength() == 0
        || problem.penalty() instanceof SmoothPenalty
        || ridge(problem) > 0;
  }

  /** c of a penalty (c/2) ||W||^2; 0 for any other. */
  private static double ridge(LinearProblem problem) {
    double strength = problem.strength();
    boolean isRidge =
        strength > 0 && problem.penalty() instanceof L1L2Penalty p && p.l1(strength) == 0;
    return isRidge ? ((L1L2Penalty) problem.penalty()).l2(strength) : 0;
  }

  /** A bound on the second derivative of the penalty. */
  double penaltyCurvature() {
    if (problem.strength() == 0 || ridge > 0) {
      return ridge;
    }
    return ((SmoothPenalty) problem.penalty()).lipschitz(problem.strength());
  }

  /** Takes weights off constant columns where a ridge wants them gone: no step is needed. */
  void clearConstantColumns(double[] x) {
    for (int j = 0; j < weights && ridge > 0; j++) {
      x[j] = design.square(j % design.columns()) == 0 ? 0 : x[j];
    }
  }

  int size() {
    return weights + outputs;
  }

  /**
   * J at a point.
   *
   * @param x weights, then intercepts
   * @param gradient overwritten
   */
  double evaluate(double[] x, double[] gradient) {
    System.arraycopy(x, 0, w, 0, weights);
    System.arraycopy(x, weights, b, 0, outputs);
    double value = design.evaluate(loss, w, b, eta, slopes, z);
    if (ridge > 0) {
      double square = 0;
      for (int j = 0; j < weights; j++) {
        z[j] += ridge * w[j];
        square += w[j] * w[j];
      }
      value += ridge / 2 * square;
    } else if (problem.strength() > 0) {
      SmoothPenalty penalty = (SmoothPenalty) problem.penalty();
      Matrix at = Matrix.of(w, outputs, design.columns());
      value += penalty.value(at, problem.strength());
      penalty.addGradientTo(at, problem.strength(), Matrix.of(z, outputs, design.columns()));
    }
    System.arraycopy(z, 0, gradient, 0, weights);
    for (int k = 0; k < outputs; k++) {
      double sum = 0;
      for (int i = k; free[k] && i < slopes.length; i += outputs) {
        sum += slopes[i];
      }
      gradient[weights + k] = sum;
    }
    return value;
  }

  /** What the certificate will find at a point with this gradient, but for intercepts. */
  double residual(double[] gradient) {
    double squares = 0;
    double largest = 0;
    for (int j = 0; j < gradient.length; j++) {
      squares += j < weights ? gradient[j] * gradient[j] : 0;
      largest = Math.max(largest, Math.abs(gradient[j]));
    }
    boolean isGap = optimality.measure() == Measure.RELATIVE_DUALITY_GAP;
    double residual = isGap ? squares / (2 * ridge) : largest;
    // max() above skips NaN, the sum of squares does not.
    return Double.isNaN(squares) ? Double.NaN : residual / optimality.scale();
  }

  /** Whether the point last evaluated separates the classes while nothing is penalised. */
  boolean isExhausted() {
    return Degenerate.isExhausted(problem, loss, eta);
  }

  /**
   * Makes the intercepts of classes optimal for the weights, at the point last evaluated.
   *
   * @param x the point; modified if it is that one, has more than one free intercept, and a loss of
   *     which that can be done
   */
  void improveIntercepts(double[] x) {
    boolean isLast =
        Arrays.equals(w, 0, weights, x, 0, weights)
            && Arrays.equals(b, 0, outputs, x, weights, size());
    if (isLast && outputs > 1 && loss.canBalance() && allFree()) {
      double[] better = b.clone();
      new ClassIntercepts(loss, eta).improve(better);
      System.arraycopy(better, 0, x, weights, outputs);
    }
  }

  private boolean allFree() {
    boolean all = true;
    for (boolean each : free) {
      all &= each;
    }
    return all;
  }

  /** Predictions at the point last evaluated; not to be modified. */
  double[] predictions() {
    return eta;
  }
}
