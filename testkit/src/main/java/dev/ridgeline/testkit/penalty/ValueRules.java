package dev.ridgeline.testkit.penalty;

import dev.ridgeline.linalg.DoubleMatrix;
import dev.ridgeline.linalg.Matrix;
import dev.ridgeline.penalty.BoundedPenalty;
import dev.ridgeline.penalty.GroupedPenalty;
import dev.ridgeline.penalty.NormPenalty;
import dev.ridgeline.penalty.Penalty;
import dev.ridgeline.penalty.ProximablePenalty;
import dev.ridgeline.penalty.QuadraticPenalty;
import dev.ridgeline.penalty.SeparablePenalty;
import dev.ridgeline.penalty.SmoothPenalty;
import dev.ridgeline.penalty.ZeroingPenalty;
import dev.ridgeline.testkit.check.Check;
import dev.ridgeline.testkit.check.Probe;
import dev.ridgeline.testkit.check.Sample;
import dev.ridgeline.testkit.check.Samples;
import dev.ridgeline.testkit.check.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** PEN-1, PEN-2, PEN-3 and PEN-6: values, purity, strength 0 and bad arguments. */
final class ValueRules {
  private ValueRules() {}

  static List<Check> of(PenaltyCase c) {
    return List.of(
        new Check(
            "PEN-1",
            "finite weights give a value of at least 0 and never NaN",
            "value(w, strength)",
            probe -> finite(c, probe)),
        new Check(
            "PEN-2",
            "the same input gives the same bits, on any thread, and is not modified",
            "fields or shared scratch arrays in the penalty; writes to w",
            probe -> pure(c, probe)),
        new Check(
            "PEN-3",
            "strength 0 gives value 0, gradient 0 and a prox that leaves the weights alone; only"
                + " bounds still hold",
            "a term that does not carry the strength as a factor",
            probe -> strengthZero(c, probe)),
        new Check(
            "PEN-6",
            "NaN never becomes a number; a negative, NaN or infinite strength or step is refused",
            "comparisons, which are false for NaN; Check.strength and Check.step",
            probe -> refusals(c, probe)));
  }

  private static void finite(PenaltyCase c, Probe probe) {
    Penalty p = c.penalty();
    c.eachValue(
        probe,
        (w, s) -> {
          double value = p.value(w.matrix(), s);
          probe.isTrue(value >= 0, "value >= 0", () -> "value " + value);
          if (p instanceof NormPenalty || p instanceof QuadraticPenalty) {
            probe.sameBits("value(0)", 0, p.value(zeros(w.shape()), s));
          }
        });
    if (p instanceof SeparablePenalty separable) {
      for (double w : new double[] {Double.MIN_VALUE, -1e-300, 1e150, -1e300, Double.MAX_VALUE}) {
        probe.at(0, () -> "strength 1, cell " + w);
        double value = separable.value(w, 1);
        probe.isTrue(value >= 0, "value of a cell >= 0", () -> "value " + value);
      }
    }
  }

  private static void pure(PenaltyCase c, Probe probe) {
    Penalty p = c.penalty();
    List<Sample> used = new ArrayList<>();
    List<Double> first = new ArrayList<>();
    c.eachValue(
        probe,
        (w, s) -> {
          DoubleMatrix m = w.matrix();
          double value = p.value(m, s);
          untouched(probe, "value", w, m);
          probe.sameBits("the value, asked again", value, p.value(m, s));
          if (p instanceof SmoothPenalty smooth) {
            smooth.addGradientTo(m, s, zeros(w.shape()));
            untouched(probe, "addGradientTo", w, m);
          }
          if (p instanceof ZeroingPenalty zeroing) {
            zeroing.zeroingStrength(m);
            untouched(probe, "zeroingStrength", w, m);
          }
          if (p instanceof SeparablePenalty separable) {
            DoubleMatrix gradient = w.matrix();
            separable.stationarity(m, gradient, s);
            untouched(probe, "stationarity", w, m);
            untouched(probe, "stationarity, of its gradient", w, gradient);
          }
          if (s == 1) {
            used.add(w);
            first.add(summary(p, w));
          }
        });
    // A second round in the other order, by two threads at once: state of one call must not reach
    // another.
    List<CompletableFuture<double[]>> rounds = new ArrayList<>();
    for (int thread = 0; thread < 2; thread++) {
      rounds.add(CompletableFuture.supplyAsync(() -> backwards(p, used)));
    }
    for (CompletableFuture<double[]> round : rounds) {
      double[] again = round.join();
      for (int i = 0; i < again.length; i++) {
        Sample w = used.get(i);
        probe.at(w.seed(), () -> "strength 1, another order, two threads, " + w);
        probe.sameBits("value + prox digest", first.get(i), again[i]);
      }
    }
  }

  private static double[] backwards(Penalty p, List<Sample> samples) {
    double[] digests = new double[samples.size()];
    for (int repeat = 0; repeat < 20; repeat++) {
      for (int i = samples.size() - 1; i >= 0; i--) {
        double digest = summary(p, samples.get(i));
        // Keep a digest that differs between repeats visible: NaN equals no other number's bits.
        digests[i] = repeat == 0 || digests[i] == digest ? digest : Double.NaN;
      }
    }
    return digests;
  }

  /** One number that depends on the bits of value and prox. */
  private static double summary(Penalty p, Sample w) {
    double digest = p.value(w.matrix(), 1);
    if (p instanceof ProximablePenalty proximable) {
      digest += 0.37 * Arrays.hashCode(PenaltyCase.prox(proximable, w.cells(), w.shape(), 1, 0.01));
    }
    return digest;
  }

  private static void untouched(Probe probe, String method, Sample before, DoubleMatrix after) {
    probe.isTrue(
        Arrays.equals(before.cells(), after.data()),
        method + " leaves its argument as it was",
        () -> Arrays.toString(after.data()));
  }

  private static void strengthZero(PenaltyCase c, Probe probe) {
    Penalty p = c.penalty();
    probe.isTrue(
        p.actsAt(0) == p instanceof BoundedPenalty,
        "actsAt(0) for a BoundedPenalty only",
        () -> "actsAt(0) = " + p.actsAt(0));
    if (p instanceof BoundedPenalty) {
      // PEN-7 knows what holds then.
      return;
    }
    for (Shape shape : c.shapes()) {
      for (Sample w : Samples.of(shape)) {
        probe.at(w.seed(), () -> "strength 0, " + w);
        probe.close("value", 0, p.value(w.matrix(), 0), 0);
        if (p instanceof ProximablePenalty proximable) {
          for (double step : new double[] {1e-3, 1, 100}) {
            DoubleMatrix m = w.matrix();
            probe.close("the value that prox returns", 0, proximable.prox(m, 0, step), 0);
            untouched(probe, "prox", w, m);
            if (p instanceof SeparablePenalty separable) {
              for (double cell : w.cells()) {
                probe.close("scalar prox", cell, separable.prox(cell, 0, step), 0);
              }
            }
          }
        }
        if (p instanceof SmoothPenalty smooth) {
          DoubleMatrix gradient = zeros(shape);
          smooth.addGradientTo(w.matrix(), 0, gradient);
          probe.close("|gradient|", 0, gradient.frobeniusNorm(), 0);
        }
      }
    }
  }

  private static void refusals(PenaltyCase c, Probe probe) {
    Penalty p = c.penalty();
    for (Shape shape : c.shapes()) {
      Sample w = Samples.normal(shape, 1).get(0);
      double[] cells = w.cells().clone();
      int at = penalisedCell(p, w);
      cells[at] = Double.NaN;
      Sample nan = new Sample("one NaN", w.seed(), shape, cells);
      probe.at(w.seed(), () -> "strength 1, step 0.5, " + nan);
      nanStays(p, nan, at, probe);
    }
    Sample w = Samples.normal(c.shapes().get(c.shapes().size() - 1), 1).get(0);
    for (double bad : new double[] {-0.5, Double.NaN, Double.POSITIVE_INFINITY}) {
      String shown = String.valueOf(bad);
      probe.at(w.seed(), () -> "strength or step " + bad + ", " + w);
      probe.refuses("value at strength " + bad, () -> p.value(w.matrix(), bad), shown);
      if (p instanceof ProximablePenalty x) {
        probe.refuses("prox at strength " + bad, () -> x.prox(w.matrix(), bad, 1), shown);
        probe.refuses("prox at step " + bad, () -> x.prox(w.matrix(), 1, bad), shown);
      }
      if (p instanceof SmoothPenalty x) {
        probe.refuses(
            "addGradientTo at strength " + bad,
            () -> x.addGradientTo(w.matrix(), bad, zeros(w.shape())),
            shown);
      }
      if (p instanceof SeparablePenalty x) {
        probe.refuses(
            "stationarity at strength " + bad,
            () -> x.stationarity(w.matrix(), w.matrix(), bad),
            shown);
      }
    }
  }

  /** A cell in the middle; for groups one that is in a group. */
  private static int penalisedCell(Penalty p, Sample w) {
    if (p instanceof GroupedPenalty grouped && grouped.grouping().groups(w.matrix()) > 0) {
      int row = grouped.grouping().row(w.matrix(), 0, 0);
      return row * w.shape().columns() + grouped.grouping().column(w.matrix(), 0, 0);
    }
    return w.cells().length / 2;
  }

  private static void nanStays(Penalty p, Sample nan, int at, Probe probe) {
    probe.close("value", Double.NaN, p.value(nan.matrix(), 1), 0);
    probe.close("value in float storage", Double.NaN, p.value(nan.floatMatrix(), 1), 0);
    if (p instanceof ProximablePenalty x) {
      for (Matrix m : List.of(nan.matrix(), nan.floatMatrix())) {
        probe.close("the value that prox returns", Double.NaN, x.prox(m, 1, 0.5), 0);
        int columns = nan.shape().columns();
        probe.close("the NaN cell after prox", Double.NaN, m.get(at / columns, at % columns), 0);
      }
    }
    if (p instanceof SmoothPenalty x) {
      DoubleMatrix gradient = zeros(nan.shape());
      x.addGradientTo(nan.matrix(), 1, gradient);
      probe.close("the NaN cell's gradient", Double.NaN, gradient.data()[at], 0);
    }
    if (p instanceof SeparablePenalty x) {
      probe.close("scalar prox of NaN", Double.NaN, x.prox(Double.NaN, 1, 0.5), 0);
      for (double other : new double[] {0, 0.5, -3}) {
        probe.close(
            "subgradientDistance of a NaN cell",
            Double.NaN,
            x.subgradientDistance(Double.NaN, other, 1),
            0);
        probe.close(
            "subgradientDistance of a NaN gradient at cell " + other,
            Double.NaN,
            x.subgradientDistance(other, Double.NaN, 1),
            0);
      }
    }
  }

  static DoubleMatrix zeros(Shape shape) {
    return Matrix.of(new double[shape.size()], shape.rows(), shape.columns());
  }
}
