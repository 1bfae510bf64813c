package dev.ridgeline.testkit.check;

/**
 * What became of one check.
 *
 * @param rule the rule's id, such as "PRX-3"
 * @param status the outcome
 * @param message for a failure rule, seed, input, expected, got and what to look at first; for a
 *     skipped check the missing capability; for a passed one how many comparisons were made
 */
public record CheckResult(String rule, Status status, String message) {
  /** Outcomes. */
  public enum Status {
    /** The rule holds on every sample. */
    PASSED,
    /** The rule is broken, or the check could compare nothing. */
    FAILED,
    /** The rule does not apply to the subject. */
    SKIPPED
  }

  /** Rule, status and message on one line or more. */
  @Override
  public String toString() {
    return rule + " " + status + ": " + message;
  }
}
