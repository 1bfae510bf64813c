package dev.ridgeline.testkit;

import dev.ridgeline.optimizer.Optimizer;
import dev.ridgeline.testkit.check.Check;
import dev.ridgeline.testkit.optimizer.OptimizerChecks;
import dev.ridgeline.testkit.optimizer.Trace;
import dev.ridgeline.testkit.optimizer.Trial;
import java.util.List;

/**
 * The contract of optimizers as JUnit tests.
 *
 * <pre>{@code
 * class SgdTest extends OptimizerContract {
 *   @Override
 *   protected Optimizer optimizer() {
 *     return new Sgd(0.1);
 *   }
 *
 *   @Override
 *   protected Trace trace() { // w - 0.5 g
 *     return Trace.ofOne(0.5, 1, new double[] {1, 2, -4}, new double[] {0.5, -0.5, 1.5});
 *   }
 * }
 * }</pre>
 */
public abstract class OptimizerContract extends Contract {
  /** For subclasses. */
  protected OptimizerContract() {}

  /**
   * The optimizer under test.
   *
   * @return a new or shared object
   */
  protected abstract Optimizer optimizer();

  /**
   * Its first steps, derived by hand from the formula in its reference.
   *
   * @return at least three steps
   */
  protected abstract Trace trace();

  /**
   * What is asked of it on quadratics; to be overridden where the default learning rate is not
   * meant to come to rest at a point.
   *
   * @return the optimizer's own rate, 3000 steps and a tenth of the loss unless overridden
   */
  protected Trial trial() {
    return Trial.of(optimizer());
  }

  @Override
  protected final List<Check> checks() {
    return OptimizerChecks.all(optimizer(), trace(), trial());
  }
}
