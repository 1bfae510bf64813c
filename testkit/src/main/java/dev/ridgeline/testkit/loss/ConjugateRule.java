package dev.ridgeline.testkit.loss;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.loss.ConjugateLoss;
import dev.ridgeline.loss.Loss;
import dev.ridgeline.testkit.check.Check;
import dev.ridgeline.testkit.check.Probe;
import dev.ridgeline.testkit.check.Tolerance;
import dev.ridgeline.testkit.check.Vectors;
import java.util.Arrays;
import java.util.List;

/** LOS-11: the conjugate against a supremum found by gradient steps. */
final class ConjugateRule {
  private static final int STEPS = 20_000;

  private ConjugateRule() {}

  static Check of(Loss loss, List<Dataset> data) {
    return new Check(
        "LOS-11",
        "the conjugate of a ConjugateLoss is sup u . z - f(z), at gradients and between them, and"
            + " finite at 0; the gradient changes by at most its smoothness times the distance",
        "conjugate: the distribution that slopes are differences from; smoothness",
        probe -> check(probe.require(loss, ConjugateLoss.class), data, probe));
  }

  private static void check(ConjugateLoss loss, List<Dataset> all, Probe probe) {
    for (Dataset data : all) {
      int outputs = loss.outputs(data);
      for (int i = 0; i < Math.min(6, data.rows()); i++) {
        double y = data.target(i);
        double[] z = Rows.prediction(outputs, 1, i);
        double[] other = Rows.prediction(outputs, 1, 100 + i);
        double[] u = Rows.gradient(loss, z, y);
        probe.at(i, () -> "target " + y + ", slope " + Arrays.toString(u));
        // Young's inequality is an equality at the gradient.
        double equal = Vectors.dot(u, z) - Rows.loss(loss, z, y);
        double found = loss.conjugate(u, 0, outputs, y);
        probe.close("conjugate at a gradient", equal, found, slack(equal, Tolerance.IDENTITY));
        double[] v = Rows.gradient(loss, other, y);
        double[] change = Vectors.combine(1, u, -1, v);
        double[] distance = Vectors.combine(1, z, -1, other);
        probe.atMost(
            "change of the gradient",
            Vectors.norm(change),
            loss.smoothness() * Vectors.norm(distance) * (1 + Tolerance.IDENTITY));
        between(loss, outputs, y, Vectors.combine(0.7, u, 0.3, v), z, probe);
        between(loss, outputs, y, Vectors.combine(0.5, u, 0, v), z, probe);
        padded(loss, outputs, y, u, found, probe);
        double atZero = loss.conjugate(new double[outputs], 0, outputs, y);
        probe.isTrue(Double.isFinite(atZero), "a finite conjugate at 0", () -> "" + atZero);
      }
    }
  }

  private static void between(
      ConjugateLoss loss, int outputs, double y, double[] u, double[] start, Probe probe) {
    double[] z = start.clone();
    for (int step = 0; step < STEPS; step++) {
      double[] up = Vectors.combine(1, u, -1, Rows.gradient(loss, z, y));
      z = Vectors.combine(1, z, 1 / loss.smoothness(), up);
    }
    double sup = Vectors.dot(u, z) - Rows.loss(loss, z, y);
    double found = loss.conjugate(u, 0, outputs, y);
    probe.close("conjugate between gradients", sup, found, slack(sup, 1e-8));
  }

  private static void padded(
      ConjugateLoss loss, int outputs, double y, double[] u, double expected, Probe probe) {
    double[] wide = new double[outputs + 3];
    Arrays.fill(wide, Double.NaN);
    System.arraycopy(u, 0, wide, 2, outputs);
    probe.sameBits(
        "conjugate of the same slope at offset 2", expected, loss.conjugate(wide, 2, outputs, y));
  }

  private static double slack(double value, double tolerance) {
    return tolerance * (1 + Math.abs(value));
  }
}
