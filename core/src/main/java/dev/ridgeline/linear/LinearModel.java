package dev.ridgeline.linear;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.Features;
import dev.ridgeline.data.KFold;
import dev.ridgeline.data.Standardizer;
import dev.ridgeline.loss.Loss;
import dev.ridgeline.model.FoldLearner;
import dev.ridgeline.model.Learner;
import dev.ridgeline.model.Model;
import dev.ridgeline.penalty.BoundedPenalty;
import dev.ridgeline.penalty.L1L2Penalty;
import dev.ridgeline.penalty.Penalty;
import dev.ridgeline.penalty.PenaltyFactors;
import dev.ridgeline.penalty.SmoothPenalty;
import dev.ridgeline.penalty.ZeroingPenalty;
import dev.ridgeline.plugin.Plugins;
import dev.ridgeline.solver.FoldPaths;
import dev.ridgeline.solver.FoldSolver;
import dev.ridgeline.solver.LinearProblem;
import dev.ridgeline.solver.PathSolver;
import dev.ridgeline.solver.Solution;
import dev.ridgeline.solver.Solver;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The recipe of a linear model: linear, logistic or softmax regression, by the loss, with any
 * penalty. Immutable; fitting gives a {@link LinearFit}. Above 300 lines for its documented
 * settings and ways to fit.
 *
 * <pre>{@code
 * LinearFit fit = LinearModel.of(new LogisticLoss(), new L2()).fit(train, 1.0);
 * }</pre>
 *
 * @param loss convex: logistic, softmax, squared, huber, poisson
 * @param penalty on the weights; the intercept is not penalised
 * @param solver finds the coefficients
 * @param standardize whether features are standardised (in training and prediction)
 * @param intercept whether there is an intercept
 * @param factors how much of the penalty single features get, by index or name
 */
public record LinearModel(
    Loss loss,
    Penalty penalty,
    Solver solver,
    boolean standardize,
    boolean intercept,
    PenaltyFactors factors)
    implements Learner {
  /** A smaller l1 part of the strength is treated as this one where a path begins. */
  private static final double LEAST_L1 = 1e-3;

  /**
   * Checks that nothing is missing.
   *
   * @param loss convex: logistic, softmax, squared, huber
   * @param penalty on the weights; the intercept is not penalised
   * @param solver finds the coefficients
   * @param standardize whether features are standardised (in training and prediction)
   * @param intercept whether there is an intercept
   * @param factors how much of the penalty single features get, by index or name
   */
  public LinearModel {
    Objects.requireNonNull(loss, "loss");
    Objects.requireNonNull(penalty, "penalty");
    Objects.requireNonNull(solver, "solver");
    Objects.requireNonNull(factors, "factors");
  }

  /**
   * A recipe with the same penalty on every feature.
   *
   * @param loss convex: logistic, softmax, squared, huber
   * @param penalty on the weights; the intercept is not penalised
   * @param solver finds the coefficients
   * @param standardize whether features are standardised (in training and prediction)
   * @param intercept whether there is an intercept
   */
  public LinearModel(
      Loss loss, Penalty penalty, Solver solver, boolean standardize, boolean intercept) {
    this(loss, penalty, solver, standardize, intercept, PenaltyFactors.ones());
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
    return new LinearModel(loss, penalty, other, standardize, intercept, factors);
  }

  /**
   * The same recipe with or without standardisation.
   *
   * @param standardized whether features are standardised
   * @return a new recipe
   */
  public LinearModel withStandardize(boolean standardized) {
    return new LinearModel(loss, penalty, solver, standardized, intercept, factors);
  }

  /**
   * The same recipe with or without an intercept.
   *
   * @param fitted whether there is an intercept
   * @return a new recipe
   */
  public LinearModel withIntercept(boolean fitted) {
    return new LinearModel(loss, penalty, solver, standardize, fitted, factors);
  }

  /**
   * The same recipe with other penalty factors: feature j has the strength factor_j lambda / m, and
   * at factor 0 no penalty.
   *
   * <pre>{@code
   * model.withFactors(PenaltyFactors.ones().with("age", 0)).fit(train, 1.0)
   * }</pre>
   *
   * @param other by index or by feature name, taken as they are, never rescaled; they act on the
   *     weights that the penalty acts on, which are per standard deviation where standardised
   * @return a new recipe; names and indices are checked against the data when it is fitted
   */
  public LinearModel withFactors(PenaltyFactors other) {
    return new LinearModel(loss, penalty, solver, standardize, intercept, other);
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
    LinearProblem problem = problem(scaled(standardizer, train), lambda);
    return fitted(solver.solve(problem), standardizer, train);
  }

  /**
   * The smallest lambda at which all penalised weights are 0: where a path begins.
   *
   * <p>m times the penalty's zeroing strength for the gradient of the mean loss at the null model:
   * the best intercept and, where penalty factors are 0, the best weights of their features. For L1
   * and the squared loss max over j of |sum over i of x_ij (y_i - mean y)| / factor_j.
   *
   * @param train raw features and targets
   * @return lambda_max; infinite where no lambda gives zeros, as for an elastic net without l1
   * @throws IllegalArgumentException if the penalty makes no zeros, such as L2
   */
  public double lambdaMax(Dataset train) {
    if (!(penalty instanceof ZeroingPenalty zeroing)) {
      throw new IllegalArgumentException(
          penalty + " makes no weight zero at any lambda, so there is no lambda_max: give lambdas");
    }
    return nullModel(train).lambdaMax(zeroing);
  }

  /**
   * {@link #lambdaMax}, and for ridge and elastic nets at most 1000 times the largest gradient at
   * the null model (each divided by its penalty factor), as in glmnet: a ridge shrinks at any
   * lambda, there to about a thousandth.
   *
   * @return empty for a penalty that makes no zeros and is no ridge
   */
  @Override
  public OptionalDouble largestLambda(Dataset train) {
    boolean isZeroing = penalty instanceof ZeroingPenalty;
    double max = isZeroing ? lambdaMax(train) : Double.POSITIVE_INFINITY;
    Penalty inside = penalty;
    while (inside instanceof BoundedPenalty bounded) {
      inside = bounded.base();
    }
    if (inside instanceof L1L2Penalty parts && parts.l2(1) > 0 && !(parts.l1(1) >= LEAST_L1)) {
      max = Math.min(max, nullModel(train).largestGradient() / LEAST_L1);
    }
    return max < Double.POSITIVE_INFINITY ? OptionalDouble.of(max) : OptionalDouble.empty();
  }

  private NullModel nullModel(Dataset train) {
    return new NullModel(problem(standardizer(train).over(train), 0), solver);
  }

  @Override
  public LinearFit fit(Dataset train, Dataset dev, double lambda) {
    return fit(train, lambda);
  }

  /** Fits from the largest lambda down, each from the solution before it. */
  @Override
  public List<Model> fitAll(Dataset train, Dataset dev, double[] lambdas) {
    return descending(lambdas, ordered -> fitPath(train, ordered, fit -> false));
  }

  /** Shares among folds what the solver can share, such as products of columns. */
  @Override
  public FoldLearner onFolds(Dataset data, KFold folds) {
    Optional<FoldPaths> shared =
        solver instanceof FoldSolver all ? all.share(problem(data, 0), folds) : Optional.empty();
    if (shared.isEmpty()) {
      return Learner.super.onFolds(data, folds);
    }
    return (fold, train, dev, lambdas) ->
        descending(
            lambdas,
            ordered -> {
              Standardizer standardizer = standardizer(train);
              LinearProblem problem = problem(standardizer.over(train), 0);
              return shared.get().solvePath(fold, problem, standardizer, ordered).stream()
                  .map(solution -> fitted(solution, standardizer, train))
                  .toList();
            });
  }

  private static List<Model> descending(
      double[] lambdas, Function<double[], List<LinearFit>> fitPath) {
    Integer[] descending =
        IntStream.range(0, lambdas.length)
            .boxed()
            .sorted((a, b) -> Double.compare(lambdas[b], lambdas[a]))
            .toArray(Integer[]::new);
    double[] ordered = Stream.of(descending).mapToDouble(i -> lambdas[i]).toArray();
    List<LinearFit> path = fitPath.apply(ordered);
    Model[] models = new Model[lambdas.length];
    for (int k = 0; k < ordered.length; k++) {
      models[descending[k]] = path.get(k);
    }
    return List.of(models);
  }

  /**
   * Fits at some lambdas one after the other, each from the solution before it, up to the first fit
   * at which it is told to stop.
   *
   * @param train raw features and targets
   * @param lambdas finite and at least 0, in the order to take them in; the largest first is
   *     fastest; not modified
   * @param stop asked of every fit as soon as there is one
   * @return one fit a lambda, in the given order; if stopped, the last is the one that stop was
   *     true of
   * @throws IllegalArgumentException if a lambda, the loss or the penalty does not fit
   */
  public List<LinearFit> fitPath(Dataset train, double[] lambdas, Predicate<LinearFit> stop) {
    Standardizer standardizer = standardizer(train);
    LinearProblem problem = problem(scaled(standardizer, train), 0);
    List<LinearFit> fits = new ArrayList<>();
    Predicate<Solution> stopsAt =
        solution -> {
          fits.add(fitted(solution, standardizer, train));
          return stop.test(fits.get(fits.size() - 1));
        };
    if (solver instanceof PathSolver whole) {
      whole.solvePath(problem, lambdas, stopsAt);
      return List.copyOf(fits);
    }
    LinearProblem next = problem;
    for (double lambda : lambdas) {
      // Without penalty there may be many solutions, or none: a start would choose among them.
      Solution here = solver.solve((lambda == 0 ? problem : next).withLambda(lambda));
      if (stopsAt.test(here)) {
        break;
      }
      next = next.withStart(here);
    }
    return List.copyOf(fits);
  }

  @Override
  public boolean startsWarm() {
    return true;
  }

  @Override
  public List<double[]> scores(List<Model> models, Features raw) {
    return LinearScores.of(models.stream().map(LinearFit.class::cast).toList(), raw);
  }

  private Standardizer standardizer(Dataset train) {
    return standardize ? Standardizer.fit(train) : Standardizer.identity(train.columns());
  }

  /** Solvers of penalties that are not smooth copy features column by column: once is enough. */
  private Dataset scaled(Standardizer standardizer, Dataset train) {
    return penalty instanceof SmoothPenalty ? standardizer.apply(train) : standardizer.over(train);
  }

  private LinearProblem problem(Dataset scaled, double lambda) {
    return LinearProblem.of(scaled, loss, penalty, lambda)
        .withIntercept(intercept)
        .withFactors(factors);
  }

  private LinearFit fitted(Solution solution, Standardizer standardizer, Dataset raw) {
    return new LinearFit(
        solution, standardizer, loss, factors, raw.classNames(), raw.featureNames());
  }

  @Override
  public String description() {
    String scaled = factors.areOnes() ? "" : " (" + factors + ")";
    return "linear model with " + loss + " loss and " + penalty + scaled + " by " + solver;
  }
}
