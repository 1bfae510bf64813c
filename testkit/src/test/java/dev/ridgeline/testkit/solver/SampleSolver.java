package dev.ridgeline.testkit.solver;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.linalg.DoubleMatrix;
import dev.ridgeline.linalg.Matrix;
import dev.ridgeline.loss.ScalarLoss;
import dev.ridgeline.objective.Objective;
import dev.ridgeline.optimizer.PenaltyNotSupportedException;
import dev.ridgeline.penalty.SeparablePenalty;
import dev.ridgeline.solver.Certificate;
import dev.ridgeline.solver.LinearProblem;
import dev.ridgeline.solver.Solution;
import dev.ridgeline.solver.Solver;
import java.util.Optional;

/**
 * Coordinate descent with the bound of the second derivative, for one output and separable
 * penalties; and, on request, one fault.
 */
public final class SampleSolver implements Solver {
  private static final double TOLERANCE = 1e-9;

  private final Fault fault;
  private Optional<Solution> last = Optional.empty();

  /** What is wrong. */
  public enum Fault {
    /** Nothing. */
    NONE,
    /** The penalty gets lambda. */
    STRENGTH_LAMBDA,
    /** One round, residual 0. */
    ALWAYS_CERTIFIED,
    /** The objective holds the sum of the losses. */
    SUM_FOR_MEAN,
    /** Zeros are moved a little. */
    NO_ZEROS,
    /** The penalty acts at lambda 0. */
    ALWAYS_PENALISED,
    /** A warm start is returned. */
    RETURNS_START,
    /** The intercept is penalised. */
    SHRINKS_INTERCEPT,
    /** All weights count as 1. */
    IGNORES_WEIGHTS,
    /** Begins at the last solution. */
    REMEMBERS,
    /** Any penalty is taken. */
    NO_CHECK,
    /** The last column is never updated. */
    LEAVES_LAST,
    /** The same, of sparse features only. */
    LEAVES_LAST_SPARSE
  }

  /**
   * A solver.
   *
   * @param fault what is wrong
   */
  public SampleSolver(Fault fault) {
    this.fault = fault;
  }

  @Override
  public void check(LinearProblem problem) {
    if (!(problem.loss() instanceof ScalarLoss)) {
      throw new IllegalArgumentException(this + " needs a ScalarLoss, found " + problem.loss());
    }
    if (!(problem.penalty() instanceof SeparablePenalty) && fault != Fault.NO_CHECK) {
      throw new PenaltyNotSupportedException(
          this + " needs a SeparablePenalty, found " + problem.penalty());
    }
  }

  @Override
  public Solution solve(LinearProblem problem) {
    check(problem);
    if (!(problem.penalty() instanceof SeparablePenalty)) {
      return new Run(problem).end(0);
    }
    if (fault == Fault.RETURNS_START && problem.start().isPresent()) {
      return problem.start().get();
    }
    Run run = new Run(problem);
    int rounds = 0;
    while (rounds < (fault == Fault.ALWAYS_CERTIFIED ? 1 : 20_000)) {
      rounds++;
      if (run.round() <= 1e-15) {
        break;
      }
    }
    Solution solution = run.end(rounds);
    last = Optional.of(solution);
    return solution;
  }

  @Override
  public String toString() {
    return "sample-solver";
  }

  /** The coefficients of one problem on their way. */
  private final class Run {
    final LinearProblem problem;
    final Dataset data;
    final double strength;
    final double[] w;
    double b;

    Run(LinearProblem problem) {
      this.problem = problem;
      data = problem.data();
      double asked = fault == Fault.STRENGTH_LAMBDA ? problem.lambda() : problem.strength();
      strength = fault == Fault.ALWAYS_PENALISED ? Math.max(asked, 0.1) : asked;
      w = new double[data.columns()];
      Optional<Solution> start = fault == Fault.REMEMBERS ? last : problem.start();
      if (start.isPresent() && start.get().weights().columns() == w.length) {
        for (int j = 0; j < w.length; j++) {
          w[j] = start.get().weights().get(0, j);
        }
        b = problem.intercept() ? start.get().intercepts()[0] : 0;
      }
    }

    double share(int row) {
      return fault == Fault.IGNORES_WEIGHTS
          ? 1.0 / data.rows()
          : data.weight(row) / data.weightSum();
    }

    double x(int row, int column) {
      return column < w.length ? data.features().get(row, column) : 1;
    }

    /** d mean loss / d coefficient j; the intercept is the last. */
    double slope(int j) {
      double sum = 0;
      for (int i = 0; i < data.rows(); i++) {
        double f = b;
        for (int k = 0; k < w.length; k++) {
          f += w[k] * x(i, k);
        }
        sum += share(i) * x(i, j) * ((ScalarLoss) problem.loss()).derivative(f, data.target(i));
      }
      return sum;
    }

    /** Root mean square of the slopes at zero weights and the best intercept. */
    double steepness() {
      double f = problem.intercept() ? problem.loss().bestConstant(data)[0] : 0;
      double sum = 0;
      for (int i = 0; i < data.rows(); i++) {
        double slope = ((ScalarLoss) problem.loss()).derivative(f, data.target(i));
        sum += share(i) * slope * slope;
      }
      return Math.sqrt(sum);
    }

    /** Root mean square of a column, about its mean where an intercept is fitted. */
    double spread(int j) {
      double mean = 0;
      for (int i = 0; i < data.rows() && problem.intercept(); i++) {
        mean += share(i) * x(i, j);
      }
      double square = 0;
      for (int i = 0; i < data.rows(); i++) {
        square += share(i) * (x(i, j) - mean) * (x(i, j) - mean);
      }
      return Math.sqrt(square);
    }

    double curvature(int j) {
      double sum = 0;
      for (int i = 0; i < data.rows(); i++) {
        sum += share(i) * x(i, j) * x(i, j);
      }
      return sum * ((ScalarLoss) problem.loss()).smoothness();
    }

    /** One pass over the coordinates; the largest move. */
    double round() {
      double moved = 0;
      boolean leaves =
          fault == Fault.LEAVES_LAST
              || (fault == Fault.LEAVES_LAST_SPARSE && data.features().isSparse());
      int columns = leaves ? w.length - 1 : w.length;
      for (int j = 0; j < columns; j++) {
        double c = curvature(j);
        double next = penalty().prox(w[j] - slope(j) / c, strength, 1 / c);
        next = next == 0 && fault == Fault.NO_ZEROS ? 1e-12 : next;
        moved = Math.max(moved, Math.abs(next - w[j]));
        w[j] = next;
      }
      if (problem.intercept()) {
        double extra = fault == Fault.SHRINKS_INTERCEPT ? strength * b : 0;
        double step = -(slope(w.length) + extra) / curvature(w.length);
        b += step;
        moved = Math.max(moved, Math.abs(step));
      }
      return moved;
    }

    SeparablePenalty penalty() {
      return (SeparablePenalty) problem.penalty();
    }

    Solution end(int rounds) {
      DoubleMatrix weights = Matrix.of(w, 1, w.length);
      double loss = 0;
      double residual = problem.intercept() ? Math.abs(slope(w.length)) / steepness() : 0;
      for (int i = 0; i < data.rows(); i++) {
        double f = b;
        for (int k = 0; k < w.length; k++) {
          f += w[k] * x(i, k);
        }
        loss += share(i) * ((ScalarLoss) problem.loss()).value(f, data.target(i));
      }
      for (int j = 0; j < w.length; j++) {
        if (problem.penalty() instanceof SeparablePenalty p && spread(j) > 0) {
          double off = p.subgradientDistance(w[j], slope(j), strength);
          residual = Math.max(residual, off / (spread(j) * steepness()));
        }
      }
      residual = fault == Fault.ALWAYS_CERTIFIED ? 0 : residual;
      return new Solution(
          weights,
          new double[] {b},
          new Objective(
              fault == Fault.SUM_FOR_MEAN ? loss * data.rows() : loss,
              problem.penalty().value(weights, problem.strength()),
              problem.loss().toString(),
              problem.penalty().toString(),
              data.weightSum()),
          rounds,
          Certificate.of(Certificate.Measure.KKT_RESIDUAL, residual, TOLERANCE, rounds + " rounds"),
          toString());
    }
  }
}
