package dev.ridgeline.testkit.layer;

import dev.ridgeline.layer.Layer;
import dev.ridgeline.testkit.check.Check;
import java.util.ArrayList;
import java.util.List;

/** The contract of layers, LAY-1 to LAY-11. */
public final class LayerChecks {
  private LayerChecks() {}

  /**
   * All checks of a layer that takes any number of inputs.
   *
   * @param layer the layer under test
   * @return checks, not yet run
   */
  public static List<Check> all(Layer layer) {
    return all(layer, List.of(1, 3, 7));
  }

  /**
   * All checks of a layer on given numbers of inputs.
   *
   * @param layer the layer under test
   * @param inputs numbers of inputs that it takes, at least one
   * @return checks, not yet run
   */
  public static List<Check> all(Layer layer, List<Integer> inputs) {
    List<Check> checks = new ArrayList<>();
    checks.add(NumericRule.of(layer, inputs));
    checks.addAll(PassRules.of(layer, inputs));
    checks.addAll(ShapeRules.of(layer, inputs));
    checks.add(StatisticRule.of(layer, inputs));
    checks.addAll(SplitRules.of(layer, inputs));
    return List.copyOf(checks);
  }
}
