package dev.ridgeline.network;

/**
 * How the work of a call is cut into shares: by its shape alone, so that any number of threads does
 * the same shares and gets the same bits.
 */
final class Shares {
  static final int MOST = 8;
  // About 0.1 ms of one core: shorter tasks would wait for each other longer than they take.
  private static final long LEAST_WORK = 6_000_000;
  // Narrower products lose more speed than a further thread gains.
  private static final int LEAST_COLUMNS = 128;
  // A multiple of the widest vector registers.
  private static final int ALIGNMENT = 16;
  private static final int LEAST_CELLS = 1 << 15;
  // About 0.02 ms, ten times what it takes to begin and end together.
  private static final long LEAST_END = 250_000;
  private static final int LEAST_ROWS = 32;

  private Shares() {}

  /** Number of shares for columns with so many multiplications in all. */
  static int ofColumns(int columns, long work) {
    return (int) Math.max(1, Math.min(MOST, Math.min(columns / LEAST_COLUMNS, work / LEAST_WORK)));
  }

  /** Number of tasks for rows with so many multiplications each, where few tasks would be many. */
  static int ofEnd(int rows, long workPerRow) {
    return (int)
        Math.max(1, Math.min(MOST, Math.min(rows / LEAST_ROWS, rows * workPerRow / LEAST_END)));
  }

  /** Whether so many multiplications take longer than the start of a second thread for them. */
  static boolean isWorthSharing(long work) {
    return work >= LEAST_END;
  }

  /** Number of tasks for rows with so many cells each. */
  static int ofRows(int rows, int cells) {
    return (int) Math.max(1, Math.min(Math.min(rows, MOST), (long) rows * cells / LEAST_CELLS));
  }

  /** How many neighbouring shares a thread does in a row, if all threads take part. */
  static int together(int shares, int threads) {
    return (int) ((shares + (long) threads - 1) / threads);
  }

  /** First column of a task; that of the task after the last is the number of columns. */
  static int column(int columns, int tasks, int task) {
    return task == tasks ? columns : (int) ((long) columns * task / tasks) / ALIGNMENT * ALIGNMENT;
  }

  /** First row of a task; that of the task after the last is the number of rows. */
  static int row(int rows, int tasks, int task) {
    return (int) ((long) rows * task / tasks);
  }
}
