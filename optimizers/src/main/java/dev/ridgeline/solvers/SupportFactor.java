package dev.ridgeline.solvers;

import java.util.Arrays;

/**
 * The Cholesky factor of a principal part of a Gram matrix, plus a ridge, that follows its support:
 * a column that enters or leaves costs the square of their number, not the cube. Compare Golub and
 * Van Loan, "Matrix Computations", 4th edition, section 6.5.4.
 */
final class SupportFactor {
  /** U with U'U = G_SS + ridge I, row by row: every loop runs along a row. */
  private double[] upper = new double[0];

  private double[] column = new double[0];
  private int stride;
  private int[] members = new int[0];
  private int size;
  private double ridge;
  private double unit = 1;
  private double rounding = 1e-13;

  /** Forgets everything: the Gram matrix has changed. */
  void clear() {
    size = 0;
  }

  /**
   * Says whether the products of the Gram matrix are of single precision: what is left of a pivot
   * counts as rounding up to 1e-5 of it, otherwise up to 1e-13.
   */
  void setRough(boolean isRough) {
    rounding = isRough ? 1e-5 : 1e-13;
  }

  /** Says what the Gram matrix is to be multiplied by: the factor is that of G + ridge / unit I. */
  void setUnit(double unit) {
    this.unit = unit;
  }

  /** The share of a pivot that counts as rounding. */
  double rounding() {
    return rounding;
  }

  /** The columns in the order of the factor; the first {@link #size} count. */
  int[] members() {
    return members;
  }

  /** How many columns the factor holds. */
  int size() {
    return size;
  }

  /** About how many products it takes to make the factor that of another support. */
  long cost(int gramStride, int[] support, Threshold rule) {
    long all = support.length;
    if (ridge != rule.ridge() / unit || size == 0) {
      return all * all * all / 6;
    }
    boolean[] wanted = marks(gramStride, support);
    int leaving = 0;
    for (int i = 0; i < size; i++) {
      leaving += wanted[members[i]] ? 0 : 1;
    }
    if (leaving > 8 + size / 16) {
      return all * all * all / 6;
    }
    return (all - (size - leaving) + 2L * leaving) * all * all / 2;
  }

  private static boolean[] marks(int count, int[] support) {
    boolean[] marks = new boolean[count];
    for (int j : support) {
      marks[j] = true;
    }
    return marks;
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
    if (ridge != rule.ridge() / unit) {
      clear();
      ridge = rule.ridge() / unit;
    }
    boolean[] wanted = marks(gramStride, support);
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
      if (wanted[j] && !append(gram, j * gramStride, j, rule.l2(j) / unit)) {
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
      System.arraycopy(upper, i * stride, copy, i * wider, size);
    }
    upper = copy;
    stride = wider;
    members = Arrays.copyOf(members, wider);
    column = new double[wider];
  }

  private boolean append(double[] gram, int row, int j, double ridge) {
    double pivot = gram[row + j] + ridge;
    double left = pivot;
    gather(gram, row);
    for (int i = 0; i < size; i++) {
      int at = i * stride;
      double y = column[i] / upper[at + i];
      subtract(y, at, i + 1, column);
      upper[at + size] = y;
      left -= y * y;
    }
    if (!(left > rounding * pivot)) {
      // What is left of the pivot is rounding: the matrix is singular to its precision.
      return false;
    }
    upper[size * stride + size] = Math.sqrt(left);
    members[size++] = j;
    return true;
  }

  private void gather(double[] gram, int row) {
    for (int k = 0; k < size; k++) {
      column[k] = gram[row + members[k]];
    }
  }

  /** b := b - y row, for the elements of a row from a place on. */
  private void subtract(double y, int row, int from, double[] b) {
    double[] u = upper;
    for (int k = from; k < size; k++) {
      b[k] -= y * u[row + k];
    }
  }

  /** Drops a column; Givens rotations of neighbouring rows make the rest triangular again. */
  private void remove(int position) {
    for (int i = 0; i < size; i++) {
      int from = i * stride + Math.max(i, position + 1);
      System.arraycopy(upper, from, upper, from - 1, i * stride + size - from);
    }
    System.arraycopy(members, position + 1, members, position, size - position - 1);
    size--;
    for (int k = position; k < size; k++) {
      int high = k * stride;
      int low = high + stride;
      double length = Math.hypot(upper[high + k], upper[low + k]);
      double cos = upper[high + k] / length;
      double sin = upper[low + k] / length;
      for (int j = k; j < size; j++) {
        double above = upper[high + j];
        double below = upper[low + j];
        upper[high + j] = cos * above + sin * below;
        upper[low + j] = cos * below - sin * above;
      }
      upper[high + k] = length;
    }
  }

  /** Overwrites b, in the order of the factor, by the solution of (G_SS + ridge I) x = b. */
  void solve(double[] b) {
    for (int i = 0; i < size; i++) {
      b[i] /= upper[i * stride + i];
      subtract(b[i], i * stride, i + 1, b);
    }
    for (int i = size - 1; i >= 0; i--) {
      int at = i * stride;
      double s0 = 0;
      double s1 = 0;
      int k = i + 1;
      for (; k + 2 <= size; k += 2) {
        s0 += upper[at + k] * b[k];
        s1 += upper[at + k + 1] * b[k + 1];
      }
      if (k < size) {
        s0 += upper[at + k] * b[k];
      }
      b[i] = (b[i] - (s0 + s1)) / upper[at + i];
    }
  }
}
