package dev.ridgeline.solvers;

/** The factor L of a symmetric positive definite matrix A = L L', in place. */
final class Cholesky {
  private final double[] a;
  private final int size;
  private final boolean positive;

  /**
   * Factors a matrix.
   *
   * @param a size x size, row-major, lower triangle read and overwritten
   * @param size its size
   */
  Cholesky(double[] a, int size) {
    this.a = a;
    this.size = size;
    this.positive = factor();
  }

  private boolean factor() {
    for (int i = 0; i < size; i++) {
      double before = a[i * size + i];
      for (int j = 0; j <= i; j++) {
        double sum = a[i * size + j] - dot(i * size, j * size, j);
        if (j < i) {
          a[i * size + j] = sum / a[j * size + j];
        } else if (!(sum > 1e-13 * before)) {
          // What is left of the pivot is rounding: the matrix is singular to working precision.
          return false;
        } else {
          a[i * size + i] = Math.sqrt(sum);
        }
      }
    }
    return true;
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
