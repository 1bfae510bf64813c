package dev.ridgeline.testkit.penalty;

import dev.ridgeline.linalg.DoubleMatrix;
import dev.ridgeline.linalg.FloatMatrix;
import dev.ridgeline.penalty.BoundedPenalty;
import dev.ridgeline.penalty.SeparablePenalty;
import dev.ridgeline.testkit.check.Check;
import dev.ridgeline.testkit.check.Probe;
import dev.ridgeline.testkit.check.Sample;
import dev.ridgeline.testkit.check.Samples;
import dev.ridgeline.testkit.check.Shape;
import java.util.Arrays;
import java.util.List;

/** PEN-7: bounds. */
final class BoundRules {
  private BoundRules() {}

  static List<Check> of(PenaltyCase c) {
    return List.of(
        new Check(
            "PEN-7",
            "bounds: finite inside and infinite outside at every strength, 0 included; the prox"
                + " ends inside in double and float, and at strength 0 cuts",
            "value and prox at strength 0; rounding of a bound to float; the base's own prox",
            probe -> bounds(c, probe)));
  }

  private static void bounds(PenaltyCase c, Probe probe) {
    BoundedPenalty p = probe.require(c.penalty(), BoundedPenalty.class);
    probe.isTrue(
        p.lower() <= 0 && p.upper() >= 0 && p.lower() < p.upper(),
        "lower <= 0 <= upper, lower < upper",
        () -> p.lower() + " and " + p.upper());
    for (double s : new double[] {0, 1e-3, 1, 10}) {
      values(p, s, probe);
      for (Shape shape : c.shapes()) {
        for (Sample x : Samples.of(shape, s)) {
          for (double step : new double[] {1e-3, 1, 100}) {
            probe.at(x.seed(), () -> "strength " + s + ", step " + step + ", " + x);
            inside(p, x, s, step, probe);
          }
        }
      }
    }
  }

  /** The larger of its own and its base's. */
  private static double lower(SeparablePenalty p) {
    return p instanceof BoundedPenalty b
        ? Math.max(b.lower(), lower(b.base()))
        : Double.NEGATIVE_INFINITY;
  }

  private static double upper(SeparablePenalty p) {
    return p instanceof BoundedPenalty b
        ? Math.min(b.upper(), upper(b.base()))
        : Double.POSITIVE_INFINITY;
  }

  private static void values(BoundedPenalty p, double s, Probe probe) {
    for (double w : new double[] {-1e4, -1, -1e-3, -1e-12, 0, 1e-12, 1e-3, 1, 1e4}) {
      probe.at(0, () -> "strength " + s + ", cell " + w);
      boolean allowed = w >= lower(p) && w <= upper(p);
      double value = p.value(w, s);
      probe.isTrue(
          allowed ? Double.isFinite(value) : value == Double.POSITIVE_INFINITY,
          allowed ? "a finite value inside" : "an infinite value outside",
          () -> "value " + value);
      if (s == 0 && allowed) {
        probe.close("value at strength 0", 0, value, 0);
      }
      double distance = p.subgradientDistance(w, 0.5, s);
      probe.isTrue(
          allowed || distance > 0, "a distance outside", () -> "subgradientDistance " + distance);
    }
    for (double bound : new double[] {lower(p), upper(p)}) {
      if (Double.isInfinite(bound)) {
        continue;
      }
      probe.at(0, () -> "strength " + s + ", bound " + bound);
      probe.isTrue(
          Double.isFinite(p.value(bound, s)), "a finite value at the bound", () -> "infinite");
      // A gradient that pushes outwards harder than any penalty pulls is held by the bound.
      double outwards = bound == upper(p) ? -1e9 : 1e9;
      probe.close("distance, pushed out", 0, p.subgradientDistance(bound, outwards, s), 0);
      double inwards = p.subgradientDistance(bound, -outwards, s);
      probe.isTrue(inwards > 0, "a distance where pushed in", () -> "" + inwards);
    }
  }

  private static void inside(BoundedPenalty p, Sample x, double s, double step, Probe probe) {
    DoubleMatrix doubles = x.matrix();
    double value = p.prox(doubles, s, step);
    probe.isTrue(Double.isFinite(value), "a prox inside", () -> Arrays.toString(doubles.data()));
    FloatMatrix floats = x.floatMatrix();
    double rounded = p.prox(floats, s, step);
    probe.isTrue(
        Double.isFinite(rounded), "a prox inside, in float", () -> Arrays.toString(floats.data()));
    float[] each = x.floatMatrix().data();
    float[] steps = new float[each.length];
    Arrays.fill(steps, (float) step);
    p.prox(each, 0, each.length, s, steps);
    for (int i = 0; i < each.length; i++) {
      probe.close("prox with a step a cell", floats.data()[i], each[i], 1e-5 * Math.abs(each[i]));
      if (s == 0) {
        double cut = Math.min(Math.max(x.cells()[i], lower(p)), upper(p));
        probe.close("prox at strength 0", cut, doubles.data()[i], 0);
      }
    }
  }
}
