package dev.ridgeline.train;

import dev.ridgeline.parameter.Parameter;
import dev.ridgeline.parameter.ParameterLayout;
import dev.ridgeline.parameter.Role;
import java.util.Arrays;

/** Shortening a gradient whose Euclidean norm is above a limit. */
final class GradientClipping {
  private GradientClipping() {}

  /** The cells that are trained: from and to of each run of them, one after the other. */
  static int[] trained(ParameterLayout layout) {
    int[] runs = new int[2 * layout.parameters().size()];
    int n = 0;
    for (Parameter p : layout.parameters()) {
      if (p.role() == Role.STATISTIC) {
        continue;
      }
      if (n > 0 && runs[n - 1] == p.offset()) {
        runs[n - 1] = p.end();
      } else {
        runs[n++] = p.offset();
        runs[n++] = p.end();
      }
    }
    return Arrays.copyOf(runs, n);
  }

  /** Clips all cells. */
  static void clip(float[] gradient, double limit) {
    clip(gradient, new int[] {0, gradient.length}, limit);
  }

  /**
   * Scales some runs of a gradient by limit / norm where their norm is above the limit, and leaves
   * them alone where not, or where it is NaN or infinite, which the step after it reports.
   */
  static void clip(float[] gradient, int[] runs, double limit) {
    double squares = 0;
    for (int r = 0; r < runs.length; r += 2) {
      squares += squares(gradient, runs[r], runs[r + 1]);
    }
    double norm = Math.sqrt(squares);
    if (norm > limit && norm < Double.POSITIVE_INFINITY) {
      double factor = limit / norm;
      for (int r = 0; r < runs.length; r += 2) {
        for (int i = runs[r]; i < runs[r + 1]; i++) {
          gradient[i] = (float) (gradient[i] * factor);
        }
      }
    }
  }

  /** In double, where squares of floats neither overflow nor vanish; four sums, to overlap. */
  private static double squares(float[] g, int from, int to) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = from;
    for (; i + 3 < to; i += 4) {
      a += (double) g[i] * g[i];
      b += (double) g[i + 1] * g[i + 1];
      c += (double) g[i + 2] * g[i + 2];
      d += (double) g[i + 3] * g[i + 3];
    }
    for (; i < to; i++) {
      a += (double) g[i] * g[i];
    }
    return a + b + (c + d);
  }
}
