package dev.ridgeline.solver;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.loss.Loss;
import dev.ridgeline.penalty.Penalty;
import java.util.Optional;

/**
 * Find W (outputs x features) and b (outputs) that minimise (1/m) sum of weighted losses of x W' +
 * b, plus R(W; lambda/m). The intercept b is not penalised. Immutable.
 *
 * @param data features already standardised as wanted, targets, sample weights
 * @param loss convex, with targets in its domain
 * @param penalty what is added
 * @param lambda how much, finite and at least 0; divided by m = data.weightSum()
 * @param intercept whether b is fitted; 0 otherwise
 * @param start where to begin: the solution of a nearby problem, such as the last lambda of a path
 */
public record LinearProblem(
    Dataset data,
    Loss loss,
    Penalty penalty,
    double lambda,
    boolean intercept,
    Optional<Solution> start) {
  /**
   * Checks the parts against each other.
   *
   * @param data features already standardised as wanted, targets, sample weights
   * @param loss convex, with targets in its domain
   * @param penalty what is added
   * @param lambda how much, finite and at least 0; divided by m = data.weightSum()
   * @param intercept whether b is fitted; 0 otherwise
   * @param start where to begin: the solution of a nearby problem, such as the last lambda of a
   *     path
   * @throws IllegalArgumentException if lambda is not allowed, the loss does not fit the data, or
   *     the start has another shape
   */
  public LinearProblem {
    if (!(lambda >= 0 && lambda < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("lambda must be finite and at least 0, found " + lambda);
    }
    loss.checkTargets(data);
    int outputs = loss.outputs(data);
    if (start.isPresent()
        && (start.get().weights().rows() != outputs
            || start.get().weights().columns() != data.columns())) {
      throw new IllegalArgumentException(
          "the problem has weights "
              + outputs
              + " x "
              + data.columns()
              + ", the start has "
              + start.get().weights().rows()
              + " x "
              + start.get().weights().columns());
    }
  }

  /**
   * A problem with a free intercept and no start.
   *
   * @param data features, targets, sample weights
   * @param loss convex
   * @param penalty what is added
   * @param lambda how much
   * @return the problem
   */
  public static LinearProblem of(Dataset data, Loss loss, Penalty penalty, double lambda) {
    return new LinearProblem(data, loss, penalty, lambda, true, Optional.empty());
  }

  /**
   * The same problem with or without an intercept.
   *
   * @param fitted whether b is fitted
   * @return a new problem
   */
  public LinearProblem withIntercept(boolean fitted) {
    return new LinearProblem(data, loss, penalty, lambda, fitted, start);
  }

  /**
   * The same problem at another lambda.
   *
   * @param other finite and at least 0
   * @return a new problem
   */
  public LinearProblem withLambda(double other) {
    return new LinearProblem(data, loss, penalty, other, intercept, start);
  }

  /**
   * The same problem from a warm start.
   *
   * @param solution of a problem of the same shape
   * @return a new problem
   */
  public LinearProblem withStart(Solution solution) {
    return new LinearProblem(data, loss, penalty, lambda, intercept, Optional.of(solution));
  }

  /**
   * lambda / m, what the penalty's methods receive.
   *
   * @return the strength
   */
  public double strength() {
    return lambda / data.weightSum();
  }

  /**
   * Rows of W.
   *
   * @return 1, or the number of classes
   */
  public int outputs() {
    return loss.outputs(data);
  }
}
