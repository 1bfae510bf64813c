package dev.ridgeline.solvers;

import java.util.Arrays;

/**
 * The Cholesky factor of a principal part of a Gram matrix, plus a ridge, that follows its support:
 * a column that enters or leaves costs the square of their number, not the cube. Compare Golub and
 * Van Loan, "Matrix Computations", 4th edition, section 6.5.4.
 */
final class SupportFactor {
  private double[] lower = new double[0];
  private int stride;
  private int[] members = new int[0];
  private int size;
  private double ridge;

  /** Forgets everything: the Gram matrix has changed. */
  void clear() {
    size = 0;
  }

  /** The columns in the order of the factor; the first {@link #size} count. */
  int[] members() {
    return members;
  }

  /** How many columns the factor holds. */
  int size() {
    return size;
  }

  /**
   * Makes the factor that of G_SS + ridge I.
   *
   * @param gram the Gram matrix, symmetric
   * @param gramStride its row length
   * @param support S, ascending
   * @param rule holds the ridge of each column
   * @return whether the matrix is positive definite beyond rounding; if not, the factor is empty
   */
  boolean follow(double[] gram, int gramStride, int[] support, Threshold rule) {
    boolean isRegular = followTo(gram, gramStride, support, rule) < 0;
    if (!isRegular) {
      clear();
    }
    return isRegular;
  }

  /**
   * The same up to the first column that depends on those before it, to working precision.
   *
   * @return that column, whose predecessors the factor holds; -1 if there is none
   */
  int followTo(double[] gram, int gramStride, int[] support, Threshold rule) {
    if (ridge != rule.ridge()) {
      clear();
      ridge = rule.ridge();
    }
    boolean[] wanted = new boolean[gramStride];
    for (int j : support) {
      wanted[j] = true;
    }
    int leaving = 0;
    for (int i = 0; i < size; i++) {
      leaving += wanted[members[i]] ? 0 : 1;
    }
    if (leaving > 8 + size / 16) {
      clear();
    }
    for (int i = size - 1; i >= 0; i--) {
      if (!wanted[members[i]]) {
        remove(i);
      }
    }
    for (int i = 0; i < size; i++) {
      wanted[members[i]] = false;
    }
    reserve(support.length);
    for (int j : support) {
      if (wanted[j] && !append(gram, j * gramStride, j, rule.l2(j))) {
        return j;
      }
    }
    return -1;
  }

  private void reserve(int capacity) {
    if (capacity <= stride) {
      return;
    }
    int wider = Math.max(capacity, stride + stride / 2);
    double[] copy = new double[Math.multiplyExact(wider, wider)];
    for (int i = 0; i < size; i++) {
      System.arraycopy(lower, i * stride, copy, i * wider, i + 1);
    }
    lower = copy;
    stride = wider;
    members = Arrays.copyOf(members, wider);
  }

  private boolean append(double[] gram, int row, int j, double ridge) {
    int at = size * stride;
    double pivot = gram[row + j] + ridge;
    double left = pivot;
    for (int i = 0; i < size; i++) {
      double y = (gram[row + members[i]] - dot(at, i * stride, i)) / lower[i * stride + i];
      lower[at + i] = y;
      left -= y * y;
    }
    if (!(left > 1e-13 * pivot)) {
      // What is left of the pivot is rounding: the matrix is singular to working precision.
      return false;
    }
    lower[at + size] = Math.sqrt(left);
    members[size++] = j;
    return true;
  }

  private double dot(int u, int v, int length) {
    double[] a = lower;
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

  /** Drops a row; Givens rotations of neighbouring columns make the rest triangular again. */
  private void remove(int position) {
    for (int i = position; i + 1 < size; i++) {
      members[i] = members[i + 1];
      System.arraycopy(lower, (i + 1) * stride, lower, i * stride, i + 2);
    }
    size--;
    for (int k = position; k < size; k++) {
      int at = k * stride + k;
      double length = Math.hypot(lower[at], lower[at + 1]);
      double cos = lower[at] / length;
      double sin = lower[at + 1] / length;
      lower[at] = length;
      for (int i = k + 1; i < size; i++) {
        int to = i * stride + k;
        double left = lower[to];
        double right = lower[to + 1];
        lower[to] = cos * left + sin * right;
        lower[to + 1] = cos * right - sin * left;
      }
    }
  }

  /** Overwrites b, in the order of the factor, by the solution of (G_SS + ridge I) x = b. */
  void solve(double[] b) {
    for (int i = 0; i < size; i++) {
      double sum = b[i];
      for (int k = 0; k < i; k++) {
        sum -= lower[i * stride + k] * b[k];
      }
      b[i] = sum / lower[i * stride + i];
    }
    for (int i = size - 1; i >= 0; i--) {
      b[i] /= lower[i * stride + i];
      for (int k = 0; k < i; k++) {
        b[k] -= lower[i * stride + k] * b[i];
      }
    }
  }
}
