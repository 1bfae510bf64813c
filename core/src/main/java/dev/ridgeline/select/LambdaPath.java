package dev.ridgeline.select;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.linalg.Decimal;
import dev.ridgeline.linear.LinearModel;
import dev.ridgeline.model.Learner;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Lambdas from the smallest at which all weights are 0 down to a share of it, evenly spaced on a
 * logarithmic scale: lambda_k = lambda_max ratio^(k/(count-1)), k = 0 ... count-1. Immutable.
 *
 * <pre>{@code
 * PathFit path = LambdaPath.standard().fit(LinearModel.of(new SquaredLoss(), new L1()), data);
 * SearchResult result = LambdaSearch.over(LambdaPath.standard()).run(model, data, folds);
 * }</pre>
 *
 * <p>A path is fitted from its largest lambda down, each fit from the one before it; every fit
 * bears a certificate of its own. It goes down to its last lambda unless {@link #stopWhen} says
 * otherwise. Where it begins is the learner's to say: {@link LinearModel#largestLambda}, exact for
 * every loss, with or without intercept, standardisation and sample weights.
 *
 * <p>Friedman, Hastie and Tibshirani, "Regularization paths for generalized linear models via
 * coordinate descent", 2010, section 2.5. The defaults are those of their glmnet: 100 lambdas, down
 * to 1e-4 of lambda_max, or 1e-2 where there are fewer rows than columns. Unlike there, nothing
 * stops early by default.
 */
public final class LambdaPath implements Lambdas {
  private static final int COUNT = 100;
  private static final double TALL = 1e-4;
  private static final double WIDE = 1e-2;

  private final int count;
  private final OptionalDouble ratio;
  private final Optional<LambdaGrid> given;
  private final PathStop stop;

  private LambdaPath(int count, OptionalDouble ratio, Optional<LambdaGrid> given, PathStop stop) {
    this.count = count;
    this.ratio = ratio;
    this.given = given;
    this.stop = stop;
  }

  /**
   * 100 lambdas from lambda_max down to 1e-4 of it, or to 1e-2 of it where there are fewer rows
   * than columns.
   *
   * @return the usual path
   */
  public static LambdaPath standard() {
    return new LambdaPath(COUNT, OptionalDouble.empty(), Optional.empty(), PathStop.NEVER);
  }

  /**
   * The lambdas of a grid, from the largest down.
   *
   * @param grid given lambdas
   * @return the path
   */
  public static LambdaPath over(LambdaGrid grid) {
    return new LambdaPath(
        grid.values().length, OptionalDouble.empty(), Optional.of(grid), PathStop.NEVER);
  }

  /**
   * The same path with another number of lambdas.
   *
   * @param lambdas at least 2
   * @return a new path
   * @throws IllegalArgumentException if below 2
   * @throws IllegalStateException if the lambdas were given
   */
  public LambdaPath withCount(int lambdas) {
    if (lambdas < 2) {
      throw new IllegalArgumentException("a path needs at least 2 lambdas, found " + lambdas);
    }
    checkDerived("count");
    return new LambdaPath(lambdas, ratio, given, stop);
  }

  /**
   * The same path with another end.
   *
   * @param least the last lambda as a share of the first, above 0 and below 1
   * @return a new path
   * @throws IllegalArgumentException if out of range
   * @throws IllegalStateException if the lambdas were given
   */
  public LambdaPath withRatio(double least) {
    if (!(least > 0 && least < 1)) {
      throw new IllegalArgumentException(
          "the last lambda of a path is a share of the first above 0 and below 1, found " + least);
    }
    checkDerived("ratio");
    return new LambdaPath(count, OptionalDouble.of(least), given, stop);
  }

  private void checkDerived(String what) {
    if (given.isPresent()) {
      throw new IllegalStateException(
          "the lambdas of this path were given, so it takes no " + what + "; use standard()");
    }
  }

  /**
   * The same path, ending early where smaller lambdas change next to nothing. Asked from the fifth
   * lambda on, as in glmnet, whose own settings are 0.999 and 1e-5.
   *
   * @param explained the path ends at the first lambda with at least this share of the deviance
   *     explained; above 0, and above 1 for no such end
   * @param change or at the first that adds less than this share to what is explained; at least 0,
   *     and 0 for no such end
   * @return a new path
   * @throws IllegalArgumentException if a number is out of range
   */
  public LambdaPath stopWhen(double explained, double change) {
    return new LambdaPath(count, ratio, given, new PathStop(explained, change));
  }

  /**
   * Fits a linear model along this path.
   *
   * @param model the recipe
   * @param train raw features and targets
   * @return one fit a lambda, with what each explains
   * @throws IllegalArgumentException if the path has no beginning, such as for a penalty that is
   *     neither a ridge nor makes zeros, or if loss or penalty do not fit
   */
  public PathFit fit(LinearModel model, Dataset train) {
    return PathFit.of(model, train, all(model, train), stop);
  }

  /**
   * The lambdas of this path for a learner. For a path that stops, the lambdas that it gets to on
   * these rows, for which it is fitted once.
   *
   * @throws IllegalArgumentException if the learner knows no largest lambda, or the path stops and
   *     the learner is no {@link LinearModel}
   */
  @Override
  public LambdaGrid grid(Learner learner, Dataset train) {
    LambdaGrid all = all(learner, train);
    if (stop.equals(PathStop.NEVER)) {
      return all;
    }
    if (!(learner instanceof LinearModel model)) {
      throw new IllegalArgumentException(
          "a path stops by the deviance that a LinearModel explains, found a "
              + learner.description()
              + "; leave stopWhen out");
    }
    double[] reached =
        PathFit.of(model, train, all, stop).steps().stream()
            .mapToDouble(PathFit.Step::lambda)
            .toArray();
    return LambdaGrid.of(reached);
  }

  private LambdaGrid all(Learner learner, Dataset train) {
    if (given.isPresent()) {
      return given.get();
    }
    OptionalDouble largest = learner.largestLambda(train);
    if (largest.isEmpty()) {
      throw new IllegalArgumentException(
          "no lambda is known at which the path of a "
              + learner.description()
              + " could begin; give lambdas, by LambdaGrid");
    }
    if (!(largest.getAsDouble() > 0)) {
      throw new IllegalArgumentException(
          "lambda_max is 0: no feature goes with the target, so every lambda gives zero weights;"
              + " look at the target, or give lambdas by LambdaGrid");
    }
    double max = largest.getAsDouble();
    return LambdaGrid.logarithmic(max * ratio(train), max, count);
  }

  private double ratio(Dataset train) {
    return ratio.orElse(train.rows() < train.columns() ? WIDE : TALL);
  }

  /** What this path goes through, in words. */
  @Override
  public String toString() {
    String end = ratio.isPresent() ? Decimal.exact(ratio.getAsDouble()) : "1e-4, or 1e-2 if wide,";
    String lambdas =
        given
            .map(LambdaGrid::toString)
            .orElse(count + " lambdas from lambda_max to " + end + " of it");
    return lambdas + stop;
  }
}
