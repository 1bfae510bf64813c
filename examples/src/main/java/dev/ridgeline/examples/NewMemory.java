package dev.ridgeline.examples;

import java.lang.management.ManagementFactory;
import java.util.Arrays;

/**
 * What memory costs that no one has written to before: the system hands out its pages one by one,
 * which on virtual machines can take longer than the computation that fills them.
 *
 * @param first milliseconds per MiB to make and fill a new array
 * @param again milliseconds per MiB to fill the same array once more
 */
record NewMemory(double first, double again) {
  private static final int MEBIBYTES = 64;
  private static final String LARGE_PAGES = "-XX:+UseTransparentHugePages";

  /**
   * Above this, and above ten times the cost of used memory, a fit's own work is not what lasts.
   */
  private static final double SLOW = 0.5;

  /** Measures an array of 64 MiB, which the collector gives back later. */
  static NewMemory measure() {
    long start = System.nanoTime();
    double[] cells = new double[MEBIBYTES << 17];
    Arrays.fill(cells, 1);
    long filled = System.nanoTime();
    Arrays.fill(cells, cells[cells.length - 1] + 1);
    long end = System.nanoTime();
    return new NewMemory(1e-6 * (filled - start) / MEBIBYTES, 1e-6 * (end - filled) / MEBIBYTES);
  }

  boolean slow() {
    return first > SLOW && first > 10 * again;
  }

  /** What to do about slow new memory on this Java and system. */
  static String advice() {
    String reuse =
        "new memory is slow here, so the first fits of a process take long: warm up, or have the"
            + " heap touched at the start by -Xms and -XX:+AlwaysPreTouch";
    return canUseLargePages() ? reuse + ", or in pages of 2 MB by " + LARGE_PAGES : reuse;
  }

  private static boolean canUseLargePages() {
    return System.getProperty("os.name").equals("Linux")
        && !ManagementFactory.getRuntimeMXBean().getInputArguments().contains(LARGE_PAGES);
  }
}
