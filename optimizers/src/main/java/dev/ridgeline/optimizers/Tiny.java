package dev.ridgeline.optimizers;

/**
 * Rounds numbers of about 1e-32 and less to 0 or a few multiples of 6e-33.
 *
 * <p>The memory of a weight whose gradient has become 0, such as one behind a unit that never fires
 * again, decays until it is a denormal number, and stays at the last of them since 0.9 times it
 * rounds to itself. Processors take ten times longer for denormal numbers than for others: without
 * this the steps of a network become slower and slower while it trains. Products of what is left
 * with gains down to 1e-5 are still normal numbers.
 */
final class Tiny {
  private static final float COARSE = 1e-25f;

  private Tiny() {}

  /** x itself if above about 1e-17, changed by at most 3e-33 otherwise; 0 for 0, NaN for NaN. */
  static float rounded(float x) {
    return (x + COARSE) - COARSE;
  }

  /** The same for a range of cells. */
  static void round(float[] x, int from, int to) {
    for (int i = from; i < to; i++) {
      x[i] = rounded(x[i]);
    }
  }
}
