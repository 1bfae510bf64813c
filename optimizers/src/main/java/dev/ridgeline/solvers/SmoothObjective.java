package dev.ridgeline.solvers;

import dev.ridgeline.linalg.Matrix;
import dev.ridgeline.penalty.SeparablePenalty;
import dev.ridgeline.penalty.SmoothPenalty;
import dev.ridgeline.penalty.SmoothSeparablePenalty;
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
  /** Share of its largest curvature that the loss is guessed to have along a free column. */
  private static final double FREE = 1e-3;

  private final LinearProblem problem;
  private final DataLoss loss;
  private final RowDesign design;
  private final Optimality optimality;
  private final boolean[] free;
  private final int outputs;
  private final int weights;
  private final double[] ridge;
  private final boolean isRidge;
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
    this.isRidge = isRidge(problem);
    this.ridge = ridges(problem);
    this.w = new double[weights];
    this.b = new double[outputs];
    this.z = new double[weights];
    this.eta = new double[loss.rows() * outputs];
    this.slopes = new double[eta.length];
  }

  /** Whether the penalty has a gradient. */
  static boolean takes(LinearProblem problem) {
    return isRidge(problem)
        || (problem.factors().areOnes()
            ? problem.penalty() instanceof SmoothPenalty
            : problem.penalty() instanceof SmoothSeparablePenalty);
  }

  /** Whether the penalty is (c_j/2) w_j^2 in each column, 0 included. */
  static boolean isRidge(LinearProblem problem) {
    return problem.isUnpenalized()
        || problem.penalty() instanceof SeparablePenalty
            && Threshold.of(problem).isRidge(problem.data().columns());
  }

  /** c_j of a ridge; zeros for any other penalty. */
  static double[] ridges(LinearProblem problem) {
    double[] ridge = new double[problem.data().columns()];
    if (!problem.isUnpenalized() && isRidge(problem)) {
      Arrays.setAll(ridge, Threshold.of(problem)::l2);
    }
    return ridge;
  }

  /** c_j of a ridge; 0 for any other penalty. */
  double ridge(int column) {
    return ridge[column];
  }

  /** A bound on the second derivative of the penalty in the weights of a column. */
  double penaltyCurvature(int column) {
    return isRidge
        ? ridge[column]
        : ((SmoothPenalty) problem.penalty()).lipschitz(problem.strength(column));
  }

  /** Takes weights off constant columns where a ridge wants them gone: no step is needed. */
  void clearConstantColumns(double[] x) {
    for (int at = 0; at < weights; at++) {
      int j = at % design.columns();
      x[at] = ridge[j] > 0 && design.square(j) == 0 ? 0 : x[at];
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
    if (isRidge) {
      double squares = 0;
      for (int at = 0; at < weights; at++) {
        double c = ridge[at % ridge.length];
        z[at] += c * w[at];
        squares += c * (w[at] * w[at]);
      }
      value += squares / 2;
    } else {
      Matrix at = Matrix.of(w, outputs, design.columns());
      value += problem.penaltyValue(at);
      addPenaltyGradient(at);
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

  private void addPenaltyGradient(Matrix at) {
    if (problem.factors().areOnes()) {
      SmoothPenalty penalty = (SmoothPenalty) problem.penalty();
      penalty.addGradientTo(at, problem.strength(), Matrix.of(z, outputs, design.columns()));
      return;
    }
    SmoothSeparablePenalty penalty = (SmoothSeparablePenalty) problem.penalty();
    for (int k = 0; k < weights; k++) {
      z[k] += penalty.derivative(w[k], problem.strength(k % design.columns()));
    }
  }

  /**
   * What the certificate will find at a point with this gradient. It balances the intercepts, which
   * moves the weights' gradient: what is off counts as that of a column that is not penalised.
   */
  double residual(double[] gradient) {
    double squares = 0;
    double gap = 0;
    double largest = 0;
    for (int at = 0; at < gradient.length; at++) {
      double square = gradient[at] * gradient[at];
      squares += square;
      double curvature = at < weights ? curvature(at % design.columns()) : FREE * loss.smoothness();
      gap += square / (2 * curvature);
      double unit = at < weights ? optimality.unit(at % design.columns()) : optimality.scale();
      largest = Math.max(largest, Math.abs(gradient[at]) / unit);
    }
    boolean isGap = optimality.measure() == Measure.RELATIVE_DUALITY_GAP;
    double residual = isGap ? gap / optimality.scale() : largest;
    // max() above skips NaN, the sum of squares does not.
    return Double.isNaN(squares) ? Double.NaN : residual;
  }

  /** The ridge of a column; of one that is not penalised, a guess at its curvature in the loss. */
  private double curvature(int column) {
    return ridge[column] > 0
        ? ridge[column]
        : Math.max(FREE * loss.smoothness() * design.square(column), Double.MIN_NORMAL);
  }

  /** Whether the point last evaluated separates the classes while nothing is penalised. */
  boolean isExhausted() {
    return Degenerate.isExhausted(problem, loss, w, eta);
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
