package dev.ridgeline.penalties;

import dev.ridgeline.penalty.Penalty;
import dev.ridgeline.penalty.QuadraticPenalty;
import dev.ridgeline.plugin.PenaltyProvider;
import dev.ridgeline.plugin.SettingValues;
import dev.ridgeline.plugin.Spec;

/**
 * The squared Frobenius norm, R(W; s) = (s/2) ||W||_F^2 with s = lambda/m.
 *
 * <p>J gains (lambda/2m) ||W||_F^2 and dW gains (lambda/m) W, so a gradient step of length alpha
 * multiplies W by 1 - alpha lambda/m: under plain gradient descent this is weight decay. Its prox,
 * where u - x + step s u = 0, is u = x / (1 + step s): it shrinks every weight and makes none zero.
 * Strongly convex with mu = s, smooth with L = s, 0 at W = 0.
 *
 * <p>A NaN weight gives NaN, an infinite one infinity. Linear time, no allocation, thread-safe.
 *
 * <p>Hoerl and Kennard, "Ridge regression: biased estimation for nonorthogonal problems", 1970,
 * equation 2.1; Krogh and Hertz, "A simple weight decay can improve generalization", 1991,
 * equations 1 and 2.
 */
public record L2() implements QuadraticPenalty {
  @Override
  public double rate(double strength) {
    return strength;
  }

  @Override
  public double value(float[] w, int from, int to, double strength) {
    double squares = 0;
    for (int i = from; i < to; i++) {
      double x = w[i];
      squares += x * x;
    }
    return strength / 2 * squares;
  }

  @Override
  public double value(double[] w, int from, int to, double strength) {
    double squares = 0;
    for (int i = from; i < to; i++) {
      squares += w[i] * w[i];
    }
    return strength / 2 * squares;
  }

  @Override
  public void addGradientTo(float[] w, float[] gradient, int from, int to, double strength) {
    float s = (float) strength;
    for (int i = from; i < to; i++) {
      gradient[i] += s * w[i];
    }
  }

  @Override
  public String toString() {
    return Spec.of("l2").toString();
  }

  /** Registers {@code l2}. */
  public static final class Provider implements PenaltyProvider {
    /** For ServiceLoader. */
    public Provider() {}

    @Override
    public String name() {
      return "l2";
    }

    @Override
    public Penalty create(SettingValues values) {
      return new L2();
    }
  }
}
