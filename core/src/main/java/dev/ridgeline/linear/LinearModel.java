package dev.ridgeline.linear;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.Standardizer;
import dev.ridgeline.linalg.Matrix;
import dev.ridgeline.loss.Loss;
import dev.ridgeline.model.Learner;
import dev.ridgeline.model.Model;
import dev.ridgeline.penalty.L1L2Penalty;
import dev.ridgeline.penalty.Penalty;
import dev.ridgeline.penalty.ZeroingPenalty;
import dev.ridgeline.plugin.Plugins;
import dev.ridgeline.solver.LinearProblem;
import dev.ridgeline.solver.PathSolver;
import dev.ridgeline.solver.Solution;
import dev.ridgeline.solver.Solver;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Predicate;
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
 */
public record LinearModel(
    Loss loss, Penalty penalty, Solver solver, boolean standardize, boolean intercept)
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
    LinearProblem problem =
        LinearProblem.of(standardizer.apply(train), loss, penalty, lambda).withIntercept(intercept);
    return fitted(solver.solve(problem), standardizer, train);
  }

  /**
   * The smallest lambda at which all weights are 0: where a path begins.
   *
   * <p>m times the penalty's zeroing strength for the gradient of the mean loss at zero weights and
   * the best intercept; for L1 and the squared loss max over j of |sum over i of x_ij (y_i - mean
   * y)|.
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
    Dataset scaled = standardizer(train).apply(train);
    return zeroing.zeroingStrength(gradientAtZero(scaled)) * scaled.weightSum();
  }

  /**
   * {@link #lambdaMax}, and for ridge and elastic nets at most 1000 times the largest gradient at
   * zero weights, as in glmnet: a ridge shrinks at any lambda, there to about a thousandth.
   *
   * @return empty for a penalty that makes no zeros and is no ridge
   */
  @Override
  public OptionalDouble largestLambda(Dataset train) {
    boolean isZeroing = penalty instanceof ZeroingPenalty;
    double max = isZeroing ? lambdaMax(train) : Double.POSITIVE_INFINITY;
    if (penalty instanceof L1L2Penalty factors && !(factors.l1(1) >= LEAST_L1)) {
      Dataset scaled = standardizer(train).apply(train);
      Matrix gradient = gradientAtZero(scaled);
      double largest = 0;
      for (int k = 0; k < gradient.rows(); k++) {
        for (int j = 0; j < gradient.columns(); j++) {
          largest = Math.max(largest, Math.abs(gradient.get(k, j)));
        }
      }
      max = Math.min(max, largest * scaled.weightSum() / LEAST_L1);
    }
    return max < Double.POSITIVE_INFINITY ? OptionalDouble.of(max) : OptionalDouble.empty();
  }

  /** The gradient of the mean loss at zero weights and the best intercept. */
  private Matrix gradientAtZero(Dataset scaled) {
    int outputs = loss.outputs(scaled);
    int columns = scaled.columns();
    double[] best = intercept ? loss.bestConstant(scaled) : new double[outputs];
    double[] slope = new double[outputs];
    double[] gradient = new double[Math.multiplyExact(outputs, columns)];
    for (int i = 0; i < scaled.rows(); i++) {
      loss.rowLoss(best, 0, outputs, scaled.target(i), slope);
      double share = scaled.weight(i) / scaled.weightSum();
      for (int k = 0; k < outputs && share > 0; k++) {
        scaled.features().addRowTo(i, share * slope[k], gradient, k * columns);
      }
    }
    return Matrix.of(gradient, outputs, columns);
  }

  @Override
  public LinearFit fit(Dataset train, Dataset dev, double lambda) {
    return fit(train, lambda);
  }

  /** Fits from the largest lambda down, each from the solution before it. */
  @Override
  public List<Model> fitAll(Dataset train, Dataset dev, double[] lambdas) {
    Integer[] descending =
        IntStream.range(0, lambdas.length)
            .boxed()
            .sorted((a, b) -> Double.compare(lambdas[b], lambdas[a]))
            .toArray(Integer[]::new);
    double[] ordered = Stream.of(descending).mapToDouble(i -> lambdas[i]).toArray();
    List<LinearFit> path = fitPath(train, ordered, fit -> false);
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
    LinearProblem problem =
        LinearProblem.of(standardizer.apply(train), loss, penalty, 0).withIntercept(intercept);
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

  private Standardizer standardizer(Dataset train) {
    return standardize ? Standardizer.fit(train) : Standardizer.identity(train.columns());
  }

  private LinearFit fitted(Solution solution, Standardizer standardizer, Dataset raw) {
    return new LinearFit(solution, standardizer, loss, raw.classNames(), raw.featureNames());
  }

  @Override
  public String description() {
    return "linear model with " + loss + " loss and " + penalty + " by " + solver;
  }
}
