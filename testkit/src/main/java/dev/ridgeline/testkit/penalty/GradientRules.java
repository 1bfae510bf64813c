package dev.ridgeline.testkit.penalty;

import dev.ridgeline.linalg.DoubleMatrix;
import dev.ridgeline.linalg.Matrix;
import dev.ridgeline.linalg.RandomStream;
import dev.ridgeline.penalty.QuadraticPenalty;
import dev.ridgeline.penalty.SmoothPenalty;
import dev.ridgeline.penalty.SubgradientPenalty;
import dev.ridgeline.testkit.check.Check;
import dev.ridgeline.testkit.check.Numeric;
import dev.ridgeline.testkit.check.Probe;
import dev.ridgeline.testkit.check.Sample;
import dev.ridgeline.testkit.check.Samples;
import dev.ridgeline.testkit.check.Shape;
import dev.ridgeline.testkit.check.Tolerance;
import dev.ridgeline.testkit.check.Vectors;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/** SMO-1 and SUB-1: gradients and subgradients. */
final class GradientRules {
  private GradientRules() {}

  static List<Check> of(PenaltyCase c) {
    return List.of(
        new Check(
            "SMO-1",
            "the gradient is that of the value, accumulates, and changes no faster than lipschitz",
            "the factor 1/2 in value against the gradient; += in addGradientTo; lipschitz",
            probe -> smooth(c, probe)),
        new Check(
            "SUB-1",
            "subgradient(w) is a subgradient at w, 0 where a kink allows it, and accumulates",
            "subgradient against subgradientDistance at the same cell",
            probe -> subgradients(c, probe)));
  }

  private static double[] gradient(SmoothPenalty f, double[] w, Shape shape, double s) {
    DoubleMatrix g = ValueRules.zeros(shape);
    f.addGradientTo(Matrix.of(w.clone(), shape.rows(), shape.columns()), s, g);
    return g.data();
  }

  private static void smooth(PenaltyCase c, Probe probe) {
    SmoothPenalty f = probe.require(c.penalty(), SmoothPenalty.class);
    int tried = 0;
    int compared = 0;
    for (Shape shape : c.shapes()) {
      for (double s : PenaltyCase.STRENGTHS) {
        for (Sample w : Samples.normal(shape, 4)) {
          probe.at(w.seed(), () -> "strength " + s + ", " + w);
          double[] g = gradient(f, w.cells(), shape, s);
          double[] d = direction(w);
          tried++;
          OptionalDouble slope =
              Numeric.slope(u -> c.value(u, shape, s), w.cells(), d, 1e-3, Tolerance.GRADIENT);
          if (slope.isPresent()) {
            compared++;
            double got = Vectors.dot(g, d);
            double slack = Tolerance.GRADIENT * (1 + Math.abs(got));
            probe.close(
                "slope of the value against <gradient, d>", slope.getAsDouble(), got, slack);
          }
          accumulates(f, w, s, g, probe);
          if (f instanceof QuadraticPenalty quadratic) {
            for (int i = 0; i < g.length; i++) {
              probe.identical("gradient = rate * w", quadratic.rate(s) * w.cells()[i], g[i]);
            }
          }
        }
        for (Sample[] pair : StructureRules.pairs(shape, s)) {
          lipschitz(c, f, pair[0], pair[1], s, probe);
        }
      }
    }
    int all = tried;
    int some = compared;
    probe.isTrue(
        2 * some >= all,
        "a value smooth at half of the points at least",
        () -> some + " of " + all + " points");
    Sample w = Samples.normal(new Shape(2, 3), 1).get(0);
    probe.at(w.seed(), () -> "gradient of 3 x 2 for weights of " + w);
    probe.refuses(
        "a gradient of another shape",
        () -> f.addGradientTo(w.matrix(), 1, ValueRules.zeros(new Shape(3, 2))),
        "2 x 3",
        "3 x 2");
  }

  private static double[] direction(Sample w) {
    RandomStream random = new RandomStream(w.seed()).derive("direction");
    double[] d = new double[w.cells().length];
    for (int i = 0; i < d.length; i++) {
      d[i] = random.gaussian(i) / Math.sqrt(d.length);
    }
    return d;
  }

  private static void accumulates(SmoothPenalty f, Sample w, double s, double[] g, Probe probe) {
    double[] start = new double[g.length];
    Arrays.fill(start, 3);
    DoubleMatrix sum = Matrix.of(start, w.shape().rows(), w.shape().columns());
    f.addGradientTo(w.matrix(), s, sum);
    f.addGradientTo(w.matrix(), s, sum);
    for (int i = 0; i < g.length; i++) {
      double slack = Tolerance.IDENTITY * (3 + Math.abs(g[i]));
      probe.close("3 + twice the gradient", 3 + 2 * g[i], sum.data()[i], slack);
    }
  }

  private static void lipschitz(
      PenaltyCase c, SmoothPenalty f, Sample u, Sample v, double s, Probe probe) {
    probe.at(u.seed(), () -> "strength " + s + ", U " + u + ", V " + v);
    double[] gu = gradient(f, u.cells(), u.shape(), s);
    double[] gv = gradient(f, v.cells(), u.shape(), s);
    double[] dg = Vectors.combine(1, gu, -1, gv);
    double[] d = Vectors.combine(1, u.cells(), -1, v.cells());
    double rounding = Tolerance.IDENTITY * (Vectors.norm(gu) + Vectors.norm(gv));
    double bound = f.lipschitz(s) * Vectors.norm(d);
    // An infinite constant claims nothing, also for equal points.
    double limit = f.lipschitz(s) == Double.POSITIVE_INFINITY ? bound : bound + rounding;
    probe.atMost("||grad(U) - grad(V)||", Vectors.norm(dg), limit);
    double mu = c.penalty().curvature(s);
    if (mu > Double.NEGATIVE_INFINITY) {
      double low = mu * Vectors.dot(d, d);
      double slack = rounding * Vectors.norm(d) + Tolerance.IDENTITY * Math.abs(low);
      probe.atMost("curvature ||U-V||^2", low, Vectors.dot(dg, d) + slack);
    }
  }

  private static void subgradients(PenaltyCase c, Probe probe) {
    SubgradientPenalty f = probe.require(c.penalty(), SubgradientPenalty.class);
    double[] cells = {-1e4, -1, -0.25, -1e-8, -0.0, 0, 1e-8, 0.25, 1, 1e4};
    for (double s : PenaltyCase.STRENGTHS) {
      for (double w : cells) {
        probe.at(0, () -> "strength " + s + ", cell " + w);
        double g = f.subgradient(w, s);
        double slack = Tolerance.IDENTITY * (1 + Math.abs(g));
        probe.close(
            "distance of -(-g) to the subdifferential", 0, f.subgradientDistance(w, -g, s), slack);
        if (f.subgradientDistance(w, 0, s) == 0) {
          probe.close("subgradient where 0 is one", 0, g, slack);
        }
        if (f.isConvex(s)) {
          for (double z : cells) {
            double fz = f.value(z, s);
            double line = f.value(w, s) + g * (z - w);
            double room = Tolerance.IDENTITY * (fz + f.value(w, s) + Math.abs(g * (z - w)));
            probe.atMost("f(w) + g (z - w) at z = " + z, line, fz + room);
          }
        }
      }
      float[] w = new float[cells.length];
      float[] gradient = new float[cells.length];
      for (int i = 0; i < w.length; i++) {
        w[i] = (float) cells[i];
        gradient[i] = 2;
      }
      f.addSubgradientTo(w, gradient, 1, 9, s);
      for (int i = 0; i < w.length; i++) {
        double g = i >= 1 && i < 9 ? f.subgradient(w[i], s) : 0;
        int cell = i;
        probe.at(0, () -> "strength " + s + ", float range 1 ... 9, cell " + cell);
        double slack = g == 0 ? 0 : Tolerance.FLOAT * (2 + Math.abs(g));
        probe.close("2 + subgradient", 2 + g, gradient[i], slack);
      }
    }
    probe.close("subgradient of NaN", Double.NaN, f.subgradient(Double.NaN, 1), 0);
  }
}
