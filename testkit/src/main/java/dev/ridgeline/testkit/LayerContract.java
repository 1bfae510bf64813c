package dev.ridgeline.testkit;

import dev.ridgeline.layer.Layer;
import dev.ridgeline.testkit.check.Check;
import dev.ridgeline.testkit.layer.LayerChecks;
import java.util.List;

/**
 * The contract of layers as JUnit tests.
 *
 * <pre>{@code
 * class TanhTest extends LayerContract {
 *   @Override
 *   protected Layer layer() {
 *     return new Tanh();
 *   }
 * }
 * }</pre>
 */
public abstract class LayerContract extends Contract {
  /** For subclasses. */
  protected LayerContract() {}

  /**
   * The layer under test.
   *
   * @return a new or shared object
   */
  protected abstract Layer layer();

  /**
   * Numbers of inputs that the layer takes.
   *
   * @return 1, 3 and 7 unless overridden
   */
  protected List<Integer> inputs() {
    return List.of(1, 3, 7);
  }

  @Override
  protected final List<Check> checks() {
    return LayerChecks.all(layer(), inputs());
  }
}
