package dev.ridgeline.testkit.check;

import java.util.function.Consumer;

/**
 * One rule of a contract, ready to run against one subject.
 *
 * <p>A check that ends without a single comparison fails: it has proved nothing.
 *
 * @param rule the rule's id, such as "PRX-3"
 * @param title what must hold, in one line
 * @param hint what to look at first when it fails
 * @param body makes comparisons on the probe
 */
public record Check(String rule, String title, String hint, Consumer<Probe> body) {
  /**
   * Runs the check; never throws.
   *
   * @return what became of it
   */
  public CheckResult run() {
    Probe probe = new Probe();
    try {
      body.accept(probe);
    } catch (Skipped skipped) {
      return new CheckResult(rule, CheckResult.Status.SKIPPED, skipped.getMessage());
    } catch (Failure failure) {
      return failed(failure.getMessage());
    } catch (RuntimeException | StackOverflowError | AssertionError thrown) {
      StackTraceElement[] trace = thrown.getStackTrace();
      return failed(
          probe.context()
              + "  expected: no exception\n  got: "
              + thrown
              + (trace.length == 0 ? "" : "\n  at " + trace[0])
              + "\n");
    }
    if (probe.comparisons() == 0) {
      return failed(
          "  expected: at least one comparison\n"
              + "  got: none, so nothing was proved; the kit's samples do not reach this"
              + " subject\n");
    }
    return new CheckResult(
        rule, CheckResult.Status.PASSED, title + " (" + probe.comparisons() + " comparisons)");
  }

  private CheckResult failed(String detail) {
    return new CheckResult(
        rule,
        CheckResult.Status.FAILED,
        rule + " is broken: " + title + "\n" + detail + "  look first at: " + hint);
  }

  /** Ends a check that does not apply. */
  static final class Skipped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Skipped(String why) {
      super(why, null, false, false);
    }
  }

  /** Ends a check at the first broken comparison. */
  static final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Failure(String detail) {
      super(detail, null, false, false);
    }
  }
}
