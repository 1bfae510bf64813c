package dev.ridgeline.testkit.layer;

import dev.ridgeline.layer.Layer;
import dev.ridgeline.testkit.check.Check;
import dev.ridgeline.testkit.check.Numeric;
import dev.ridgeline.testkit.check.Probe;
import java.util.List;
import java.util.OptionalDouble;

/** LAY-1: gradients against central differences. */
final class NumericRule {
  /**
   * Forward passes are in single precision: with a step of 1/32 their rounding (1e-7 of a sum of
   * about ten) shows as 3e-5 in a difference quotient, and fourth-order truncation stays below.
   */
  private static final double TOLERANCE = 5e-4;

  private static final double STEP = 1.0 / 32;
  private static final int ROWS = 3;

  private NumericRule() {}

  static Check of(Layer layer, List<Integer> widths) {
    return new Check(
        "LAY-1",
        "gradients of inputs and parameters are the numeric ones of <v, forward(x)>",
        "backward: transposes, the derivative of the activation, the bias",
        probe -> {
          int[] count = new int[2];
          for (int inputs : widths) {
            for (boolean training : new boolean[] {false, true}) {
              for (long seed : new long[] {1, 2}) {
                LayerRun run = new LayerRun(layer, ROWS, 0, inputs, training, seed).measured();
                check(run, probe, count);
              }
            }
          }
          probe.isTrue(
              2 * count[1] >= count[0],
              "a layer smooth at half of the points at least",
              () -> count[1] + " of " + count[0]);
        });
  }

  private static void check(LayerRun run, Probe probe, int[] count) {
    run.forward().backward();
    for (int i = 0; i < ROWS * run.inputs; i++) {
      float got = run.inputGradient[run.inputGradientAt() + i];
      compare(run, run.input, run.inputAt() + i, got, "input " + i, probe, count);
    }
    for (int k = 0; k < run.offsets.length; k++) {
      if (run.isStatistic(k)) {
        continue;
      }
      String name = run.layer.parameters(run.inputs).get(k).name();
      int size = run.parameterSize(k);
      // Large parameters are sampled: a stride prime to usual widths meets every row and column.
      for (int i = 0; i < size; i += Math.max(1, size / 97)) {
        float got = run.parameterGradients[run.offsets[k] + i];
        String what = "parameter " + name + "[" + i + "]";
        compare(run, run.parameters, run.offsets[k] + i, got, what, probe, count);
      }
    }
  }

  private static void compare(
      LayerRun run, float[] array, int at, float got, String what, Probe probe, int[] count) {
    probe.at(run.seed, () -> run + ", " + what);
    float kept = array[at];
    OptionalDouble slope =
        Numeric.slope(
            x -> {
              array[at] = (float) x[0];
              return run.forward().product();
            },
            new double[] {kept},
            new double[] {1},
            STEP,
            TOLERANCE);
    array[at] = kept;
    count[0]++;
    if (slope.isPresent()) {
      count[1]++;
      double expected = slope.getAsDouble();
      probe.close("gradient", expected, got, TOLERANCE * (1 + Math.abs(expected)));
    }
  }
}
