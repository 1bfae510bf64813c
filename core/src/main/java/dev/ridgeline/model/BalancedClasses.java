package dev.ridgeline.model;

import dev.ridgeline.data.Dataset;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * A learner that gives each class of its training rows the same weight in all, whichever rows it is
 * given: {@link Dataset#withBalancedClasses} of these rows alone. Immutable.
 *
 * <pre>{@code
 * Learner balanced = new BalancedClasses(LinearModel.of(new LogisticLoss(), new L2()));
 * SearchResult result = LambdaSearch.over(LambdaGrid.standard()).run(balanced, data, folds);
 * }</pre>
 *
 * <p>In cross-validation each fold is balanced by the rows that it trains on, and scored on the
 * rows that it holds out with the weights that these have, as by scikit-learn's GridSearchCV over a
 * model with class_weight='balanced'. Data that were balanced beforehand keep the weights of all
 * rows in every fold, which lets the held-out rows' classes into the fit, and are scored with them.
 *
 * @param base fits the balanced rows
 */
public record BalancedClasses(Learner base) implements Learner {
  /**
   * Checks that there is a learner.
   *
   * @param base fits the balanced rows
   */
  public BalancedClasses {
    Objects.requireNonNull(base, "base");
  }

  /**
   * Fits the base learner to the balanced training rows.
   *
   * @throws IllegalArgumentException for real-valued targets
   */
  @Override
  public Model fit(Dataset train, Dataset dev, double lambda) {
    return base.fit(train.withBalancedClasses(), dev, lambda);
  }

  @Override
  public List<Model> fitAll(Dataset train, Dataset dev, double[] lambdas) {
    return base.fitAll(train.withBalancedClasses(), dev, lambdas);
  }

  @Override
  public boolean startsWarm() {
    return base.startsWarm();
  }

  @Override
  public OptionalDouble largestLambda(Dataset train) {
    return base.largestLambda(train.withBalancedClasses());
  }

  @Override
  public String description() {
    return base.description() + ", classes balanced";
  }
}
