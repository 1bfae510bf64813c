package dev.ridgeline.testkit.check;

import java.util.function.Supplier;

/**
 * What a check compares with: counts the comparisons and ends the check at the first that fails,
 * with seed, input, expected and got. Belongs to one run of one check; not thread-safe.
 */
public final class Probe {
  private long seed;
  private boolean placed;
  private Supplier<String> input = () -> "none";
  private int comparisons;

  Probe() {}

  /**
   * Says what the next comparisons are about.
   *
   * @param sampleSeed seed of the sample
   * @param text the input, made into text only on failure
   * @return this
   */
  public Probe at(long sampleSeed, Supplier<String> text) {
    seed = sampleSeed;
    input = text;
    placed = true;
    return this;
  }

  /**
   * Ends the check as not applicable.
   *
   * @param why the missing capability
   */
  public void skip(String why) {
    throw new Check.Skipped(why);
  }

  /**
   * Ends the check as not applicable unless the subject has a capability.
   *
   * @param <T> the capability
   * @param subject the component under test
   * @param capability its interface
   * @return the subject as that interface
   */
  public <T> T require(Object subject, Class<T> capability) {
    if (!capability.isInstance(subject)) {
      throw new Check.Skipped(
          subject + " (" + subject.getClass().getName() + ") is no " + capability.getSimpleName());
    }
    return capability.cast(subject);
  }

  /**
   * Compares a condition.
   *
   * @param holds what must be true
   * @param expected what was expected, in words
   * @param got what was found
   */
  public void isTrue(boolean holds, String expected, Supplier<String> got) {
    comparisons++;
    if (!holds) {
      throw failure(expected, got.get());
    }
  }

  /**
   * Compares two numbers; NaN equals NaN only.
   *
   * @param what the quantity
   * @param expected the oracle's number
   * @param got the subject's number
   * @param tolerance largest absolute difference allowed
   */
  public void close(String what, double expected, double got, double tolerance) {
    comparisons++;
    boolean same =
        expected == got
            || (Double.isNaN(expected) && Double.isNaN(got))
            || Math.abs(expected - got) <= tolerance;
    if (!same) {
      throw failure(what + " = " + expected + " within " + tolerance, String.valueOf(got));
    }
  }

  /**
   * Compares two numbers to relative 1e-10, for identities in double.
   *
   * @param what the quantity
   * @param expected the oracle's number
   * @param got the subject's number
   */
  public void identical(String what, double expected, double got) {
    double scale = Math.max(Math.abs(expected), Math.abs(got));
    close(what, expected, got, Tolerance.IDENTITY * scale);
  }

  /**
   * Compares two numbers bit by bit; 0 and -0 differ.
   *
   * @param what the quantity
   * @param expected the oracle's number
   * @param got the subject's number
   */
  public void sameBits(String what, double expected, double got) {
    comparisons++;
    if (Double.doubleToLongBits(expected) != Double.doubleToLongBits(got)) {
      throw failure(what + " = " + expected + " to the last bit", String.valueOf(got));
    }
  }

  /**
   * Compares a number with an upper bound; NaN is above every bound.
   *
   * @param what the quantity
   * @param got the subject's number
   * @param bound what it may not exceed
   */
  public void atMost(String what, double got, double bound) {
    comparisons++;
    if (!(got <= bound)) {
      throw failure(what + " <= " + bound, String.valueOf(got));
    }
  }

  /**
   * Expects a call to be refused by an IllegalArgumentException (or ArithmeticException) whose
   * message contains some words.
   *
   * @param what the call, in words
   * @param call the call
   * @param words what the message must contain
   */
  public void refuses(String what, Runnable call, String... words) {
    comparisons++;
    String message;
    try {
      call.run();
    } catch (IllegalArgumentException | ArithmeticException refused) {
      message = String.valueOf(refused.getMessage());
      for (String word : words) {
        if (!message.contains(word)) {
          throw failure(what + " is refused with '" + word + "' in the message", message);
        }
      }
      return;
    }
    throw failure(what + " is refused by an IllegalArgumentException", "no exception");
  }

  /**
   * Ends the check as failed.
   *
   * @param expected what was expected, in words
   * @param got what was found
   */
  public void fail(String expected, String got) {
    throw failure(expected, got);
  }

  /**
   * How many comparisons were made so far.
   *
   * @return at least 0
   */
  public int comparisons() {
    return comparisons;
  }

  String context() {
    return placed ? "  seed: " + seed + "\n  input: " + input.get() + "\n" : "";
  }

  private Check.Failure failure(String expected, String got) {
    return new Check.Failure(context() + "  expected: " + expected + "\n  got: " + got + "\n");
  }
}
