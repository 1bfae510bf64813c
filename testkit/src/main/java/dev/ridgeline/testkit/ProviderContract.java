package dev.ridgeline.testkit;

import dev.ridgeline.plugin.Provider;
import dev.ridgeline.testkit.check.Check;
import dev.ridgeline.testkit.provider.ProviderChecks;
import java.util.List;

/**
 * The contract of providers as JUnit tests.
 *
 * <pre>{@code
 * class L1ProviderTest extends ProviderContract {
 *   @Override
 *   protected Provider<?> provider() {
 *     return new L1.Provider();
 *   }
 * }
 * }</pre>
 */
public abstract class ProviderContract extends Contract {
  /** For subclasses. */
  protected ProviderContract() {}

  /**
   * The provider under test.
   *
   * @return a new object
   */
  protected abstract Provider<?> provider();

  @Override
  protected final List<Check> checks() {
    return ProviderChecks.all(provider());
  }
}
