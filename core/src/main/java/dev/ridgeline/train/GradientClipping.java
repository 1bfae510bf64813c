package dev.ridgeline.train;

/** Shortening a gradient whose Euclidean norm is above a limit. */
final class GradientClipping {
  private GradientClipping() {}

  /**
   * Scales a gradient by limit / norm where its norm is above the limit, and leaves it alone where
   * not, or where it is NaN or infinite, which the step after it reports.
   */
  static void clip(float[] gradient, double limit) {
    double norm = norm(gradient);
    if (norm > limit && norm < Double.POSITIVE_INFINITY) {
      double factor = limit / norm;
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] = (float) (gradient[i] * factor);
      }
    }
  }

  /** In double, where squares of floats neither overflow nor vanish; four sums, to overlap. */
  private static double norm(float[] g) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = 0;
    for (; i + 3 < g.length; i += 4) {
      a += (double) g[i] * g[i];
      b += (double) g[i + 1] * g[i + 1];
      c += (double) g[i + 2] * g[i + 2];
      d += (double) g[i + 3] * g[i + 3];
    }
    for (; i < g.length; i++) {
      a += (double) g[i] * g[i];
    }
    return Math.sqrt(a + b + (c + d));
  }
}
