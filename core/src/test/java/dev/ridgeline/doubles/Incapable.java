package dev.ridgeline.doubles;

import dev.ridgeline.linalg.Matrix;
import dev.ridgeline.penalty.Penalty;

/** A penalty that has a value and nothing else. */
public record Incapable() implements Penalty {
  @Override
  public double value(Matrix w, double strength) {
    return strength * w.frobeniusNorm();
  }

  @Override
  public String toString() {
    return "incapable";
  }
}
