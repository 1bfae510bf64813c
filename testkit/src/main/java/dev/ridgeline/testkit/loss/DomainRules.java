package dev.ridgeline.testkit.loss;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.Task;
import dev.ridgeline.loss.Loss;
import dev.ridgeline.testkit.check.Check;
import dev.ridgeline.testkit.check.Probe;
import dev.ridgeline.testkit.check.SampleData;
import java.util.Arrays;
import java.util.List;

/** LOS-4, LOS-5 and LOS-9: extreme predictions, targets outside the domain, responses. */
final class DomainRules {
  private DomainRules() {}

  static List<Check> of(Loss loss, List<Dataset> data) {
    return List.of(
        new Check(
            "LOS-4",
            "predictions of +-1e3 give finite losses and gradients; NaN gives NaN",
            "exp of a large number: StableMath has the forms that do not overflow",
            probe -> extremes(loss, data, probe)),
        new Check(
            "LOS-5",
            "data outside the domain are refused, and a bad target with its row and value",
            "checkTargets: the message",
            probe -> domain(loss, data, probe)),
        new Check(
            "LOS-9",
            "response gives probabilities that sum to 1 for classes, one number otherwise;"
                + " mostProbable is the class of the largest, -1 for NaN",
            "response: two columns for a binary loss with one output",
            probe -> response(loss, data, probe)));
  }

  private static void extremes(Loss loss, List<Dataset> all, Probe probe) {
    for (Dataset data : all) {
      int outputs = loss.outputs(data);
      for (int i = 0; i < data.rows(); i++) {
        for (int k = 0; k < outputs; k++) {
          for (double big : new double[] {1e3, -1e3}) {
            double[] f = Rows.prediction(outputs, 1, i);
            f[k] = big;
            double y = data.target(i);
            probe.at(i, () -> "target " + y + ", prediction " + Arrays.toString(f));
            double value = Rows.loss(loss, f, y);
            probe.isTrue(Double.isFinite(value), "a finite loss", () -> "" + value);
            for (double g : Rows.gradient(loss, f, y)) {
              probe.isTrue(Double.isFinite(g), "a finite gradient", () -> "" + g);
            }
          }
        }
        double[] f = Rows.prediction(outputs, 1, i);
        f[outputs - 1] = Double.NaN;
        double y = data.target(i);
        probe.at(i, () -> "target " + y + ", prediction " + Arrays.toString(f));
        probe.close("loss", Double.NaN, Rows.loss(loss, f, y), 0);
        probe.close("gradient", Double.NaN, Rows.gradient(loss, f, y)[outputs - 1], 0);
      }
    }
  }

  private static void domain(Loss loss, List<Dataset> mine, Probe probe) {
    probe.isTrue(
        !mine.isEmpty(),
        "a data set that the loss takes",
        () -> "none of the kit's is taken; override data() of the contract");
    for (Dataset data : SampleData.all(9, 2)) {
      probe.at(0, data::toString);
      boolean refused = false;
      try {
        loss.checkTargets(data);
      } catch (IllegalArgumentException wrong) {
        refused = true;
        boolean says = wrong.getMessage() != null && !wrong.getMessage().isBlank();
        probe.isTrue(says, "a message that says why", () -> String.valueOf(wrong.getMessage()));
        probe.refuses("outputs(data)", () -> loss.outputs(data));
      }
      if (!refused) {
        int outputs = loss.outputs(data);
        probe.isTrue(outputs >= 1, "outputs >= 1", () -> "" + outputs);
      }
    }
    for (Dataset data : mine) {
      if (data.task() == Task.REGRESSION) {
        badRow(loss, data, probe);
      }
    }
  }

  private static void badRow(Loss loss, Dataset data, Probe probe) {
    for (double odd : new double[] {-1.5, 0.25, 1e9}) {
      double[] y = data.targets();
      y[3] = odd;
      Dataset changed = Dataset.regression(data.features(), y);
      boolean taken = true;
      try {
        loss.checkTargets(changed);
      } catch (IllegalArgumentException outside) {
        taken = false;
      }
      if (!taken) {
        probe.at(0, () -> "target " + odd + " in row 3 of targets that are allowed");
        probe.refuses(
            "checkTargets", () -> loss.checkTargets(changed), "row 3", String.valueOf(odd));
      }
    }
  }

  private static void response(Loss loss, List<Dataset> all, Probe probe) {
    Rows.each(
        loss,
        all,
        probe,
        (data, f, y) -> {
          double[] padded = new double[f.length + 3];
          Arrays.fill(padded, Double.NaN);
          System.arraycopy(f, 0, padded, 2, f.length);
          double[] r = loss.response(padded, 2, f.length);
          if (data.task() == Task.REGRESSION) {
            probe.close("length of the response", f.length, r.length, 0);
            probe.isTrue(
                Arrays.stream(r).allMatch(Double::isFinite),
                "finite numbers",
                () -> Arrays.toString(r));
          } else {
            probe.close("length of the response", data.classNames().size(), r.length, 0);
            probe.close("sum of probabilities", 1, Arrays.stream(r).sum(), 1e-12);
            probe.isTrue(
                Arrays.stream(r).allMatch(x -> x >= 0 && x <= 1),
                "probabilities in [0, 1]",
                () -> Arrays.toString(r));
            int best = loss.mostProbable(padded, 2, f.length);
            double largest = Arrays.stream(r).max().orElseThrow();
            probe.isTrue(
                best >= 0 && best < r.length && r[best] >= largest - 1e-12,
                "mostProbable to be the class of the largest probability",
                () -> best + " of " + Arrays.toString(r));
            Arrays.fill(padded, Double.NaN);
            probe.close("mostProbable of NaN", -1, loss.mostProbable(padded, 2, f.length), 0);
          }
        });
  }
}
