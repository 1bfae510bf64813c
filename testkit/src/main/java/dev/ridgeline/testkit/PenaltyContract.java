package dev.ridgeline.testkit;

import dev.ridgeline.penalty.Penalty;
import dev.ridgeline.testkit.check.Check;
import dev.ridgeline.testkit.check.Shape;
import dev.ridgeline.testkit.penalty.PenaltyChecks;
import java.util.List;

/**
 * The contract of penalties as JUnit tests.
 *
 * <pre>{@code
 * class L1Test extends PenaltyContract {
 *   @Override
 *   protected Penalty penalty() {
 *     return new L1();
 *   }
 * }
 * }</pre>
 */
public abstract class PenaltyContract extends Contract {
  /** For subclasses. */
  protected PenaltyContract() {}

  /**
   * The penalty under test.
   *
   * @return a new or shared object
   */
  protected abstract Penalty penalty();

  /**
   * The shapes of weights to try.
   *
   * @return empty for the kit's usual shapes; otherwise shapes that the penalty takes
   */
  protected List<Shape> shapes() {
    return List.of();
  }

  @Override
  protected final List<Check> checks() {
    return shapes().isEmpty()
        ? PenaltyChecks.all(penalty())
        : PenaltyChecks.all(penalty(), shapes());
  }
}
