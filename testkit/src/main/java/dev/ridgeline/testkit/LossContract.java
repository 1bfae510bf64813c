package dev.ridgeline.testkit;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.loss.Loss;
import dev.ridgeline.testkit.check.Check;
import dev.ridgeline.testkit.loss.LossChecks;
import java.util.List;

/**
 * The contract of losses as JUnit tests.
 *
 * <pre>{@code
 * class SquaredLossTest extends LossContract {
 *   @Override
 *   protected Loss loss() {
 *     return new SquaredLoss();
 *   }
 * }
 * }</pre>
 */
public abstract class LossContract extends Contract {
  /** For subclasses. */
  protected LossContract() {}

  /**
   * The loss under test.
   *
   * @return a new or shared object
   */
  protected abstract Loss loss();

  /**
   * Data sets that the loss takes, for one with an unusual domain.
   *
   * @return empty for those of the kit's that it takes; otherwise sets of at least 4 rows
   */
  protected List<Dataset> data() {
    return List.of();
  }

  @Override
  protected final List<Check> checks() {
    return data().isEmpty() ? LossChecks.all(loss()) : LossChecks.all(loss(), data());
  }
}
