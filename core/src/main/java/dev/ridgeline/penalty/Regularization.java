package dev.ridgeline.penalty;

import com.google.common.collect.ImmutableList;
import dev.ridgeline.linalg.Decimal;
import dev.ridgeline.parameter.Parameter;
import dev.ridgeline.parameter.ParameterLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The plan: which penalty acts with which lambda on which parameters. Immutable.
 *
 * <p>By default a penalty acts on all weights and on no bias. Rules add up; each parameter takes
 * any number of smooth penalties and at most one that needs a prox, since the prox of a sum is not
 * the sum of the proxes.
 *
 * <pre>{@code
 * Regularization plan = Regularization.builder()
 *     .add(new L2(), 1.0, Selector.weights().inLayers("dense1"))
 *     .add(new L1(), 0.1, Selector.weights().inLayers("dense2"))
 *     .build();
 * }</pre>
 */
public final class Regularization {
  private static final Regularization NONE = new Regularization(ImmutableList.of());

  private final ImmutableList<Rule> rules;

  private Regularization(ImmutableList<Rule> rules) {
    this.rules = rules;
  }

  /** How a non-smooth penalty enters training. */
  public enum Application {
    /** By its gradient where it is smooth, by its prox otherwise. */
    AUTOMATIC,
    /** By a subgradient, on request; gives no exact zeros. */
    SUBGRADIENT
  }

  /**
   * One line of the plan.
   *
   * @param penalty what
   * @param lambda how much, finite and at least 0; divided by m when a model is fitted
   * @param selector where
   * @param application how
   */
  public record Rule(Penalty penalty, double lambda, Selector selector, Application application) {
    /**
     * Checks lambda and the application.
     *
     * @param penalty what
     * @param lambda how much, finite and at least 0; divided by m when a model is fitted
     * @param selector where
     * @param application how
     * @throws IllegalArgumentException if lambda is negative or not finite, or a subgradient is
     *     asked of a penalty that offers none
     */
    public Rule {
      Objects.requireNonNull(penalty, "penalty");
      Objects.requireNonNull(selector, "selector");
      Objects.requireNonNull(application, "application");
      if (!(lambda >= 0 && lambda < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "lambda must be finite and at least 0, found " + lambda + " for " + penalty);
      }
      if (application == Application.SUBGRADIENT && !(penalty instanceof SubgradientPenalty)) {
        throw new IllegalArgumentException(
            penalty
                + " cannot be applied by subgradient: it does not implement SubgradientPenalty;"
                + " leave the application AUTOMATIC");
      }
    }
  }

  /**
   * What acts on one parameter of a model with m training examples.
   *
   * @param parameter where
   * @param rule the rule that chose it
   * @param strength lambda / m
   */
  public record Term(Parameter parameter, Rule rule, double strength) {}

  /**
   * No penalty at all.
   *
   * @return the empty plan
   */
  public static Regularization none() {
    return NONE;
  }

  /**
   * One penalty on all weights.
   *
   * @param penalty what
   * @param lambda how much, finite and at least 0
   * @return the plan
   */
  public static Regularization of(Penalty penalty, double lambda) {
    return builder().add(penalty, lambda).build();
  }

  /**
   * Starts an empty plan.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The rules in the order given.
   *
   * @return immutable
   */
  public List<Rule> rules() {
    return rules;
  }

  /**
   * Resolves the plan against a model.
   *
   * @param layout the model's parameters
   * @param m number of training examples (sum of sample weights), positive; not the batch size
   * @return one term for each pair of rule and chosen parameter, in layout order
   * @throws IllegalArgumentException if m is not positive, a rule chooses no parameter (naming the
   *     layers there are), or a parameter would get two penalties that need a prox
   */
  public List<Term> terms(ParameterLayout layout, double m) {
    if (!(m > 0 && m < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "m, the number of training examples, must be finite and positive, found " + m);
    }
    for (Rule rule : rules) {
      if (layout.parameters().stream().noneMatch(rule.selector()::selects)) {
        throw new IllegalArgumentException(
            "no parameter fits "
                + rule.selector()
                + " of "
                + rule.penalty()
                + "; there are "
                + layout.parameters().stream().map(p -> p.name() + " (" + p.role() + ")").toList());
      }
    }
    List<Term> terms = new ArrayList<>();
    for (Parameter parameter : layout.parameters()) {
      Rule proximal = null;
      for (Rule rule : rules) {
        if (!rule.selector().selects(parameter)) {
          continue;
        }
        if (needsProx(rule)) {
          if (proximal != null) {
            throw new IllegalArgumentException(
                "parameter "
                    + parameter.name()
                    + " would get two penalties that need a prox, "
                    + proximal.penalty()
                    + " and "
                    + rule.penalty()
                    + "; the prox of a sum is not the sum of the proxes: use one, or a combined"
                    + " penalty such as elastic-net");
          }
          proximal = rule;
        }
        terms.add(new Term(parameter, rule, rule.lambda() / m));
      }
    }
    return ImmutableList.copyOf(terms);
  }

  private static boolean needsProx(Rule rule) {
    return rule.application() == Application.AUTOMATIC
        && !(rule.penalty() instanceof SmoothPenalty);
  }

  /**
   * The summed penalty of a model, R = sum over parameters of R(W; lambda/m).
   *
   * @param layout the model's parameters
   * @param flat their values, not modified
   * @param m number of training examples
   * @return the sum
   */
  public double value(ParameterLayout layout, float[] flat, double m) {
    double sum = 0;
    for (Term term : terms(layout, m)) {
      sum += term.rule().penalty().value(term.parameter().view(flat), term.strength());
    }
    return sum;
  }

  /**
   * The plan as a table: parameter, shape, penalty, lambda, strength, and why not where excluded.
   *
   * @param layout the model's parameters
   * @param m number of training examples
   * @return lines of text, each ending in a newline
   */
  public String table(ParameterLayout layout, double m) {
    return RegularizationTable.render(this, layout, m);
  }

  /** The rules on one line. */
  @Override
  public String toString() {
    if (rules.isEmpty()) {
      return "no penalty";
    }
    return String.join(
        " + ",
        rules.stream().map(r -> r.penalty() + " at lambda " + Decimal.exact(r.lambda())).toList());
  }

  /** Collects rules. Not thread-safe. */
  public static final class Builder {
    private final ImmutableList.Builder<Rule> rules = ImmutableList.builder();

    private Builder() {}

    /**
     * Adds a penalty on all weights.
     *
     * @param penalty what
     * @param lambda how much, finite and at least 0
     * @return this
     */
    public Builder add(Penalty penalty, double lambda) {
      return add(penalty, lambda, Selector.weights());
    }

    /**
     * Adds a penalty on chosen parameters.
     *
     * @param penalty what
     * @param lambda how much, finite and at least 0
     * @param selector where
     * @return this
     */
    public Builder add(Penalty penalty, double lambda, Selector selector) {
      return add(new Rule(penalty, lambda, selector, Application.AUTOMATIC));
    }

    /**
     * Adds a rule.
     *
     * @param rule the rule
     * @return this
     */
    public Builder add(Rule rule) {
      rules.add(rule);
      return this;
    }

    /**
     * The plan so far.
     *
     * @return immutable
     */
    public Regularization build() {
      return new Regularization(rules.build());
    }
  }
}
