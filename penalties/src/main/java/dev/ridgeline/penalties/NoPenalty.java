package dev.ridgeline.penalties;

import dev.ridgeline.penalty.L1L2Penalty;
import dev.ridgeline.penalty.Penalty;
import dev.ridgeline.penalty.SmoothSeparablePenalty;
import dev.ridgeline.plugin.PenaltyProvider;
import dev.ridgeline.plugin.SettingValues;
import dev.ridgeline.plugin.Spec;

/**
 * No penalty, R(W; s) = 0 at any strength: the baseline of a search, by name.
 *
 * <p>Its gradient is 0 and its prox the identity. A NaN weight still gives NaN: min(|w|, 0) is 0
 * for all others. Thread-safe.
 */
public record NoPenalty() implements SmoothSeparablePenalty, L1L2Penalty {
  @Override
  public double value(double w, double strength) {
    return Math.min(Math.abs(w), 0);
  }

  @Override
  public double prox(double w, double strength, double step) {
    return w;
  }

  @Override
  public double derivative(double w, double strength) {
    return Math.min(Math.abs(w), 0);
  }

  @Override
  public void addGradientTo(float[] w, float[] gradient, int from, int to, double strength) {
    for (int i = from; i < to; i++) {
      gradient[i] += Math.min(Math.abs(w[i]), 0);
    }
  }

  @Override
  public double l1(double strength) {
    return 0;
  }

  @Override
  public double l2(double strength) {
    return 0;
  }

  @Override
  public double lipschitz(double strength) {
    return 0;
  }

  @Override
  public String toString() {
    return Spec.of("none").toString();
  }

  /** Registers {@code none}. */
  public static final class Provider implements PenaltyProvider {
    /** For ServiceLoader. */
    public Provider() {}

    @Override
    public String name() {
      return "none";
    }

    @Override
    public Penalty create(SettingValues values) {
      return new NoPenalty();
    }
  }
}
