package dev.ridgeline.solvers;

import dev.ridgeline.linalg.Blas;
import java.util.Arrays;

/**
 * Weighted products of dense columns by the native library. Those in single precision go through a
 * copy of a working set that grows with it: half the traffic and twice the speed of double
 * precision, for models that need not be exact.
 */
final class NativeProducts {
  private static final int BLOCK = 64;

  /** Columns of a rough product with all before them, which the library copies once for each. */
  private static final int WIDE = 128;

  /** Rows of a product: few enough that what is gathered of the columns stays in cache. */
  private static final int ROWS = 256;

  private final Blas blas;

  /** The columns of the set side by side, in the order in which they came in. */
  private float[] packed = new float[0];

  private double[] scales = new double[0];

  private int[] members = new int[0];
  private int count;
  private float[] weighted = new float[0];
  private float[] block = new float[0];
  private double[] plain = new double[0];
  private double[] factors = new double[0];

  NativeProducts(Blas blas) {
    this.blas = blas;
  }

  /**
   * out[a * stride + b] = x_a' diag(h) x_b for from &lt;= a &lt; to and b &lt;= a, in double
   * precision: products of a few columns, weighted, with all before them.
   *
   * @param cells columns, one after the other
   * @param set columns by place
   * @param h one weight a row
   * @param out rows from ... to - 1 are overwritten up to their diagonal
   */
  void multiply(double[] cells, int[] set, int from, int to, double[] h, double[] out, int stride) {
    int n = h.length;
    if (plain.length < to * Math.min(n, ROWS)) {
      int wider = wider(to, to, cells.length / n);
      plain = new double[wider * Math.min(n, ROWS)];
      factors = new double[BLOCK * Math.min(n, ROWS)];
    }
    for (int first = 0; first < n; first += ROWS) {
      int count = Math.min(ROWS, n - first);
      for (int b = 0; b < to; b++) {
        System.arraycopy(cells, set[b] * n + first, plain, b * count, count);
      }
      for (int low = from; low < to; low += BLOCK) {
        int high = Math.min(to, low + BLOCK);
        for (int a = low; a < high; a++) {
          for (int i = 0; i < count; i++) {
            factors[(a - low) * count + i] = h[first + i] * plain[a * count + i];
          }
        }
        blas.multiply(
            false,
            true,
            high - low,
            high,
            count,
            factors,
            0,
            count,
            plain,
            0,
            count,
            first == 0 ? 0 : 1,
            out,
            low * stride,
            stride);
      }
    }
  }

  /**
   * The same in single precision.
   *
   * @param cells columns, one after the other
   * @param norms one a column: divided by it, cells are of moderate size
   * @param set columns by place
   * @param h one weight a row, positive
   * @param out rows from ... to - 1 are overwritten up to their diagonal
   */
  void multiplyRoughly(
      double[] cells,
      double[] norms,
      int[] set,
      int from,
      int to,
      double[] h,
      double[] out,
      int stride) {
    int rows = h.length;
    pack(cells, norms, rows, set, to);
    int most = Math.min(WIDE, to - from);
    weighted = weighted.length < most * rows ? new float[most * rows] : weighted;
    block = block.length < most * to ? new float[most * Math.max(to, members.length)] : block;
    double largest = largest(h);
    float[] factors = new float[rows];
    for (int i = 0; i < rows; i++) {
      factors[i] = (float) (h[i] / largest);
    }
    for (int low = from; low < to; low += WIDE) {
      int high = Math.min(to, low + WIDE);
      for (int a = low; a < high; a++) {
        weigh(a * rows, (a - low) * rows, factors);
      }
      blas.multiply(false, true, high - low, high, rows, weighted, 0, packed, 0, 0, block, 0);
      for (int a = low; a < high; a++) {
        unpack((a - low) * high, a + 1, largest * scales[a], out, a * stride);
      }
    }
  }

  private void unpack(int from, int columns, double scale, double[] out, int at) {
    for (int b = 0; b < columns; b++) {
      out[at + b] = scale * scales[b] * block[from + b];
    }
  }

  private static double largest(double[] v) {
    double largest = 0;
    for (double x : v) {
      largest = Math.max(largest, x);
    }
    return largest > 0 ? largest : 1;
  }

  /** Room for half as many columns again as before, but for no more than there are. */
  private static int wider(int before, int needed, int all) {
    return Math.max(needed, Math.min(all, before + before / 2));
  }

  private void weigh(int from, int to, float[] factors) {
    for (int i = 0; i < factors.length; i++) {
      weighted[to + i] = factors[i] * packed[from + i];
    }
  }

  /** Copies the columns that are not in their place yet. */
  private void pack(double[] cells, double[] norms, int rows, int[] set, int to) {
    int same = 0;
    while (same < Math.min(to, count) && members[same] == set[same]) {
      same++;
    }
    if (to > members.length) {
      int wider = wider(members.length, to, cells.length / Math.max(1, rows));
      members = Arrays.copyOf(members, wider);
      scales = Arrays.copyOf(scales, wider);
      packed = Arrays.copyOf(packed, Math.multiplyExact(wider, rows));
    }
    for (int a = same; a < to; a++) {
      members[a] = set[a];
      scales[a] = norms[set[a]] > 0 ? norms[set[a]] : 1;
      double unit = 1 / scales[a];
      for (int i = 0, x = set[a] * rows, at = a * rows; i < rows; i++) {
        packed[at + i] = (float) (unit * cells[x + i]);
      }
    }
    count = same == to ? count : to;
  }
}
