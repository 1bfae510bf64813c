package dev.ridgeline.testkit.docs;

import dev.ridgeline.penalty.SeparablePenalty;

/** s (|w| + log(1 + e^-2|w|) - log 2) = s log cosh w: l2 near 0, l1 far away. */
record LogCosh() implements SeparablePenalty {
  @Override
  public double value(double w, double s) {
    double a = Math.abs(w);
    // cosh w = 1 + 2 sinh(w/2)^2 keeps small values from cancelling.
    double h = Math.sinh(Math.min(a, 2) / 2);
    return a < 2 ? s * Math.log1p(2 * h * h) : s * (a + Math.log1p(Math.exp(-2 * a)) - Math.log(2));
  }

  /** Newton steps on u - w + step s tanh u, which rises with u, kept between 0 and w. */
  @Override
  public double prox(double w, double s, double step) {
    double low = Math.min(0, w);
    double high = Math.max(0, w);
    double u = w / (1 + s * step);
    for (int k = 0; k < 200; k++) {
      double t = Math.tanh(u);
      double f = u - w + step * s * t;
      if (f > 0) {
        high = u;
      } else {
        low = u;
      }
      double next = u - f / (1 + step * s * (1 - t * t));
      next = next <= low || next >= high ? (low + high) / 2 : next;
      if (next == u) {
        break;
      }
      u = next;
    }
    return u;
  }

  @Override
  public double subgradientDistance(double w, double g, double s) {
    return Math.abs(g + s * Math.tanh(w));
  }

  @Override
  public String toString() {
    return "log-cosh";
  }
}
