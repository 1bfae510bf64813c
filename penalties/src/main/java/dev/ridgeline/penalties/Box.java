package dev.ridgeline.penalties;

import com.google.common.collect.Range;
import dev.ridgeline.penalty.BoundedPenalty;
import dev.ridgeline.penalty.Check;
import dev.ridgeline.penalty.Penalty;
import dev.ridgeline.penalty.SeparablePenalty;
import dev.ridgeline.plugin.Kind;
import dev.ridgeline.plugin.PenaltyProvider;
import dev.ridgeline.plugin.SettingValues;
import dev.ridgeline.plugin.Settings;
import dev.ridgeline.plugin.Spec;
import java.util.Objects;

/**
 * Weights between two bounds under any convex separable penalty, R(W; s) = base(W; s) if lower
 * &lt;= W_ij &lt;= upper for all cells, else infinity.
 *
 * <p>The prox is that of the base, cut to [lower, upper], see {@link BoundedPenalty}. The bounds
 * hold at every lambda; they hold of the weights that the penalty sees, which in a linear model are
 * those per standard deviation unless it does not standardise. Optimizers and solvers that know
 * gradients only, such as newton and lbfgs, cannot take it.
 *
 * <p>A NaN weight gives NaN. Linear time, thread-safe. Combettes and Pesquet, "Proximal splitting
 * methods in signal processing", 2011, table 10.1.
 *
 * @param lower the least weight, finite and at most 0
 * @param upper the largest weight, finite, at least 0 and above lower
 * @param base what weights inside cost; convex; its own bounds hold, too
 */
public record Box(double lower, double upper, SeparablePenalty base) implements BoundedPenalty {
  /**
   * Checks bounds and base.
   *
   * @param lower the least weight, finite and at most 0
   * @param upper the largest weight, finite, at least 0 and above lower
   * @param base what weights inside cost; convex; its own bounds hold, too
   * @throws IllegalArgumentException if 0 is not between finite bounds, or the base is not convex
   */
  public Box {
    Objects.requireNonNull(base, "base");
    Check.bounds(lower, upper, base);
    if (Double.isInfinite(lower) || Double.isInfinite(upper)) {
      throw new IllegalArgumentException(
          "both bounds of box must be finite, found "
              + lower
              + " and "
              + upper
              + "; take a bound that no weight will reach, or non-negative");
    }
    lower = lower == 0 ? 0.0 : lower;
    upper = upper == 0 ? 0.0 : upper;
  }

  /**
   * Bounds alone.
   *
   * @param lower the least weight, finite and at most 0
   * @param upper the largest weight, finite, at least 0 and above lower
   * @throws IllegalArgumentException if 0 is not between finite bounds
   */
  public Box(double lower, double upper) {
    this(lower, upper, new NoPenalty());
  }

  @Override
  public String toString() {
    return Spec.of("box").with("lower", lower).with("upper", upper).with("base", base).toString();
  }

  /** The base of a bounded penalty's settings. */
  static SeparablePenalty separable(SettingValues values) {
    Penalty base = values.component("base", Penalty.class);
    if (base instanceof SeparablePenalty separable) {
      return separable;
    }
    throw new IllegalArgumentException(
        "bounds need a base that is a SeparablePenalty, such as l1, l2 or elastic-net; "
            + base
            + " ("
            + base.getClass().getName()
            + ") is none");
  }

  /** Registers {@code box}. */
  public static final class Provider implements PenaltyProvider {
    /** For ServiceLoader. */
    public Provider() {}

    @Override
    public String name() {
      return "box";
    }

    @Override
    public Settings settings() {
      return Settings.none()
          .number("lower", -1, Range.atMost(0.0), "the least weight")
          .number("upper", 1, Range.atLeast(0.0), "the largest weight")
          .component("base", Kind.PENALTY, "none", "the penalty on weights inside");
    }

    @Override
    public Penalty create(SettingValues values) {
      return new Box(values.number("lower"), values.number("upper"), separable(values));
    }
  }
}
