package dev.ridgeline.doubles;

import dev.ridgeline.penalty.QuadraticPenalty;

/** R(W; s) = (s/2) ||W||^2. */
public record Ridge() implements QuadraticPenalty {
  @Override
  public double rate(double strength) {
    return strength;
  }

  @Override
  public String toString() {
    return "ridge";
  }
}
