package dev.ridgeline.examples;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.plugin.Kind;
import dev.ridgeline.plugin.Plugins;
import dev.ridgeline.plugin.Provider;
import dev.ridgeline.testkit.check.Check;
import dev.ridgeline.testkit.check.CheckResult;
import dev.ridgeline.testkit.provider.ProviderChecks;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every provider of every module keeps the contract; this module sees them all. */
class ProvidersTest {
  private final Plugins plugins = Plugins.load();

  @TestFactory
  Stream<DynamicTest> every_provider_keeps_the_contract() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      for (Provider<?> provider : plugins.providers(kind)) {
        tests.add(
            DynamicTest.dynamicTest(
                kind.word() + " " + provider.name(), () -> keepsTheContract(provider)));
      }
    }
    return tests.stream();
  }

  private static void keepsTheContract(Provider<?> provider) {
    int passed = 0;
    for (Check check : ProviderChecks.all(provider)) {
      CheckResult result = check.run();
      assertTrue(result.status() != CheckResult.Status.FAILED, result::message);
      passed += result.status() == CheckResult.Status.PASSED ? 1 : 0;
    }
    assertTrue(passed >= 2, "only " + passed + " checks applied to " + provider.name());
  }

  @Test
  void no_kind_is_empty_and_nothing_is_broken() {
    for (Kind kind : Kind.values()) {
      assertTrue(plugins.names(kind).size() >= 4, kind + ": " + plugins.names(kind));
    }
    assertTrue(plugins.problems().isEmpty(), plugins.problems().toString());
  }
}
