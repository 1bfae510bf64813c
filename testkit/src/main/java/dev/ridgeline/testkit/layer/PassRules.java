package dev.ridgeline.testkit.layer;

import dev.ridgeline.layer.Layer;
import dev.ridgeline.testkit.check.Check;
import dev.ridgeline.testkit.check.Probe;
import dev.ridgeline.testkit.check.Tolerance;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** LAY-2, LAY-3, LAY-4 and LAY-6: passes keep to their own arrays, rows and random numbers. */
final class PassRules {
  private PassRules() {}

  static List<Check> of(Layer layer, List<Integer> widths) {
    return List.of(
        new Check(
            "LAY-2",
            "forward A, forward B, backward A, backward B equal separate runs",
            "an input, output or mask kept in a field of the layer",
            probe -> widths.forEach(inputs -> interleaved(layer, inputs, probe))),
        new Check(
            "LAY-3",
            "stacked rows equal row by row, also from another first row; in training unless the"
                + " layer says that it couples rows",
            "firstRow in random masks; offsets; sums over rows; couplesRows",
            probe -> widths.forEach(inputs -> rowByRow(layer, inputs, probe))),
        new Check(
            "LAY-4",
            "the same seed gives the same bits; prediction does not depend on the seed",
            "random numbers that are not those of the pass",
            probe -> widths.forEach(inputs -> seeds(layer, inputs, probe))),
        new Check(
            "LAY-6",
            "backward adds to parameter gradients, overwrites input gradients where wanted, and"
                + " touches nothing else",
            "+= against =; wantsInputGradient",
            probe -> widths.forEach(inputs -> writes(layer, inputs, probe))));
  }

  private static void interleaved(Layer layer, int inputs, Probe probe) {
    for (boolean training : new boolean[] {false, true}) {
      LayerRun a = new LayerRun(layer, 4, 0, inputs, training, 1).forward().backward();
      LayerRun b = new LayerRun(layer, 2, 0, inputs, training, 2).forward().backward();
      LayerRun a2 = new LayerRun(layer, 4, 0, inputs, training, 1);
      LayerRun b2 = new LayerRun(layer, 2, 0, inputs, training, 2);
      a2.forward();
      b2.forward();
      a2.backward();
      b2.backward();
      probe.at(1, () -> "A: " + a);
      same(a, a2, probe);
      probe.at(2, () -> "B: " + b);
      same(b, b2, probe);
      List<CompletableFuture<LayerRun>> both =
          List.of(
              CompletableFuture.supplyAsync(() -> often(layer, 4, inputs, training, 1)),
              CompletableFuture.supplyAsync(() -> often(layer, 2, inputs, training, 2)));
      probe.at(1, () -> "two threads, A: " + a);
      same(a, both.get(0).join(), probe);
      probe.at(2, () -> "two threads, B: " + b);
      same(b, both.get(1).join(), probe);
    }
  }

  private static LayerRun often(Layer layer, int rows, int inputs, boolean training, long seed) {
    LayerRun last = new LayerRun(layer, rows, 0, inputs, training, seed).forward().backward();
    for (int k = 0; k < 50; k++) {
      LayerRun next = new LayerRun(layer, rows, 0, inputs, training, seed).forward().backward();
      if (!Arrays.equals(last.output, next.output)) {
        return next;
      }
    }
    return last;
  }

  private static void same(LayerRun e, LayerRun g, Probe probe) {
    same("output", e.output, g.output, probe);
    same("input gradient", e.inputGradient, g.inputGradient, probe);
    same("parameter gradient", e.parameterGradients, g.parameterGradients, probe);
  }

  private static void same(String what, float[] expected, float[] got, Probe probe) {
    for (int i = 0; i < expected.length; i++) {
      probe.sameBits(what + ", cell " + i + " with guards", expected[i], got[i]);
    }
  }

  private static void rowByRow(Layer layer, int inputs, Probe probe) {
    int rows = 5;
    for (boolean training : layer.couplesRows() ? new boolean[1] : new boolean[] {false, true}) {
      for (int first : new int[] {0, 6}) {
        LayerRun all = new LayerRun(layer, rows, first, inputs, training, 3).measured();
        all.forward().backward();
        double[] sum = new double[all.parameterGradients.length];
        for (int i = 0; i < rows; i++) {
          LayerRun one = new LayerRun(layer, 1, first + i, inputs, training, 3).measured();
          one.forward().backward();
          probe.at(3, () -> "one row, " + one + ", against " + all);
          close(
              "output",
              all.output,
              all.outputAt() + i * all.outputs,
              one.output,
              one.outputAt(),
              all.outputs,
              probe);
          close(
              "input gradient",
              all.inputGradient,
              all.inputGradientAt() + i * inputs,
              one.inputGradient,
              one.inputGradientAt(),
              inputs,
              probe);
          for (int k = 0; k < sum.length; k++) {
            sum[k] += one.parameterGradients[k];
          }
        }
        probe.at(3, () -> "sum over " + rows + " rows, " + all);
        for (int k = 0; k < all.offsets.length; k++) {
          for (int i = 0; i < all.parameterSize(k); i++) {
            int at = all.offsets[k] + i;
            probe.close(
                "gradient of parameter " + k + "[" + i + "]",
                sum[at],
                all.parameterGradients[at],
                1e2 * Tolerance.FLOAT * (1 + Math.abs(sum[at])));
          }
        }
      }
    }
  }

  /** A product of another shape adds in another order: a few roundings of its largest terms. */
  private static void close(
      String what, float[] e, int eAt, float[] g, int gAt, int size, Probe probe) {
    for (int k = 0; k < size; k++) {
      double slack = 10 * Tolerance.FLOAT * (1 + Math.abs(e[eAt + k]));
      probe.close(what + " " + k, e[eAt + k], g[gAt + k], slack);
    }
  }

  private static void seeds(Layer layer, int inputs, Probe probe) {
    LayerRun one = new LayerRun(layer, 5, 0, inputs, true, 5).forward().backward();
    probe.at(5, () -> "twice " + one);
    same(one, new LayerRun(layer, 5, 0, inputs, true, 5).forward().backward(), probe);
    // The same inputs and parameters in prediction, with the random numbers of another seed.
    LayerRun other = new LayerRun(layer, 5, 0, inputs, false, 6);
    LayerRun mine = new LayerRun(layer, 5, 0, inputs, false, 5).forward();
    System.arraycopy(mine.input, 0, other.input, 0, mine.input.length);
    System.arraycopy(mine.parameters, 0, other.parameters, 0, mine.parameters.length);
    other.forward();
    probe.at(5, () -> "prediction with another seed, " + mine);
    same("output", mine.output, other.output, probe);
  }

  private static void writes(Layer layer, int inputs, Probe probe) {
    for (boolean training : new boolean[] {false, true}) {
      LayerRun plain = new LayerRun(layer, 4, 0, inputs, training, 7).forward();
      probe.at(7, () -> "forward of " + plain);
      LayerRun fresh = new LayerRun(layer, 4, 0, inputs, training, 7);
      same("input", fresh.input, plain.input, probe);
      same("parameter", fresh.parameters, plain.parameters, probe);
      same("parameter gradient", fresh.parameterGradients, plain.parameterGradients, probe);
      same("input gradient", fresh.inputGradient, plain.inputGradient, probe);
      guards("output", plain.output, plain.outputAt(), 4 * plain.outputs, probe);
      float[] output = plain.output.clone();
      plain.backward();
      probe.at(7, () -> "backward of " + plain);
      same("input", fresh.input, plain.input, probe);
      same("output", output, plain.output, probe);
      same("output gradient", fresh.outputGradient, plain.outputGradient, probe);
      same("parameter", fresh.parameters, plain.parameters, probe);
      guards("input gradient", plain.inputGradient, plain.inputGradientAt(), 4 * inputs, probe);
      accumulates(layer, plain, probe);
      LayerRun unwanted = new LayerRun(layer, 4, 0, inputs, training, 7).forward();
      unwanted.wantsInputGradient = false;
      unwanted.backward();
      probe.at(7, () -> "backward without input gradient, " + unwanted);
      same("input gradient", fresh.inputGradient, unwanted.inputGradient, probe);
      same("parameter gradient", plain.parameterGradients, unwanted.parameterGradients, probe);
    }
  }

  private static void accumulates(Layer layer, LayerRun plain, Probe probe) {
    LayerRun again = new LayerRun(layer, 4, 0, plain.inputs, plain.training, 7).forward();
    Arrays.fill(
        again.inputGradient,
        again.inputGradientAt(),
        again.inputGradientAt() + 4 * plain.inputs,
        Float.NaN);
    again.fillParameterGradients(2);
    again.backward();
    same("input gradient, NaN before", plain.inputGradient, again.inputGradient, probe);
    boolean[] mine = new boolean[again.parameterGradients.length];
    for (int k = 0; k < again.offsets.length; k++) {
      for (int i = 0; i < again.parameterSize(k); i++) {
        int at = again.offsets[k] + i;
        mine[at] = true;
        double g = plain.parameterGradients[at];
        probe.close(
            "gradient of parameter " + k + "[" + i + "], 2 before",
            2 + g,
            again.parameterGradients[at],
            10 * Tolerance.FLOAT * (2 + Math.abs(g)));
      }
    }
    for (int at = 0; at < mine.length; at++) {
      if (!mine[at]) {
        probe.close(
            "parameter gradient cell " + at + " of another layer",
            LayerRun.GUARD,
            again.parameterGradients[at],
            0);
      }
    }
  }

  private static void guards(String what, float[] all, int at, int size, Probe probe) {
    for (int i = 0; i < all.length; i++) {
      if (i < at || i >= at + size) {
        probe.close(what + " cell " + i + " outside the block", LayerRun.GUARD, all[i], 0);
      }
    }
  }
}
