package dev.ridgeline.solvers;

/**
 * Products with a row-major block of a few rows, four rows at a time so that what they share stays
 * in registers; the loops are of a shape that the JIT compiler turns into vector instructions.
 */
final class BlockProducts {
  private BlockProducts() {}

  /**
   * eta_i = b + x_i' w.
   *
   * @param x rows x columns, from xAt on
   * @param w weights, from wAt on
   * @param eta overwritten at etaAt, etaAt + stride, ...
   */
  static void predict(
      double[] x,
      int xAt,
      int rows,
      int columns,
      double[] w,
      int wAt,
      double b,
      double[] eta,
      int etaAt,
      int stride) {
    int i = 0;
    for (; i + 4 <= rows; i += 4) {
      int a0 = xAt + i * columns;
      int a1 = a0 + columns;
      int a2 = a1 + columns;
      int a3 = a2 + columns;
      double s0 = 0;
      double s1 = 0;
      double s2 = 0;
      double s3 = 0;
      for (int j = 0; j < columns; j++) {
        double v = w[wAt + j];
        s0 += x[a0 + j] * v;
        s1 += x[a1 + j] * v;
        s2 += x[a2 + j] * v;
        s3 += x[a3 + j] * v;
      }
      int to = etaAt + i * stride;
      eta[to] = b + s0;
      eta[to + stride] = b + s1;
      eta[to + 2 * stride] = b + s2;
      eta[to + 3 * stride] = b + s3;
    }
    for (; i < rows; i++) {
      double sum = 0;
      for (int j = 0; j < columns; j++) {
        sum += x[xAt + i * columns + j] * w[wAt + j];
      }
      eta[etaAt + i * stride] = b + sum;
    }
  }

  /**
   * z += sum over i of t_i x_i.
   *
   * @param x rows x columns, from xAt on
   * @param t factors, at tAt, tAt + stride, ...
   * @param z accumulates from zAt on
   */
  static void addRows(
      double[] x,
      int xAt,
      int rows,
      int columns,
      double[] t,
      int tAt,
      int stride,
      double[] z,
      int zAt) {
    int i = 0;
    for (; i + 4 <= rows; i += 4) {
      addFourRows(x, xAt + i * columns, columns, t, tAt + i * stride, stride, z, zAt);
    }
    for (; i < rows; i++) {
      double factor = t[tAt + i * stride];
      for (int j = 0; j < columns; j++) {
        z[zAt + j] += factor * x[xAt + i * columns + j];
      }
    }
  }

  private static void addFourRows(
      double[] x, int at, int columns, double[] t, int tAt, int stride, double[] z, int zAt) {
    int a1 = at + columns;
    int a2 = a1 + columns;
    int a3 = a2 + columns;
    double t0 = t[tAt];
    double t1 = t[tAt + stride];
    double t2 = t[tAt + 2 * stride];
    double t3 = t[tAt + 3 * stride];
    for (int j = 0; j < columns; j++) {
      z[zAt + j] += (t0 * x[at + j] + t1 * x[a1 + j]) + (t2 * x[a2 + j] + t3 * x[a3 + j]);
    }
  }

  /**
   * Adds the weighted sums of a block's cells less a shift, and of their squares.
   *
   * @param x rows x columns, from xAt on
   * @param shift what is taken off, one number a column
   * @param first row of the block in the loss
   * @param sum accumulates one number a column
   * @param square accumulates one number a column
   */
  static void addMoments(
      double[] x,
      int xAt,
      int rows,
      int columns,
      double[] shift,
      DataLoss loss,
      int first,
      double[] sum,
      double[] square) {
    int i = 0;
    for (; i + 2 <= rows; i += 2) {
      double share = loss.share(first + i);
      double next = loss.share(first + i + 1);
      int at = xAt + i * columns;
      addTwoMoments(x, at, at + columns, columns, shift, share, next, sum, square);
    }
    if (i < rows) {
      int last = xAt + i * columns;
      addTwoMoments(x, last, last, columns, shift, loss.share(first + i), 0, sum, square);
    }
  }

  private static void addTwoMoments(
      double[] x,
      int at,
      int next,
      int columns,
      double[] shift,
      double t0,
      double t1,
      double[] sum,
      double[] square) {
    for (int j = 0; j < columns; j++) {
      double x0 = x[at + j] - shift[j];
      double x1 = x[next + j] - shift[j];
      sum[j] += t0 * x0 + t1 * x1;
      square[j] += t0 * (x0 * x0) + t1 * (x1 * x1);
    }
  }

  /**
   * Adds X' X to rows low ... high - 1 of a matrix, up to the diagonal.
   *
   * @param out columns x columns
   */
  static void addSquares(double[] x, int rows, int columns, int low, int high, double[] out) {
    int i = 0;
    for (; i + 4 <= rows; i += 4) {
      addFourSquares(x, i * columns, columns, low, high, out);
    }
    for (; i < rows; i++) {
      int at = i * columns;
      for (int j = low; j < high; j++) {
        double t = x[at + j];
        for (int k = 0; k <= j; k++) {
          out[j * columns + k] += t * x[at + k];
        }
      }
    }
  }

  private static void addFourSquares(
      double[] x, int at, int columns, int low, int high, double[] out) {
    int a1 = at + columns;
    int a2 = a1 + columns;
    int a3 = a2 + columns;
    for (int j = low; j < high; j++) {
      double t0 = x[at + j];
      double t1 = x[a1 + j];
      double t2 = x[a2 + j];
      double t3 = x[a3 + j];
      int to = j * columns;
      for (int k = 0; k <= j; k++) {
        out[to + k] += (t0 * x[at + k] + t1 * x[a1 + k]) + (t2 * x[a2 + k] + t3 * x[a3 + k]);
      }
    }
  }
}
