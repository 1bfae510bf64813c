package dev.ridgeline.solver;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.linalg.Decimal;
import dev.ridgeline.linalg.Matrix;
import dev.ridgeline.loss.Loss;
import dev.ridgeline.optimizer.PenaltyNotSupportedException;
import dev.ridgeline.penalty.Penalty;
import dev.ridgeline.penalty.PenaltyFactors;
import dev.ridgeline.penalty.SeparablePenalty;
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
 * @param factors how much of the penalty each feature gets: in column j the penalty has the
 *     strength factor_j lambda / m
 */
public record LinearProblem(
    Dataset data,
    Loss loss,
    Penalty penalty,
    double lambda,
    boolean intercept,
    Optional<Solution> start,
    PenaltyFactors factors) {
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
   * @param factors how much of the penalty each feature gets: in column j the penalty has the
   *     strength factor_j lambda / m
   * @throws PenaltyNotSupportedException if a factor is not 1 and the penalty is not separable
   * @throws IllegalArgumentException if lambda is not allowed, the loss does not fit the data, the
   *     start has another shape, or the factors do not fit the features
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
    factors = factors.resolve(data.featureNames());
    if (factors.areOnes()) {
      factors = PenaltyFactors.ones();
    } else if (!(penalty instanceof SeparablePenalty)) {
      throw new PenaltyNotSupportedException(
          "penalty factors need a SeparablePenalty, which has a strength in each feature; "
              + penalty
              + " ("
              + penalty.getClass().getName()
              + ") is none, found "
              + factors.describe(data.featureNames()));
    }
  }

  /**
   * A problem with the same penalty on every feature.
   *
   * @param data features already standardised as wanted, targets, sample weights
   * @param loss convex, with targets in its domain
   * @param penalty what is added
   * @param lambda how much, finite and at least 0; divided by m = data.weightSum()
   * @param intercept whether b is fitted; 0 otherwise
   * @param start where to begin
   * @throws IllegalArgumentException if lambda is not allowed, the loss does not fit the data, or
   *     the start has another shape
   */
  public LinearProblem(
      Dataset data,
      Loss loss,
      Penalty penalty,
      double lambda,
      boolean intercept,
      Optional<Solution> start) {
    this(data, loss, penalty, lambda, intercept, start, PenaltyFactors.ones());
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
    return new LinearProblem(data, loss, penalty, lambda, fitted, start, factors);
  }

  /**
   * The same problem at another lambda.
   *
   * @param other finite and at least 0
   * @return a new problem
   */
  public LinearProblem withLambda(double other) {
    return new LinearProblem(data, loss, penalty, other, intercept, start, factors);
  }

  /**
   * The same problem from a warm start.
   *
   * @param solution of a problem of the same shape
   * @return a new problem
   */
  public LinearProblem withStart(Solution solution) {
    return new LinearProblem(
        data, loss, penalty, lambda, intercept, Optional.of(solution), factors);
  }

  /**
   * The same problem from zero weights.
   *
   * @return a new problem
   */
  public LinearProblem withoutStart() {
    return new LinearProblem(data, loss, penalty, lambda, intercept, Optional.empty(), factors);
  }

  /**
   * The same problem with other penalty factors.
   *
   * @param other by index or by name of the data's features
   * @return a new problem
   * @throws IllegalArgumentException if they do not fit the features or the penalty
   */
  public LinearProblem withFactors(PenaltyFactors other) {
    return new LinearProblem(data, loss, penalty, lambda, intercept, start, other);
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
   * factor_j lambda / m, what the penalty's methods receive for a feature.
   *
   * @param feature its column
   * @return the strength there
   */
  public double strength(int feature) {
    return factors.factor(feature) * strength();
  }

  /**
   * Whether the penalty changes nothing: lambda or all factors are 0, and there are no bounds.
   *
   * @return whether only the loss is minimised
   */
  public boolean isUnpenalized() {
    for (int j = 0; !factors.areOnes() && j < data.columns(); j++) {
      if (penalty.actsAt(strength(j))) {
        return false;
      }
    }
    return !factors.areOnes() || !penalty.actsAt(strength());
  }

  /**
   * R(W; lambda/m), with its factors.
   *
   * @param w outputs x features; not modified
   * @return the penalty's part of J
   */
  public double penaltyValue(Matrix w) {
    if (factors.areOnes() || !(penalty instanceof SeparablePenalty separable)) {
      return penalty.value(w, strength());
    }
    double sum = 0;
    for (int j = 0; j < w.columns(); j++) {
      double strength = strength(j);
      for (int k = 0; k < w.rows(); k++) {
        sum += separable.value(w.get(k, j), strength);
      }
    }
    return sum;
  }

  /**
   * What is added to the loss, for people.
   *
   * @return such as {@code l1 at lambda 3, penalty factors age = 0}
   */
  public String plan() {
    String plan = penalty + " at lambda " + Decimal.exact(lambda);
    return factors.areOnes() ? plan : plan + ", " + factors.describe(data.featureNames());
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
