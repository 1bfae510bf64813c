package dev.ridgeline.layers;

/**
 * Sums of many columns side by side in single precision with what their additions lose, as good as
 * sums in double but compiled to vector instructions: all arrays are read and written at the same
 * index. A sum is {@code (double) sum[j] + rest[j]}.
 *
 * <p>The error of an addition by Knuth, "The art of computer programming", volume 2, 1969, theorem
 * 4.2.2 B.
 */
final class FloatSums {
  private FloatSums() {}

  /** sum += t. */
  static void add(float[] t, float[] sum, float[] rest, int n) {
    for (int j = 0; j < n; j++) {
      float d = t[j];
      float old = sum[j];
      float now = old + d;
      float added = now - old;
      rest[j] += (old - (now - added)) + (d - added);
      sum[j] = now;
    }
  }

  /** t becomes t - (high + low). */
  static void subtract(float[] t, float[] high, float[] low, int n) {
    for (int j = 0; j < n; j++) {
      t[j] = (t[j] - high[j]) - low[j];
    }
  }

  /** t becomes t u. */
  static void multiply(float[] t, float[] u, int n) {
    for (int j = 0; j < n; j++) {
      t[j] *= u[j];
    }
  }
}
