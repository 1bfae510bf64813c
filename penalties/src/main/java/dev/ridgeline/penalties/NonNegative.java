package dev.ridgeline.penalties;

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
 * Weights of at least 0 under any convex separable penalty, R(W; s) = base(W; s) if all W_ij &gt;=
 * 0, else infinity.
 *
 * <pre>{@code
 * LinearModel.of(new SquaredLoss(), new NonNegative(new L1()))
 * }</pre>
 *
 * <p>The prox is max(0, prox of the base), see {@link BoundedPenalty}: exact zeros even without an
 * l1 part. The bound holds at every lambda; {@code new NonNegative()} at any lambda is non-negative
 * least squares and its kin. A linear model's bound is on the weights per standard deviation where
 * it standardises, which have the signs of the raw ones. Optimizers and solvers that know gradients
 * only, such as newton and lbfgs, cannot take it.
 *
 * <p>A NaN weight gives NaN. Linear time, thread-safe. Lawson and Hanson, "Solving least squares
 * problems", 1974, chapter 23; Slawski and Hein, "Non-negative least squares for high-dimensional
 * linear models", 2013.
 *
 * @param base what weights of at least 0 cost; convex; its own bounds hold, too
 */
public record NonNegative(SeparablePenalty base) implements BoundedPenalty {
  /**
   * Checks the base.
   *
   * @param base what weights of at least 0 cost; convex; its own bounds hold, too
   * @throws IllegalArgumentException if the base is not convex
   */
  public NonNegative {
    Objects.requireNonNull(base, "base");
    Check.bounds(0, Double.POSITIVE_INFINITY, base);
  }

  /** The bound alone. */
  public NonNegative() {
    this(new NoPenalty());
  }

  @Override
  public double lower() {
    return 0;
  }

  @Override
  public double upper() {
    return Double.POSITIVE_INFINITY;
  }

  @Override
  public String toString() {
    return Spec.of("non-negative").with("base", base).toString();
  }

  /** Registers {@code non-negative}. */
  public static final class Provider implements PenaltyProvider {
    /** For ServiceLoader. */
    public Provider() {}

    @Override
    public String name() {
      return "non-negative";
    }

    @Override
    public Settings settings() {
      return Settings.none()
          .component("base", Kind.PENALTY, "none", "the penalty on weights of at least 0");
    }

    @Override
    public Penalty create(SettingValues values) {
      return new NonNegative(Box.separable(values));
    }
  }
}
