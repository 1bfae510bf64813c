package dev.ridgeline.linear;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.Standardizer;
import dev.ridgeline.loss.Loss;
import dev.ridgeline.model.Learner;
import dev.ridgeline.model.Model;
import dev.ridgeline.penalty.Penalty;
import dev.ridgeline.plugin.Plugins;
import dev.ridgeline.solver.LinearProblem;
import dev.ridgeline.solver.Solution;
import dev.ridgeline.solver.Solver;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The recipe of a linear model: linear, logistic or softmax regression, by the loss, with any
 * penalty. Immutable; fitting gives a {@link LinearFit}.
 *
 * <pre>{@code
 * LinearFit fit = LinearModel.of(new LogisticLoss(), new L2()).fit(train, 1.0);
 * }</pre>
 *
 * @param loss convex: logistic, softmax, squared, huber
 * @param penalty on the weights; the intercept is not penalised
 * @param solver finds the coefficients
 * @param standardize whether features are standardised (in training and prediction)
 * @param intercept whether there is an intercept
 */
public record LinearModel(
    Loss loss, Penalty penalty, Solver solver, boolean standardize, boolean intercept)
    implements Learner {
  /**
   * Checks that nothing is missing.
   *
   * @param loss convex: logistic, softmax, squared, huber
   * @param penalty on the weights; the intercept is not penalised
   * @param solver finds the coefficients
   * @param standardize whether features are standardised (in training and prediction)
   * @param intercept whether there is an intercept
   */
  public LinearModel {
    Objects.requireNonNull(loss, "loss");
    Objects.requireNonNull(penalty, "penalty");
    Objects.requireNonNull(solver, "solver");
  }

  /**
   * A recipe with the solver {@code auto}, standardised features and an intercept.
   *
   * @param loss convex
   * @param penalty on the weights
   * @return the recipe
   * @throws dev.ridgeline.plugin.PluginException if the class path has no such solver; it is in
   *     ridgeline-optimizers
   */
  public static LinearModel of(Loss loss, Penalty penalty) {
    return new LinearModel(loss, penalty, Plugins.load().solver("auto"), true, true);
  }

  /**
   * The same recipe with another solver.
   *
   * @param other the solver
   * @return a new recipe
   */
  public LinearModel withSolver(Solver other) {
    return new LinearModel(loss, penalty, other, standardize, intercept);
  }

  /**
   * The same recipe with or without standardisation.
   *
   * @param standardized whether features are standardised
   * @return a new recipe
   */
  public LinearModel withStandardize(boolean standardized) {
    return new LinearModel(loss, penalty, solver, standardized, intercept);
  }

  /**
   * The same recipe with or without an intercept.
   *
   * @param fitted whether there is an intercept
   * @return a new recipe
   */
  public LinearModel withIntercept(boolean fitted) {
    return new LinearModel(loss, penalty, solver, standardize, fitted);
  }

  /**
   * Fits the model.
   *
   * @param train raw features and targets
   * @param lambda finite and at least 0; divided by m = train.weightSum()
   * @return the fit with its certificate
   * @throws IllegalArgumentException if lambda, the loss or the penalty does not fit
   */
  public LinearFit fit(Dataset train, double lambda) {
    Standardizer standardizer = standardizer(train);
    return fit(train, standardizer, standardizer.apply(train), lambda, Optional.empty());
  }

  @Override
  public LinearFit fit(Dataset train, Dataset dev, double lambda) {
    return fit(train, lambda);
  }

  /** Fits from the largest lambda down, each from the solution before it. */
  @Override
  public List<Model> fitAll(Dataset train, Dataset dev, double[] lambdas) {
    Standardizer standardizer = standardizer(train);
    Dataset scaled = standardizer.apply(train);
    Integer[] descending =
        IntStream.range(0, lambdas.length)
            .boxed()
            .sorted((a, b) -> Double.compare(lambdas[b], lambdas[a]))
            .toArray(Integer[]::new);
    Model[] models = new Model[lambdas.length];
    Optional<Solution> start = Optional.empty();
    for (int i : descending) {
      // Without penalty there may be many solutions, or none: a start would choose among them.
      start = lambdas[i] == 0 ? Optional.empty() : start;
      LinearFit fit = fit(train, standardizer, scaled, lambdas[i], start);
      models[i] = fit;
      start = Optional.of(fit.solution());
    }
    return List.of(models);
  }

  @Override
  public boolean startsWarm() {
    return true;
  }

  private Standardizer standardizer(Dataset train) {
    return standardize ? Standardizer.fit(train) : Standardizer.identity(train.columns());
  }

  private LinearFit fit(
      Dataset raw,
      Standardizer standardizer,
      Dataset scaled,
      double lambda,
      Optional<Solution> start) {
    LinearProblem problem = new LinearProblem(scaled, loss, penalty, lambda, intercept, start);
    return new LinearFit(
        solver.solve(problem), standardizer, loss, raw.classNames(), raw.featureNames());
  }

  @Override
  public String description() {
    return "linear model with " + loss + " loss and " + penalty + " by " + solver;
  }
}
