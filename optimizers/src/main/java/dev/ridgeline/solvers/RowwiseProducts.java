package dev.ridgeline.solvers;

import java.util.Arrays;

/**
 * Weighted products of dense columns in plain Java, by whole rows of them: sums that run side by
 * side are several times faster than dots of columns.
 */
final class RowwiseProducts {
  private static final int BLOCK = 64;

  private RowwiseProducts() {}

  /**
   * out[a * stride + b] = x_a' diag(h) x_b for from &lt;= a &lt; to and b &lt;= a.
   *
   * @param cells columns, one after the other
   * @param set columns by place
   * @param h one weight a row
   * @param out rows from ... to - 1 are overwritten up to their diagonal
   */
  static void multiply(
      double[] cells, int[] set, int from, int to, double[] h, double[] out, int stride) {
    for (int a = from; a < to; a++) {
      Arrays.fill(out, a * stride, a * stride + a + 1, 0);
    }
    double[] rows = new double[BLOCK * to];
    double[] t = new double[4];
    int n = h.length;
    for (int first = 0; first < n; first += BLOCK) {
      int count = Math.min(BLOCK, n - first);
      for (int b = 0; b < to; b++) {
        int at = set[b] * n + first;
        for (int i = 0; i < count; i++) {
          rows[i * to + b] = cells[at + i];
        }
      }
      Arrays.fill(rows, count * to, rows.length, 0);
      for (int a = from; a < to; a++) {
        for (int i = 0; i < count; i += 4) {
          for (int k = 0; k < 4; k++) {
            t[k] = i + k < count ? h[first + i + k] * rows[(i + k) * to + a] : 0;
          }
          int x = i * to;
          FourRows.addTo(
              rows,
              x,
              x + to,
              x + 2 * to,
              x + 3 * to,
              t[0],
              t[1],
              t[2],
              t[3],
              out,
              a * stride,
              a + 1);
        }
      }
    }
  }
}
