package dev.ridgeline.testkit;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.testkit.check.Check;
import dev.ridgeline.testkit.check.CheckResult;
import dev.ridgeline.testkit.check.Probe;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/** How results become JUnit outcomes: skips, known deviations, and contracts that prove nothing. */
class ContractTest {
  private static final Check PASSES = check("A-1", probe -> probe.close("one", 1, 1, 0));
  private static final Check FAILS =
      check("A-2", probe -> probe.at(42, () -> "the input").close("two", 2, 3, 0));
  private static final Check SKIPS = check("A-3", probe -> probe.skip("it has no prox"));
  private static final Check EMPTY = check("A-4", probe -> {});
  private static final Check THROWS =
      check(
          "A-5",
          probe -> {
            probe.at(43, () -> "the bad input");
            throw new IllegalStateException("broken");
          });

  private static Check check(String rule, Consumer<Probe> body) {
    return new Check(rule, "the title of " + rule, "the place", body);
  }

  @Test
  void a_failure_tells_rule_seed_input_expected_got_and_where_to_look() {
    CheckResult result = FAILS.run();
    assertEquals(CheckResult.Status.FAILED, result.status());
    assertEquals(
        """
        A-2 is broken: the title of A-2
          seed: 42
          input: the input
          expected: two = 2.0 within 0.0
          got: 3.0
          look first at: the place\
        """,
        result.message());
  }

  @Test
  void a_check_that_compares_nothing_fails() {
    assertEquals(CheckResult.Status.FAILED, EMPTY.run().status());
  }

  @Test
  void a_subject_that_throws_fails_with_its_input_and_exception() {
    CheckResult result = THROWS.run();
    assertEquals(CheckResult.Status.FAILED, result.status());
    assertTrue(result.message().contains("the bad input"), result.message());
    assertTrue(result.message().contains("IllegalStateException: broken"), result.message());
  }

  @Test
  void a_skipped_check_is_aborted_with_the_reason() {
    TestAbortedException aborted = assertThrows(TestAbortedException.class, () -> judge(SKIPS));
    assertTrue(aborted.getMessage().contains("it has no prox"), aborted.getMessage());
  }

  @Test
  void passed_checks_pass_and_failed_ones_fail() {
    assertDoesNotThrow(() -> judge(PASSES));
    assertThrows(AssertionFailedError.class, () -> judge(FAILS));
  }

  @Test
  void a_known_deviation_is_aborted_with_its_reason_and_the_failure() {
    TestAbortedException aborted =
        assertThrows(
            TestAbortedException.class, () -> Contract.judge(FAILS.run(), Map.of("A-2", "why")));
    assertTrue(aborted.getMessage().contains("known deviation: why"), aborted.getMessage());
    assertTrue(aborted.getMessage().contains("A-2 is broken"), aborted.getMessage());
  }

  @Test
  void a_known_deviation_that_passes_or_does_not_apply_fails() {
    for (Check check : List.of(PASSES, SKIPS)) {
      AssertionFailedError failed =
          assertThrows(
              AssertionFailedError.class,
              () -> Contract.judge(check.run(), Map.of(check.rule(), "why")));
      assertTrue(failed.getMessage().contains("delete it from the list"), failed.getMessage());
    }
  }

  @Test
  void a_deviation_of_an_unknown_rule_or_without_a_reason_fails() {
    List<Check> checks = List.of(PASSES, FAILS);
    assertDoesNotThrow(() -> Contract.checkDeviations(checks, Map.of("A-2", "why")));
    AssertionFailedError unknown =
        assertThrows(
            AssertionFailedError.class,
            () -> Contract.checkDeviations(checks, Map.of("PRX-99", "why")));
    assertTrue(unknown.getMessage().contains("[A-1, A-2]"), unknown.getMessage());
    assertThrows(
        AssertionFailedError.class, () -> Contract.checkDeviations(checks, Map.of("A-2", " ")));
  }

  @Test
  void a_contract_of_which_every_check_is_skipped_fails() {
    CheckResult samples = new CheckResult("KIT-1", CheckResult.Status.PASSED, "");
    assertThrows(
        AssertionFailedError.class, () -> Contract.checkRan(List.of(samples, SKIPS.run())));
    assertDoesNotThrow(() -> Contract.checkRan(List.of(SKIPS.run(), PASSES.run())));
  }

  @Test
  void each_check_becomes_a_named_test_followed_by_two_about_the_contract() throws Throwable {
    Contract contract = new Judged();
    List<String> outcomes = new ArrayList<>();
    for (DynamicTest test : contract.contract().toList()) {
      String rule = test.getDisplayName().split(" ")[0];
      try {
        test.getExecutable().execute();
        outcomes.add(rule + " passed");
      } catch (TestAbortedException aborted) {
        outcomes.add(rule + " aborted");
      }
    }
    assertEquals(
        List.of("A-1 passed", "A-3 aborted", "A-2 aborted", "KIT-2 passed", "KIT-3 passed"),
        outcomes);
    assertEquals("A-1 the title of A-1", contract.contract().findFirst().get().getDisplayName());
  }

  /** A contract with one check of each kind. */
  static class Judged extends Contract {
    @Override
    protected List<Check> checks() {
      return List.of(PASSES, SKIPS, FAILS);
    }

    @Override
    protected Map<String, String> knownDeviations() {
      return Map.of("A-2", "why");
    }
  }

  private static void judge(Check check) {
    Contract.judge(check.run(), Map.of());
  }
}
