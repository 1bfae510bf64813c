package dev.ridgeline.solvers;

import dev.ridgeline.linalg.Blas;
import dev.ridgeline.linalg.Team;

/**
 * The factor L of a symmetric positive definite matrix A = L L', in place. Large matrices are
 * factored by blocks of columns, each of which is taken from what is below and to its right by
 * products of matrices (Golub and Van Loan, "Matrix computations", 2013, section 4.2.9), where a
 * native library makes these.
 */
final class Cholesky {
  private static final int LARGE = 256;
  private static final int WIDTH = 64;
  private static final int ROWS = 128;

  private final double[] a;
  private final int size;
  private final boolean positive;

  /**
   * Factors a matrix on one thread.
   *
   * @param a size x size, row-major, lower triangle read and overwritten
   * @param size its size
   */
  Cholesky(double[] a, int size) {
    this(a, size, Team.of(1));
  }

  /**
   * Factors a matrix on the threads of a team.
   *
   * @param a size x size, row-major, lower triangle read and overwritten
   * @param size its size
   * @param team shares the work; the factor has the same bits for any number of threads
   */
  Cholesky(double[] a, int size, Team team) {
    this.a = a;
    this.size = size;
    double[] before = new double[size];
    for (int i = 0; i < size; i++) {
      before[i] = a[i * size + i];
    }
    this.positive =
        size >= LARGE && Blas.best().isNative()
            ? factor(before, Blas.best(), team)
            : factorBlock(0, size, before);
  }

  /** By blocks: the factor of one, the rows below it, and what these leave of the rest. */
  private boolean factor(double[] before, Blas blas, Team team) {
    double[] below = new double[size * WIDTH];
    double[] minus = new double[size * WIDTH];
    for (int from = 0; from < size; from += WIDTH) {
      int first = from;
      int to = Math.min(size, from + WIDTH);
      int width = to - from;
      if (!factorBlock(from, to, before)) {
        return false;
      }
      int parts = (size - to + ROWS - 1) / ROWS;
      team.run(
          parts,
          (part, worker) -> {
            int end = Math.min(size, to + (part + 1) * ROWS);
            for (int i = to + part * ROWS; i < end; i++) {
              for (int j = first; j < to; j++) {
                reduce(i, j, first);
                below[(i - to) * width + j - first] = a[i * size + j];
                minus[(i - to) * width + j - first] = -a[i * size + j];
              }
            }
          });
      team.run(
          parts,
          (part, worker) -> {
            int low = part * ROWS;
            int high = Math.min(size - to, low + ROWS);
            blas.multiply(
                false,
                true,
                high - low,
                high,
                width,
                minus,
                low * width,
                width,
                below,
                0,
                width,
                1,
                a,
                (to + low) * size + to,
                size);
          });
    }
    return true;
  }

  /** Factors the rows and columns of a block whose products with those before it are taken off. */
  private boolean factorBlock(int from, int to, double[] before) {
    for (int i = from; i < to; i++) {
      for (int j = from; j < i; j++) {
        reduce(i, j, from);
      }
      double pivot = a[i * size + i] - dot(i * size + from, i * size + from, i - from);
      if (!(pivot > 1e-13 * before[i])) {
        // What is left of the pivot is rounding: the matrix is singular to working precision.
        return false;
      }
      a[i * size + i] = Math.sqrt(pivot);
    }
    return true;
  }

  /** Makes a cell of the factor below the diagonal, of those before it from a column on. */
  private void reduce(int i, int j, int from) {
    double sum = a[i * size + j] - dot(i * size + from, j * size + from, j - from);
    a[i * size + j] = sum / a[j * size + j];
  }

  private double dot(int u, int v, int length) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int k = 0;
    for (; k + 4 <= length; k += 4) {
      s0 += a[u + k] * a[v + k];
      s1 += a[u + k + 1] * a[v + k + 1];
      s2 += a[u + k + 2] * a[v + k + 2];
      s3 += a[u + k + 3] * a[v + k + 3];
    }
    for (; k < length; k++) {
      s0 += a[u + k] * a[v + k];
    }
    return (s0 + s1) + (s2 + s3);
  }

  /** Whether the matrix was positive definite beyond rounding; {@link #solve} needs it. */
  boolean isPositive() {
    return positive;
  }

  /** Overwrites b by the solution of A x = b. */
  void solve(double[] b) {
    for (int i = 0; i < size; i++) {
      double sum = b[i];
      for (int k = 0; k < i; k++) {
        sum -= a[i * size + k] * b[k];
      }
      b[i] = sum / a[i * size + i];
    }
    for (int i = size - 1; i >= 0; i--) {
      b[i] /= a[i * size + i];
      for (int k = 0; k < i; k++) {
        b[k] -= a[i * size + k] * b[i];
      }
    }
  }
}
