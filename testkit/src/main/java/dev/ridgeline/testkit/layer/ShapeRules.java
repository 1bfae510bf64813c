package dev.ridgeline.testkit.layer;

import dev.ridgeline.layer.Layer;
import dev.ridgeline.linalg.FloatMatrix;
import dev.ridgeline.linalg.Matrix;
import dev.ridgeline.linalg.RandomStream;
import dev.ridgeline.parameter.ParameterSpec;
import dev.ridgeline.testkit.check.Check;
import dev.ridgeline.testkit.check.Probe;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** LAY-5, LAY-7 and LAY-8: declared shapes, refused shapes and empty shards. */
final class ShapeRules {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");

  private ShapeRules() {}

  static List<Check> of(Layer layer, List<Integer> widths) {
    return List.of(
        new Check(
            "LAY-5",
            "outputs and parameters are as declared; every output cell is written; initial values"
                + " are finite and follow the seed",
            "outputs(inputs), parameters(inputs) and initialize",
            probe -> widths.forEach(inputs -> declared(layer, inputs, probe))),
        new Check(
            "LAY-7",
            "a number of inputs that does not fit is refused with both numbers",
            "outputs(inputs): its message",
            probe -> refused(layer, probe)),
        new Check(
            "LAY-8",
            "a shard of no rows changes nothing",
            "loops and matrix products of 0 rows",
            probe -> widths.forEach(inputs -> empty(layer, inputs, probe))));
  }

  private static void declared(Layer layer, int inputs, Probe probe) {
    probe.at(0, () -> layer + " for " + inputs + " inputs");
    String name = layer.name();
    probe.isTrue(NAME.matcher(name).matches(), "a name [a-z][a-z0-9-]*", () -> name);
    int outputs = layer.outputs(inputs);
    probe.isTrue(outputs >= 1, "outputs >= 1", () -> "" + outputs);
    List<ParameterSpec> specs = layer.parameters(inputs);
    probe.isTrue(
        specs.equals(layer.parameters(inputs)),
        "the same parameters when asked again: " + specs,
        () -> "" + layer.parameters(inputs));
    Set<String> names = new HashSet<>();
    for (int k = 0; k < specs.size(); k++) {
      ParameterSpec spec = specs.get(k);
      probe.isTrue(names.add(spec.name()), "different names", () -> specs.toString());
      initial(layer, k, spec, probe);
    }
    LayerRun run = new LayerRun(layer, 3, 0, inputs, false, 4);
    Arrays.fill(run.output, run.outputAt(), run.outputAt() + 3 * outputs, Float.NaN);
    run.forward();
    for (int i = 0; i < 3 * outputs; i++) {
      float y = run.output[run.outputAt() + i];
      int cell = i;
      probe.isTrue(Float.isFinite(y), "output cell " + cell + " written", () -> "" + y);
    }
  }

  private static void initial(Layer layer, int k, ParameterSpec spec, Probe probe) {
    FloatMatrix one = initialized(layer, k, spec, 9);
    FloatMatrix two = initialized(layer, k, spec, 9);
    for (int i = 0; i < spec.rows(); i++) {
      for (int j = 0; j < spec.columns(); j++) {
        double value = one.get(i, j);
        probe.isTrue(Double.isFinite(value), "a finite initial value of " + spec, () -> "" + value);
        probe.sameBits("initial value of " + spec + " from the same seed", value, two.get(i, j));
      }
    }
  }

  private static FloatMatrix initialized(Layer layer, int k, ParameterSpec spec, long seed) {
    FloatMatrix values =
        Matrix.of(new float[spec.rows() * spec.columns()], spec.rows(), spec.columns());
    layer.initialize(k, values, new RandomStream(seed));
    return values;
  }

  private static void refused(Layer layer, Probe probe) {
    int seen = 0;
    for (int inputs = 1; inputs <= 12; inputs++) {
      int asked = inputs;
      probe.at(0, () -> layer + " for " + asked + " inputs");
      try {
        layer.outputs(asked);
      } catch (IllegalArgumentException doesNotFit) {
        seen++;
        String message = String.valueOf(doesNotFit.getMessage());
        boolean both =
            Pattern.compile("\\b\\d+\\b").matcher(message).results().distinct().count() > 1;
        probe.isTrue(
            both && message.matches("(?s).*\\b" + asked + "\\b.*"),
            "a message with " + asked + " and the number that fits",
            () -> message);
      }
    }
    if (seen == 0) {
      probe.skip(layer + " takes any number of inputs from 1 to 12");
    }
  }

  private static void empty(Layer layer, int inputs, Probe probe) {
    for (boolean training : new boolean[] {false, true}) {
      LayerRun run = new LayerRun(layer, 0, 4, inputs, training, 8);
      LayerRun fresh = new LayerRun(layer, 0, 4, inputs, training, 8);
      run.forward().backward();
      probe.at(8, run::toString);
      probe.isTrue(
          Arrays.equals(fresh.output, run.output)
              && Arrays.equals(fresh.inputGradient, run.inputGradient)
              && Arrays.equals(fresh.parameterGradients, run.parameterGradients),
          "all arrays as before",
          () -> "a change");
    }
  }
}
