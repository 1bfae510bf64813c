package dev.ridgeline.testkit.penalty;

import dev.ridgeline.penalty.GroupedPenalty;
import dev.ridgeline.penalty.Grouping;
import dev.ridgeline.penalty.Penalty;
import dev.ridgeline.testkit.check.Check;
import dev.ridgeline.testkit.check.Samples;
import dev.ridgeline.testkit.check.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * The contract of penalties, PEN-1 to PEN-7, PRX-1 to PRX-11, SMO-1 and SUB-1.
 *
 * <pre>{@code
 * for (Check check : PenaltyChecks.all(new L1())) {
 *   CheckResult result = check.run();
 * }
 * }</pre>
 */
public final class PenaltyChecks {
  private PenaltyChecks() {}

  /**
   * All checks of a penalty on the kit's usual shapes; for groups of columns on shapes that hold
   * them.
   *
   * @param penalty the penalty under test
   * @return checks, not yet run
   */
  public static List<Check> all(Penalty penalty) {
    return all(penalty, shapesFor(penalty));
  }

  /**
   * All checks of a penalty on given shapes, for one that does not take every shape.
   *
   * @param penalty the penalty under test
   * @param shapes at least one, all different
   * @return checks, not yet run
   */
  public static List<Check> all(Penalty penalty, List<Shape> shapes) {
    PenaltyCase c = new PenaltyCase(penalty, shapes);
    List<Check> checks = new ArrayList<>();
    checks.add(Samples.differ(shapes));
    checks.addAll(ValueRules.of(c));
    checks.addAll(StructureRules.of(c));
    checks.addAll(BoundRules.of(c));
    checks.addAll(ProxRules.of(c));
    checks.addAll(ProxGeometryRules.of(c));
    checks.addAll(StorageRules.of(c));
    checks.addAll(SolutionRules.of(c));
    checks.addAll(GradientRules.of(c));
    return List.copyOf(checks);
  }

  private static List<Shape> shapesFor(Penalty penalty) {
    if (penalty instanceof GroupedPenalty grouped
        && grouped.grouping() instanceof Grouping.ColumnSets sets) {
      int last = sets.sets().stream().flatMap(List::stream).mapToInt(i -> i).max().orElse(0);
      return List.of(new Shape(1, last + 1), new Shape(3, last + 3));
    }
    return Shape.usual();
  }
}
