package dev.ridgeline.examples;

import dev.ridgeline.train.Epoch;
import dev.ridgeline.train.ProgressListener;
import java.io.Console;
import java.io.PrintStream;
import java.util.Locale;

/** One line on a terminal that says how far a search is; silent where there is no terminal. */
final class ProgressLine implements AutoCloseable, ProgressListener {
  private static final long MILLIS_BETWEEN = 100;

  private final PrintStream out;
  private final boolean shown;
  private final String title;
  private int fits = 1;
  private long epochsDone;
  private long lastShown;
  private int width;

  ProgressLine(PrintStream out, boolean shown, String title) {
    this.out = out;
    this.shown = shown;
    this.title = title;
  }

  /** A line on standard error if that is a terminal. */
  static ProgressLine onTerminal(String title) {
    return new ProgressLine(System.err, isTerminal(), title);
  }

  /** How many fits will report to this line. */
  ProgressLine expecting(int count) {
    fits = count;
    return this;
  }

  @Override
  public synchronized void epochDone(Epoch epoch, int epochs) {
    epochsDone++;
    long now = System.currentTimeMillis();
    if (!shown || now - lastShown < MILLIS_BETWEEN) {
      return;
    }
    lastShown = now;
    // Lambdas beyond the grid come on top of what was expected.
    double percent = Math.min(100, 100.0 * epochsDone / ((long) fits * epochs));
    String line = String.format(Locale.ROOT, "%s: %3.0f %%", title, percent);
    width = Math.max(width, line.length());
    out.print('\r' + line);
    out.flush();
  }

  /** Wipes the line. */
  @Override
  public synchronized void close() {
    if (width > 0) {
      out.print('\r' + " ".repeat(width) + '\r');
      out.flush();
    }
  }

  // Since Java 22 there is a console even where there is no terminal; it then says so itself.
  private static boolean isTerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException before22) {
      return true;
    } catch (ReflectiveOperationException unknown) {
      return false;
    }
  }
}
