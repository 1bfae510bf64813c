package dev.ridgeline.testkit.penalty;

import dev.ridgeline.linalg.DoubleMatrix;
import dev.ridgeline.linalg.Matrix;
import dev.ridgeline.penalty.ProximablePenalty;
import dev.ridgeline.penalty.SeparablePenalty;
import dev.ridgeline.penalty.ZeroingPenalty;
import dev.ridgeline.testkit.check.Check;
import dev.ridgeline.testkit.check.Probe;
import dev.ridgeline.testkit.check.Sample;
import dev.ridgeline.testkit.check.Samples;
import dev.ridgeline.testkit.check.Shape;
import dev.ridgeline.testkit.check.Vectors;
import java.util.List;

/** PRX-10 and PRX-11: lambda_max and the stationarity residual, against a slow reference. */
final class SolutionRules {
  private SolutionRules() {}

  static List<Check> of(PenaltyCase c) {
    return List.of(
        new Check(
            "PRX-10",
            "zeroingStrength (1 + 1e-6) makes all weights zero, (1 - 1e-3) does not",
            "zeroingStrength: mixing ratio and factors of the penalty",
            probe -> zeroing(c, probe)),
        new Check(
            "PRX-11",
            "stationarity is 0 at a solution found by slow proximal gradient steps, and not beside"
                + " it",
            "subgradientDistance: its kinks and the sign of the gradient",
            probe -> stationarity(c, probe)));
  }

  private static void zeroing(PenaltyCase c, Probe probe) {
    ZeroingPenalty z = probe.require(c.penalty(), ZeroingPenalty.class);
    ProximablePenalty f = probe.require(c.penalty(), ProximablePenalty.class);
    c.requireWeaklyConvex(probe);
    for (Shape shape : c.shapes()) {
      DoubleMatrix none = ValueRules.zeros(shape);
      probe.at(0, () -> "gradient 0, " + shape);
      probe.close("zeroingStrength of gradient 0", 0, z.zeroingStrength(none), 0);
      for (Sample g : Samples.normal(shape, 4)) {
        for (double scale : new double[] {0.01, 1, 30}) {
          probe.at(g.seed(), () -> "gradient " + scale + " times " + g);
          double[] gradient = Vectors.combine(scale, g.cells(), 0, g.cells());
          double strength =
              z.zeroingStrength(Matrix.of(gradient.clone(), shape.rows(), shape.columns()));
          if (strength == Double.POSITIVE_INFINITY) {
            double size = Vectors.maxAbs(fromZero(c, f, gradient, shape, 1e6));
            probe.isTrue(size > 0, "weights at strength 1e6 that are not zero", () -> "all zero");
            continue;
          }
          if (strength == 0 && c.penalty().actsAt(0)) {
            double held = Vectors.maxAbs(fromZero(c, f, gradient, shape, 0));
            probe.close("largest weight at strength 0", 0, held, 0);
            continue;
          }
          probe.isTrue(strength > 0, "a positive zeroingStrength", () -> "" + strength);
          double above = Vectors.maxAbs(fromZero(c, f, gradient, shape, strength * (1 + 1e-6)));
          probe.close("largest weight at (1 + 1e-6) " + strength, 0, above, 0);
          double below = Vectors.maxAbs(fromZero(c, f, gradient, shape, strength * (1 - 1e-3)));
          probe.isTrue(
              below > 0, "a weight at (1 - 1e-3) " + strength + " that is not 0", () -> "all 0");
        }
      }
    }
  }

  /** One proximal gradient step from W = 0, which stays there exactly if 0 is stationary. */
  private static double[] fromZero(
      PenaltyCase c, ProximablePenalty f, double[] gradient, Shape shape, double strength) {
    double mu = c.penalty().curvature(strength);
    double step = mu < 0 ? Math.min(1, 0.5 / -mu) : 1;
    double[] x = Vectors.combine(-step, gradient, 0, gradient);
    return PenaltyCase.prox(f, x, shape, strength, step);
  }

  private static void stationarity(PenaltyCase c, Probe probe) {
    SeparablePenalty f = probe.require(c.penalty(), SeparablePenalty.class);
    int n = 10;
    for (Sample table : Samples.normal(new Shape(n, 4), 2)) {
      double[] a = table.cells();
      double[] y = Samples.normal(new Shape(n, 1), 3).get(2).cells();
      for (double s : new double[] {0, 0.02, 0.2, 5}) {
        probe.at(table.seed(), () -> "strength " + s + ", least squares with A " + table);
        double[] w = solve(f, a, y, s);
        double residual = f.stationarity(matrix(w), matrix(gradient(a, y, w)), s);
        probe.close("stationarity at the solution", 0, residual, 1e-9);
        double[] beside = w.clone();
        for (int j = 0; j < beside.length; j++) {
          beside[j] += j % 2 == 0 ? 0.05 : -0.05;
        }
        double away = f.stationarity(matrix(beside), matrix(gradient(a, y, beside)), s);
        probe.isTrue(away > 1e-6, "stationarity > 0 beside the solution", () -> "" + away);
        double[] g = gradient(a, y, beside);
        double largest = 0;
        for (int j = 0; j < g.length; j++) {
          largest = Math.max(largest, f.subgradientDistance(beside[j], g[j], s));
        }
        probe.identical("stationarity = the cells' largest distance", largest, away);
      }
    }
  }

  private static DoubleMatrix matrix(double[] w) {
    return Matrix.of(w.clone(), 1, w.length);
  }

  /** Gradient of (1/2n) ||A w - y||^2. */
  private static double[] gradient(double[] a, double[] y, double[] w) {
    int p = w.length;
    double[] g = new double[p];
    for (int i = 0; i < y.length; i++) {
      double r = -y[i];
      for (int j = 0; j < p; j++) {
        r += a[i * p + j] * w[j];
      }
      for (int j = 0; j < p; j++) {
        g[j] += a[i * p + j] * r / y.length;
      }
    }
    return g;
  }

  /** Proximal gradient steps until nothing moves: slow, and simple enough to trust. */
  private static double[] solve(SeparablePenalty f, double[] a, double[] y, double s) {
    double trace = Vectors.dot(a, a) / y.length;
    double mu = f.curvature(s);
    double step = mu < 0 ? Math.min(1 / trace, 0.5 / -mu) : 1 / trace;
    double[] w = new double[4];
    for (int k = 0; k < 20000; k++) {
      double[] next = Vectors.combine(1, w, -step, gradient(a, y, w));
      f.prox(matrixOf(next), s, step);
      if (Vectors.maxAbs(Vectors.combine(1, next, -1, w)) == 0) {
        break;
      }
      w = next;
    }
    return w;
  }

  private static DoubleMatrix matrixOf(double[] shared) {
    return Matrix.of(shared, 1, shared.length);
  }
}
