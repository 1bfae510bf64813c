package dev.ridgeline.testkit.loss;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.loss.Loss;
import dev.ridgeline.testkit.check.Check;
import dev.ridgeline.testkit.check.SampleData;
import java.util.ArrayList;
import java.util.List;

/** The contract of losses, LOS-1 to LOS-11. */
public final class LossChecks {
  private LossChecks() {}

  /**
   * All checks of a loss on the kit's data sets.
   *
   * @param loss the loss under test
   * @return checks, not yet run
   */
  public static List<Check> all(Loss loss) {
    return all(loss, SampleData.fitting(loss, 9, 2));
  }

  /**
   * All checks of a loss on given data sets, for one with an unusual domain.
   *
   * @param loss the loss under test
   * @param data at least one set that the loss takes, each of at least 4 rows
   * @return checks, not yet run
   */
  public static List<Check> all(Loss loss, List<Dataset> data) {
    List<Check> checks = new ArrayList<>();
    checks.addAll(GradientRules.of(loss, data));
    checks.addAll(MeanRules.of(loss, data));
    checks.addAll(DomainRules.of(loss, data));
    checks.add(ConjugateRule.of(loss, data));
    return List.copyOf(checks);
  }
}
