package dev.ridgeline.testkit.penalty;

import dev.ridgeline.linalg.DoubleMatrix;
import dev.ridgeline.penalty.GroupedPenalty;
import dev.ridgeline.penalty.Grouping;
import dev.ridgeline.penalty.NormPenalty;
import dev.ridgeline.penalty.Penalty;
import dev.ridgeline.penalty.QuadraticPenalty;
import dev.ridgeline.penalty.SeparablePenalty;
import dev.ridgeline.testkit.check.Check;
import dev.ridgeline.testkit.check.Probe;
import dev.ridgeline.testkit.check.Sample;
import dev.ridgeline.testkit.check.Samples;
import dev.ridgeline.testkit.check.Shape;
import dev.ridgeline.testkit.check.Tolerance;
import dev.ridgeline.testkit.check.Vectors;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** PEN-4 and PEN-5: what the capabilities and the curvature declare. */
final class StructureRules {
  private StructureRules() {}

  static List<Check> of(PenaltyCase c) {
    return List.of(
        new Check(
            "PEN-4",
            "declared separability, grouping, symmetry and homogeneity hold",
            "value(w, strength) on a matrix against the scalar, group, norm or rate form",
            probe -> declared(c, probe)),
        new Check(
            "PEN-5",
            "f(tx + (1-t)y) <= t f(x) + (1-t) f(y) - (mu/2) t (1-t) ||x-y||^2, mu = curvature",
            "curvature(strength): negative for what is not convex",
            probe -> segments(c, probe)));
  }

  private static void declared(PenaltyCase c, Probe probe) {
    Penalty p = c.penalty();
    boolean declares =
        p instanceof SeparablePenalty || p instanceof GroupedPenalty || p instanceof NormPenalty;
    if (!declares) {
      probe.skip(p + " is no SeparablePenalty, GroupedPenalty or NormPenalty");
    }
    c.eachValue(
        probe,
        (w, s) -> {
          double value = p.value(w.matrix(), s);
          if (p instanceof SeparablePenalty separable) {
            double sum = 0;
            for (double cell : w.cells()) {
              sum += separable.value(cell, s);
            }
            probe.identical("value = sum of the cells' values", sum, value);
          }
          if (p instanceof QuadraticPenalty quadratic) {
            double half = quadratic.rate(s) / 2 * Vectors.dot(w.cells(), w.cells());
            probe.identical("value = rate/2 ||w||^2", half, value);
          }
          if (p instanceof GroupedPenalty grouped) {
            grouping(grouped, w, s, value, probe);
          }
          if (p instanceof NormPenalty) {
            for (double factor : new double[] {-1, 3, -0.125}) {
              double[] scaled = Vectors.combine(factor, w.cells(), 0, w.cells());
              probe.identical(
                  "value(" + factor + " w) = " + Math.abs(factor) + " value(w)",
                  Math.abs(factor) * value,
                  c.value(scaled, w.shape(), s));
            }
            probe.identical(
                "value at strength 2s = 2 value", 2 * value, p.value(w.matrix(), 2 * s));
          }
        });
  }

  private static void grouping(GroupedPenalty p, Sample w, double s, double value, Probe probe) {
    DoubleMatrix m = w.matrix();
    Grouping grouping = p.grouping();
    Set<Integer> cells = new HashSet<>();
    double sum = 0;
    for (int g = 0; g < grouping.groups(m); g++) {
      int size = grouping.size(m, g);
      double[] block = new double[size];
      for (int k = 0; k < size; k++) {
        int row = grouping.row(m, g, k);
        int column = grouping.column(m, g, k);
        int number = g;
        probe.isTrue(
            cells.add(row * w.shape().columns() + column),
            "every cell in at most one group",
            () -> "cell (" + row + ", " + column + ") again in group " + number);
        block[k] = m.get(row, column);
      }
      sum += p.groupValue(block, size, s);
    }
    probe.identical("value = sum of the groups' values", sum, value);
  }

  private static void segments(PenaltyCase c, Probe probe) {
    c.requireWeaklyConvex(probe);
    for (Shape shape : c.shapes()) {
      for (double s : PenaltyCase.STRENGTHS) {
        double mu = c.penalty().curvature(s);
        for (Sample[] pair : pairs(shape, s)) {
          double[] x = pair[0].cells();
          double[] y = pair[1].cells();
          double fx = c.value(x, shape, s);
          double fy = c.value(y, shape, s);
          double[] d = Vectors.combine(1, x, -1, y);
          double square = Vectors.dot(d, d);
          for (double t : new double[] {1e-3, 0.1, 0.25, 0.5, 0.8, 0.99}) {
            probe.at(
                pair[0].seed(),
                () -> "strength " + s + ", t " + t + ", x " + pair[0] + ", y " + pair[1]);
            double between = c.value(Vectors.combine(t, x, 1 - t, y), shape, s);
            double bound = t * fx + (1 - t) * fy - mu / 2 * t * (1 - t) * square;
            double scale = Math.abs(fx) + Math.abs(fy) + Math.abs(mu) * square;
            probe.atMost("f between x and y", between, bound + Tolerance.IDENTITY * scale);
          }
        }
      }
    }
  }

  /** Pairs of samples, of one scale and of different ones. */
  static List<Sample[]> pairs(Shape shape, double threshold) {
    List<Sample> all = new ArrayList<>(Samples.of(shape, threshold));
    all.addAll(Samples.normal(shape, 3));
    List<Sample[]> pairs = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      for (int j = i + 1; j < all.size(); j++) {
        pairs.add(new Sample[] {all.get(i), all.get(j)});
      }
    }
    return pairs;
  }
}
