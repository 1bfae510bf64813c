package dev.ridgeline.testkit.penalty;

import dev.ridgeline.linalg.Matrix;
import dev.ridgeline.linalg.RandomStream;
import dev.ridgeline.penalty.NormPenalty;
import dev.ridgeline.penalty.ProximablePenalty;
import dev.ridgeline.testkit.check.Check;
import dev.ridgeline.testkit.check.Numeric;
import dev.ridgeline.testkit.check.Probe;
import dev.ridgeline.testkit.check.Sample;
import dev.ridgeline.testkit.check.Samples;
import dev.ridgeline.testkit.check.Shape;
import dev.ridgeline.testkit.check.Tolerance;
import dev.ridgeline.testkit.check.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** PRX-2, PRX-4, PRX-5 and PRX-6: what convex analysis says of a prox. */
final class ProxGeometryRules {
  private ProxGeometryRules() {}

  static List<Check> of(PenaltyCase c) {
    return List.of(
        new Check(
            "PRX-2",
            "convex: u = (x - prox(x)) / step is a subgradient at prox(x)",
            "the factor of step in the prox",
            probe -> subgradient(c, probe)),
        new Check(
            "PRX-4",
            "convex: ||p(x)-p(y)||^2 <= <p(x)-p(y), x-y>",
            "branches of the prox that jump",
            probe -> firmlyNonexpansive(c, probe)),
        new Check(
            "PRX-5",
            "with a dual norm: u = (x - prox(x)) / step has dual norm <= strength, <u,p> = f(p)",
            "dualNorm(gradient): the dual of l1 is the maximum, of l2 itself",
            probe -> dual(c, probe)),
        new Check(
            "PRX-6",
            "the numeric gradient of the Moreau envelope is (x - prox(x)) / step",
            "the step's place in the prox; the 1/2 in the value",
            probe -> envelope(c, probe)));
  }

  private static void subgradient(PenaltyCase c, Probe probe) {
    ProximablePenalty f = probe.require(c.penalty(), ProximablePenalty.class);
    c.requireConvex(probe);
    c.eachProx(
        probe,
        true,
        (x, s, step) -> {
          double[] p = PenaltyCase.prox(f, x.cells(), x.shape(), s, step);
          double[] u = Vectors.combine(1 / step, x.cells(), -1 / step, p);
          double fp = c.value(p, x.shape(), s);
          for (Sample z : Samples.of(x.shape(), s)) {
            double[] d = Vectors.combine(1, z.cells(), -1, p);
            double fz = c.value(z.cells(), x.shape(), s);
            double slack =
                Tolerance.IDENTITY * (fz + fp + Vectors.absDot(u, d))
                    + rounding(x, step) * norm1(d);
            probe.atMost("f(p) + <u, z-p> at z = " + z, fp + Vectors.dot(u, d), fz + slack);
          }
        });
  }

  /** The rounding error of a cell of u = (x - p) / step. */
  private static double rounding(Sample x, double step) {
    return 4 * Math.ulp(Vectors.maxAbs(x.cells())) / step;
  }

  private static double norm1(double[] d) {
    double sum = 0;
    for (double v : d) {
      sum += Math.abs(v);
    }
    return sum;
  }

  private static void firmlyNonexpansive(PenaltyCase c, Probe probe) {
    ProximablePenalty f = probe.require(c.penalty(), ProximablePenalty.class);
    c.requireConvex(probe);
    for (Shape shape : c.shapes()) {
      for (double s : PenaltyCase.STRENGTHS) {
        for (double step : c.uniqueSteps(s)) {
          for (Sample[] pair : neighbours(shape, s * step)) {
            double[] x = pair[0].cells();
            double[] y = pair[1].cells();
            probe.at(
                pair[0].seed(),
                () -> "strength " + s + ", step " + step + ", x " + pair[0] + ", y " + pair[1]);
            double[] px = PenaltyCase.prox(f, x, shape, s, step);
            double[] py = PenaltyCase.prox(f, y, shape, s, step);
            double[] dp = Vectors.combine(1, px, -1, py);
            double[] d = Vectors.combine(1, x, -1, y);
            double slack =
                Tolerance.IDENTITY * Vectors.norm(d) * (Vectors.norm(d) + Vectors.norm(x));
            probe.atMost("||p(x)-p(y)||^2", Vectors.dot(dp, dp), Vectors.dot(dp, d) + slack);
          }
        }
      }
    }
  }

  /** Pairs of samples, and each sample with one nearby. */
  private static List<Sample[]> neighbours(Shape shape, double threshold) {
    List<Sample[]> pairs = new ArrayList<>(StructureRules.pairs(shape, threshold));
    for (Sample x : Samples.of(shape, threshold)) {
      RandomStream random = new RandomStream(x.seed()).derive("neighbour");
      double size = 1e-3 * Math.max(Vectors.maxAbs(x.cells()), 1e-8);
      double[] y = x.cells().clone();
      for (int i = 0; i < y.length; i++) {
        y[i] += size * random.gaussian(i);
      }
      pairs.add(new Sample[] {x, new Sample("its neighbour", x.seed(), shape, y)});
    }
    return pairs;
  }

  private static void dual(PenaltyCase c, Probe probe) {
    NormPenalty f = probe.require(c.penalty(), NormPenalty.class);
    c.eachProx(
        probe,
        true,
        (x, s, step) -> {
          double[] p = PenaltyCase.prox(f, x.cells(), x.shape(), s, step);
          double[] u = Vectors.combine(1 / step, x.cells(), -1 / step, p);
          double fp = c.value(p, x.shape(), s);
          double error = rounding(x, step);
          double slack = Tolerance.IDENTITY * (fp + Vectors.absDot(u, p)) + error * norm1(p);
          probe.close("<u, p> = f(p)", fp, Vectors.dot(u, p), slack);
          double dualNorm = f.dualNorm(Matrix.of(u.clone(), x.shape().rows(), x.shape().columns()));
          double room = Tolerance.IDENTITY * s + error * u.length;
          probe.atMost("dual norm of u", dualNorm, s + room);
          if (fp > 1e-6 * s) {
            probe.close("dual norm of u where prox(x) is not 0", s, dualNorm, room);
          }
          for (Sample z : Samples.of(x.shape(), s)) {
            double fz = c.value(z.cells(), x.shape(), s);
            double inner = Vectors.dot(u, z.cells());
            probe.atMost(
                "<u, z> at z = " + z,
                inner,
                fz + Tolerance.IDENTITY * (fz + Math.abs(inner)) + error * norm1(z.cells()));
          }
        });
  }

  private static void envelope(PenaltyCase c, Probe probe) {
    ProximablePenalty f = probe.require(c.penalty(), ProximablePenalty.class);
    c.requireWeaklyConvex(probe);
    int tried = 0;
    int compared = 0;
    for (Shape shape : c.shapes()) {
      for (Sample x : Samples.normal(shape, 6)) {
        for (double s : new double[] {0.25, 1}) {
          for (double step : c.uniqueSteps(s)) {
            if (step < 0.05 || step > 2) {
              continue;
            }
            probe.at(x.seed(), () -> "strength " + s + ", step " + step + ", " + x);
            RandomStream random = new RandomStream(x.seed()).derive("direction");
            double[] d = new double[shape.size()];
            for (int i = 0; i < d.length; i++) {
              d[i] = random.gaussian(i) / Math.sqrt(d.length);
            }
            double[] p = PenaltyCase.prox(f, x.cells(), shape, s, step);
            double expected = (Vectors.dot(x.cells(), d) - Vectors.dot(p, d)) / step;
            OptionalDouble slope =
                Numeric.slope(
                    y -> moreau(c, f, y, shape, s, step), x.cells(), d, 1e-3, Tolerance.GRADIENT);
            tried++;
            if (slope.isPresent()) {
              compared++;
              double slack = Tolerance.GRADIENT * (1 + Math.abs(expected));
              probe.close(
                  "slope of the envelope against <(x-p)/step, d>",
                  slope.getAsDouble(),
                  expected,
                  slack);
            }
          }
        }
      }
    }
    int all = tried;
    int some = compared;
    probe.isTrue(
        2 * some >= all,
        "an envelope smooth at half of the points at least",
        () -> some + " of " + all + " points");
  }

  private static double moreau(
      PenaltyCase c, ProximablePenalty f, double[] y, Shape shape, double s, double step) {
    double[] p = PenaltyCase.prox(f, y, shape, s, step);
    double[] d = Vectors.combine(1, p, -1, y);
    return c.value(p, shape, s) + Vectors.dot(d, d) / (2 * step);
  }
}
