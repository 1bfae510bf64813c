package dev.ridgeline.testkit.loss;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.loss.Loss;
import dev.ridgeline.loss.ScalarLoss;
import dev.ridgeline.testkit.check.Check;
import dev.ridgeline.testkit.check.Numeric;
import dev.ridgeline.testkit.check.Probe;
import dev.ridgeline.testkit.check.Tolerance;
import dev.ridgeline.testkit.check.Vectors;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/** LOS-1, LOS-7, LOS-8 and LOS-10: value and derivatives of one row. */
final class GradientRules {
  private GradientRules() {}

  static List<Check> of(Loss loss, List<Dataset> data) {
    return List.of(
        new Check(
            "LOS-1",
            "the gradient has the size and the sign of the numeric one",
            "the sign: d loss / d prediction, not target minus prediction",
            probe -> numeric(loss, data, probe)),
        new Check(
            "LOS-7",
            "the loss is convex along segments of predictions",
            "the branches of the loss",
            probe -> convex(loss, data, probe)),
        new Check(
            "LOS-8",
            "value, derivative, second derivative and smoothness of a scalar loss agree",
            "secondDerivative and smoothness",
            probe -> scalar(loss, data, probe)),
        new Check(
            "LOS-10",
            "a row reads its own cells only, gives the same bits again and is not modified",
            "offset and outputs; fields that change",
            probe -> pure(loss, data, probe)));
  }

  private static void numeric(Loss loss, List<Dataset> data, Probe probe) {
    int[] count = new int[2];
    Rows.each(
        loss,
        data,
        probe,
        (set, f, y) -> {
          double[] g = Rows.gradient(loss, f, y);
          for (int k = 0; k < f.length; k++) {
            double[] unit = new double[f.length];
            unit[k] = 1;
            OptionalDouble slope =
                Numeric.slope(u -> Rows.loss(loss, u, y), f, unit, 1e-3, Tolerance.GRADIENT);
            count[0]++;
            if (slope.isPresent()) {
              count[1]++;
              double slack = Tolerance.GRADIENT * (1 + Math.abs(g[k]));
              probe.close("d loss / d prediction[" + k + "]", slope.getAsDouble(), g[k], slack);
            }
          }
        });
    probe.isTrue(
        2 * count[1] >= count[0],
        "a loss smooth at half of the points at least",
        () -> count[1] + " of " + count[0]);
  }

  private static void convex(Loss loss, List<Dataset> data, Probe probe) {
    Rows.each(
        loss,
        data,
        probe,
        (set, f, y) -> {
          double[] other = Rows.prediction(f.length, 4, 1000 + (long) (10 * f[0]));
          double from = Rows.loss(loss, f, y);
          double to = Rows.loss(loss, other, y);
          for (double t : new double[] {0.01, 0.3, 0.5, 0.9}) {
            double between = Rows.loss(loss, Vectors.combine(t, f, 1 - t, other), y);
            double bound = t * from + (1 - t) * to;
            double slack = Tolerance.IDENTITY * (Math.abs(from) + Math.abs(to));
            probe.atMost(
                "loss at share " + t + " of the way from " + Arrays.toString(other),
                between,
                bound + slack);
          }
        });
  }

  private static void scalar(Loss loss, List<Dataset> data, Probe probe) {
    ScalarLoss s = probe.require(loss, ScalarLoss.class);
    int[] count = new int[2];
    Rows.each(
        loss,
        data,
        probe,
        (set, f, y) -> {
          probe.close("outputs", 1, f.length, 0);
          double z = f[0];
          probe.identical("value = row loss", Rows.loss(loss, f, y), s.value(z, y));
          probe.identical("derivative", Rows.gradient(loss, f, y)[0], s.derivative(z, y));
          probe.isTrue(s.value(z, y) >= 0, "value >= 0", () -> "" + s.value(z, y));
          double second = s.secondDerivative(z, y);
          probe.isTrue(second >= 0, "second derivative >= 0", () -> "" + second);
          probe.atMost("second derivative", second, s.smoothness() * (1 + Tolerance.IDENTITY));
          OptionalDouble slope =
              Numeric.slope(
                  u -> s.derivative(u[0], y), f, new double[] {1}, 1e-3, Tolerance.GRADIENT);
          count[0]++;
          if (slope.isPresent()) {
            count[1]++;
            double slack = Tolerance.GRADIENT * (1 + second);
            probe.close("slope of the derivative", slope.getAsDouble(), second, slack);
          }
          for (double w : new double[] {z + 1e-3, z - 0.5, z + 3}) {
            double change = Math.abs(s.derivative(w, y) - s.derivative(z, y));
            double bound = s.smoothness() * Math.abs(w - z);
            probe.atMost(
                "change of the derivative up to " + w,
                change,
                bound == Double.POSITIVE_INFINITY ? bound : bound + 1e-12);
          }
        });
    probe.isTrue(
        2 * count[1] >= count[0],
        "a derivative smooth at half of the points at least",
        () -> count[1] + " of " + count[0]);
  }

  private static void pure(Loss loss, List<Dataset> data, Probe probe) {
    Rows.each(
        loss,
        data,
        probe,
        (set, f, y) -> {
          int k = f.length;
          double[] padded = new double[k + 5];
          Arrays.fill(padded, Double.NaN);
          System.arraycopy(f, 0, padded, 3, k);
          double[] before = padded.clone();
          double[] g = new double[k + 1];
          Arrays.fill(g, 77);
          double first = Rows.loss(loss, f, y);
          double again = loss.rowLoss(padded, 3, k, y, g);
          probe.sameBits("loss of the same row at offset 3", first, again);
          double[] plain = Rows.gradient(loss, f, y);
          for (int j = 0; j < k; j++) {
            probe.sameBits("gradient[" + j + "]", plain[j], g[j]);
          }
          probe.close("the cell after the gradient", 77, g[k], 0);
          probe.isTrue(
              Arrays.equals(before, padded),
              "a prediction left as it was",
              () -> Arrays.toString(padded));
        });
  }
}
