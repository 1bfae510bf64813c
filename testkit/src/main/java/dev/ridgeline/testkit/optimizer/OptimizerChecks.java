package dev.ridgeline.testkit.optimizer;

import dev.ridgeline.optimizer.Optimizer;
import dev.ridgeline.testkit.check.Check;
import java.util.ArrayList;
import java.util.List;

/** The contract of optimizers, OPT-1 to OPT-12. */
public final class OptimizerChecks {
  private OptimizerChecks() {}

  /**
   * All checks of an optimizer.
   *
   * @param optimizer the optimizer under test
   * @param trace its first steps, derived by hand
   * @param trial what is asked of it on quadratics
   * @return checks, not yet run
   */
  public static List<Check> all(Optimizer optimizer, Trace trace, Trial trial) {
    List<Check> checks = new ArrayList<>();
    checks.addAll(StepRules.of(optimizer, trace, trial));
    checks.addAll(StateRules.of(optimizer));
    checks.addAll(TreatmentRules.of(optimizer));
    checks.add(RoundTripRule.of(optimizer));
    return List.copyOf(checks);
  }
}
