package dev.ridgeline.examples;

import dev.ridgeline.penalty.Penalty;
import dev.ridgeline.penalty.SmoothSeparablePenalty;
import dev.ridgeline.plugin.PenaltyProvider;
import dev.ridgeline.plugin.SettingValues;

/**
 * A penalty of one's own: s w^2 / 2 up to |w| = 1 and s (|w| - 1/2) beyond. This class and its line
 * in META-INF/services are all there is to it.
 */
public record SmoothL1() implements SmoothSeparablePenalty, PenaltyProvider {
  @Override
  public double value(double w, double s) {
    return s * (Math.abs(w) <= 1 ? w * w / 2 : Math.abs(w) - 0.5);
  }

  @Override
  public double derivative(double w, double s) {
    return s * Math.max(-1, Math.min(1, w));
  }

  @Override
  public double prox(double w, double s, double step) {
    return w - s * step * Math.max(-1, Math.min(1, w / (1 + s * step)));
  }

  @Override
  public double lipschitz(double s) {
    return s;
  }

  @Override
  public String name() {
    return "smooth-l1";
  }

  @Override
  public Penalty create(SettingValues none) {
    return this;
  }

  @Override
  public String toString() {
    return name();
  }
}
