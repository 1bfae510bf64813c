package dev.ridgeline.testkit;

import dev.ridgeline.testkit.check.Check;
import dev.ridgeline.testkit.check.CheckResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * What the contracts share: each check becomes one named JUnit test.
 *
 * <p>A check that does not apply is shown as aborted, with the missing capability. A known
 * deviation is shown as aborted with its reason as long as the check fails, and fails once the
 * check passes. A contract of which no check could be executed fails.
 */
public abstract class Contract {
  /** For subclasses. */
  protected Contract() {}

  /**
   * The checks of the subject.
   *
   * @return at least one
   */
  protected abstract List<Check> checks();

  /**
   * Rules that the subject is known to break, each with the reason.
   *
   * @return none unless overridden
   */
  protected Map<String, String> knownDeviations() {
    return Map.of();
  }

  /**
   * The checks as JUnit tests.
   *
   * @return one test a check, one for the list of deviations, one for the contract as a whole; run
   *     in this order, since the last looks at the others' results
   */
  @TestFactory
  @Execution(ExecutionMode.SAME_THREAD)
  public final Stream<DynamicTest> contract() {
    List<Check> checks = checks();
    List<CheckResult> results = new ArrayList<>();
    Stream<DynamicTest> each =
        checks.stream()
            .map(
                check ->
                    DynamicTest.dynamicTest(
                        check.rule() + " " + check.title(),
                        () -> {
                          CheckResult result = check.run();
                          results.add(result);
                          judge(result, knownDeviations());
                        }));
    DynamicTest deviations =
        DynamicTest.dynamicTest(
            "KIT-2 known deviations name rules of this contract",
            () -> checkDeviations(checks, knownDeviations()));
    DynamicTest ran =
        DynamicTest.dynamicTest(
            "KIT-3 the contract ran at least one check of its subject", () -> checkRan(results));
    return Stream.concat(each, Stream.of(deviations, ran));
  }

  /** Passes, fails or aborts the current test. */
  static void judge(CheckResult result, Map<String, String> deviations) {
    String reason = deviations.get(result.rule());
    switch (result.status()) {
      case PASSED -> {
        if (reason != null) {
          Assertions.fail(
              result.rule()
                  + " is listed in knownDeviations() ('"
                  + reason
                  + "') but passes: delete it from the list");
        }
      }
      case SKIPPED -> {
        if (reason != null) {
          Assertions.fail(
              result.rule()
                  + " is listed in knownDeviations() ('"
                  + reason
                  + "') but does not apply: "
                  + result.message()
                  + "; delete it from the list");
        }
        Assumptions.abort("skipped: " + result.message());
      }
      case FAILED -> {
        if (reason != null) {
          Assumptions.abort("known deviation: " + reason + "\n" + result.message());
        }
        Assertions.fail(result.message());
      }
    }
  }

  /** Fails if a deviation names no rule of the contract, or gives no reason. */
  static void checkDeviations(List<Check> checks, Map<String, String> deviations) {
    Set<String> rules =
        checks.stream().map(Check::rule).collect(Collectors.toCollection(TreeSet::new));
    deviations.forEach(
        (rule, reason) -> {
          if (!rules.contains(rule)) {
            Assertions.fail(
                "knownDeviations() names '" + rule + "'; the rules of this contract are " + rules);
          }
          if (reason.isBlank()) {
            Assertions.fail("knownDeviations() gives no reason for " + rule + "; say why");
          }
        });
  }

  /** Fails if every check was skipped, those of the kit's own samples not counted. */
  static void checkRan(List<CheckResult> results) {
    long ran =
        results.stream()
            .filter(r -> !r.rule().startsWith("KIT-"))
            .filter(r -> r.status() != CheckResult.Status.SKIPPED)
            .count();
    if (ran == 0) {
      Assertions.fail(
          "no check of the subject was executed, so nothing was proved; results: " + results);
    }
  }
}
