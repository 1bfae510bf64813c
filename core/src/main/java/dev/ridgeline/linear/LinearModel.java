package dev.ridgeline.linear;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.Standardizer;
import dev.ridgeline.linalg.Matrix;
import dev.ridgeline.loss.Loss;
import dev.ridgeline.model.Learner;
import dev.ridgeline.model.Model;
import dev.ridgeline.penalty.Penalty;
import dev.ridgeline.penalty.PenaltyFactors;
import dev.ridgeline.penalty.ZeroingPenalty;
import dev.ridgeline.plugin.Plugins;
import dev.ridgeline.solver.LinearProblem;
import dev.ridgeline.solver.PathSolver;
import dev.ridgeline.solver.Solution;
import dev.ridgeline.solver.Solver;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The recipe of a linear model: linear, logistic or softmax regression, by the loss, with any
 * penalty. Immutable; fitting gives a {@link LinearFit}.
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
    LinearProblem problem = problem(standardizer.apply(train), lambda);
    return fitted(solver.solve(problem), standardizer, train);
  }

  /**
   * The smallest lambda at which all penalised weights are 0: where a path begins.
   *
   * <p>m times the penalty's zeroing strength for the gradient of the mean loss at the null model:
   * the best intercept and, where penalty factors are 0, the best weights of their features. For L1
   * and the squared loss max over j of |sum over i of x_ij (y_i - mean y)| / factor_j. {@code
   * LambdaGrid.logarithmic(max / 100, max, 100)} is the usual path.
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
    LinearProblem problem = problem(standardizer(train).apply(train), 0);
    Matrix atNull = new NullModel(problem, solver).gradient();
    double m = problem.data().weightSum();
    if (problem.factors().areOnes()) {
      return zeroing.zeroingStrength(atNull) * m;
    }
    double largest = 0;
    for (int j = 0; j < atNull.columns(); j++) {
      double factor = problem.factors().factor(j);
      if (factor > 0) {
        double[] column = new double[atNull.rows()];
        for (int k = 0; k < column.length; k++) {
          column[k] = atNull.get(k, j);
        }
        Matrix alone = Matrix.of(column, column.length, 1);
        largest = Math.max(largest, zeroing.zeroingStrength(alone) / factor);
      }
    }
    return largest * m;
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
    double[] ordered = Stream.of(descending).mapToDouble(i -> lambdas[i]).toArray();
    List<Solution> path = path(scaled, ordered);
    Model[] models = new Model[lambdas.length];
    for (int k = 0; k < ordered.length; k++) {
      models[descending[k]] = fitted(path.get(k), standardizer, train);
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

  private List<Solution> path(Dataset scaled, double[] descending) {
    LinearProblem problem = problem(scaled, 0);
    if (solver instanceof PathSolver whole) {
      return whole.solvePath(problem, descending);
    }
    List<Solution> path = new ArrayList<>();
    LinearProblem next = problem;
    for (double lambda : descending) {
      // Without penalty there may be many solutions, or none: a start would choose among them.
      path.add(solver.solve((lambda == 0 ? problem : next).withLambda(lambda)));
      next = next.withStart(path.get(path.size() - 1));
    }
    return path;
  }

  private LinearProblem problem(Dataset scaled, double lambda) {
    return LinearProblem.of(scaled, loss, penalty, lambda)
        .withIntercept(intercept)
        .withFactors(factors);
  }

  private LinearFit fitted(Solution solution, Standardizer standardizer, Dataset raw) {
    return new LinearFit(solution, standardizer, loss, factors, raw);
  }

  @Override
  public String description() {
    String scaled = factors.areOnes() ? "" : " (" + factors + ")";
    return "linear model with " + loss + " loss and " + penalty + scaled + " by " + solver;
  }
}
