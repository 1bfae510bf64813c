package dev.ridgeline.select;

import com.google.common.collect.ImmutableList;
import dev.ridgeline.data.Dataset;
import dev.ridgeline.linalg.Decimal;
import dev.ridgeline.linear.Coefficient;
import dev.ridgeline.linear.LinearFit;
import dev.ridgeline.linear.LinearModel;
import dev.ridgeline.loss.Loss;
import dev.ridgeline.model.WeightSummary;
import dev.ridgeline.solver.Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A linear model fitted along a {@link LambdaPath}. Immutable; prints as a table. */
public final class PathFit {
  /** A lambda counts as fitted up to this relative difference: numbers may come from text. */
  private static final double SAME = 1e-9;

  /**
   * One lambda of a path.
   *
   * @param lambda how much penalty
   * @param nonZero number of weights that are not exactly 0
   * @param explained share of the deviance explained on the training rows: 1 - loss / loss of the
   *     best constant prediction (of 0 without an intercept), the R^2 of the squared loss; NaN
   *     where that constant has no loss to explain
   * @param fit coefficients, certificate and predictions
   */
  public record Step(double lambda, long nonZero, double explained, LinearFit fit) {}

  private final String description;
  private final ImmutableList<Step> steps;
  private final ImmutableList<String> featureNames;
  private final int planned;

  private PathFit(String description, List<Step> steps, List<String> featureNames, int planned) {
    this.description = description;
    this.steps = ImmutableList.copyOf(steps);
    this.featureNames = ImmutableList.copyOf(featureNames);
    this.planned = planned;
  }

  /** Fits at the lambdas of a grid, the largest first. */
  static PathFit of(LinearModel model, Dataset train, LambdaGrid grid, PathStop stop) {
    double[] ascending = grid.values();
    double[] lambdas = new double[ascending.length];
    for (int k = 0; k < lambdas.length; k++) {
      lambdas[k] = ascending[lambdas.length - 1 - k];
    }
    double constant = constantLoss(model, train);
    List<Step> steps = new ArrayList<>();
    model.fitPath(
        train,
        lambdas,
        fit -> {
          double before = steps.isEmpty() ? 0 : steps.get(steps.size() - 1).explained;
          WeightSummary weights = fit.weights();
          double explained = constant > 0 ? 1 - fit.objective().dataLoss() / constant : Double.NaN;
          steps.add(
              new Step(lambdas[steps.size()], weights.count() - weights.zeros(), explained, fit));
          return stop.endsAt(steps.size(), before, explained);
        });
    return new PathFit(model.description(), steps, train.featureNames(), lambdas.length);
  }

  /** The mean loss of the best constant prediction, or of 0 without an intercept. */
  private static double constantLoss(LinearModel model, Dataset train) {
    Loss loss = model.loss();
    int outputs = loss.outputs(train);
    double[] best = model.intercept() ? loss.bestConstant(train) : new double[outputs];
    double[] ignored = new double[outputs];
    double sum = 0;
    for (int i = 0; i < train.rows(); i++) {
      if (train.weight(i) > 0) {
        sum += train.weight(i) * loss.rowLoss(best, 0, outputs, train.target(i), ignored);
      }
    }
    return sum / train.weightSum();
  }

  /**
   * Every lambda that was fitted.
   *
   * @return the largest lambda first
   */
  public List<Step> steps() {
    return steps;
  }

  /**
   * Whether the path ended before its last lambda, as {@link LambdaPath#stopWhen} told it to.
   *
   * @return false for a path that was told nothing
   */
  public boolean stoppedEarly() {
    return steps.size() < planned;
  }

  /**
   * The fit at a lambda, for predictions and coefficients.
   *
   * @param lambda one of the path, to nine digits
   * @return the model
   * @throws IllegalArgumentException if this lambda was not fitted, naming the nearest that was
   */
  public LinearFit at(double lambda) {
    Step nearest = steps.get(0);
    for (Step step : steps) {
      nearest = Math.abs(step.lambda - lambda) < Math.abs(nearest.lambda - lambda) ? step : nearest;
    }
    if (!(Math.abs(nearest.lambda - lambda) <= SAME * nearest.lambda)) {
      throw new IllegalArgumentException(
          "lambda "
              + Decimal.exact(lambda)
              + " is not of this path, the nearest is "
              + Decimal.exact(nearest.lambda)
              + "; fit it apart, or give lambdas to the path");
    }
    return nearest.fit;
  }

  /**
   * A feature's weight along the path.
   *
   * @param feature its name
   * @param output its class for softmax, 0 otherwise
   * @return one coefficient a lambda, the largest lambda first
   * @throws IllegalArgumentException if no feature bears this name
   * @throws IndexOutOfBoundsException if there is no such output
   */
  public List<Coefficient> coefficients(String feature, int output) {
    int column = featureNames.indexOf(feature);
    if (column < 0) {
      throw new IllegalArgumentException(
          "no feature is called '" + feature + "'; there are " + featureNames);
    }
    return steps.stream().map(step -> step.fit.coefficient(column, output)).toList();
  }

  /** A line for each lambda, and how many of the fits are certified. */
  @Override
  public String toString() {
    Columns table = new Columns(10, 9, 10, 11, 9);
    table.line("lambda", "non-zero", "explained", "train loss", "||W||", "certificate");
    int certified = 0;
    for (Step s : steps) {
      Certificate certificate = s.fit.certificate();
      certified += certificate.status() == Certificate.Status.CERTIFIED ? 1 : 0;
      table.line(
          Columns.number(s.lambda),
          Long.toString(s.nonZero),
          String.format(Locale.ROOT, "%.2f %%", 100 * s.explained),
          Columns.number(s.fit.objective().dataLoss()),
          Columns.number(s.fit.weights().norm()),
          certificate.toString());
    }
    return description
        + '\n'
        + table
        + String.format(Locale.ROOT, "%d of %d certified", certified, steps.size())
        + (stoppedEarly() ? ", stopped as told before " + planned + " lambdas\n" : "\n");
  }
}
