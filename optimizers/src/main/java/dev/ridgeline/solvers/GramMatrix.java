package dev.ridgeline.solvers;

import java.util.Arrays;

/**
 * A Gram matrix G = X' H X of the columns of a set, centred in the metric H, that grows with the
 * set. Both triangles are stored, so that every loop runs along a row.
 */
final class GramMatrix {
  private static final int TILE = 32;

  private double[] gram = new double[0];
  private int stride;
  private int built;

  /** The diagonal, apart: a walk down the matrix itself misses the cache at every step. */
  private double[] diagonal = new double[0];

  private double unit = 1;

  /** Forgets all columns. */
  void clear() {
    built = 0;
    unit = 1;
  }

  /** Multiplies the matrix, and what it will be extended by comes in the new unit. */
  void scale(double by) {
    unit *= by;
  }

  /**
   * Takes a matrix that is made already.
   *
   * @param whole size x size, both triangles, centred; kept, not modified
   */
  void take(double[] whole, int size) {
    clear();
    gram = whole;
    stride = size;
    keepDiagonal(0, size);
  }

  /**
   * Adds the columns that the matrix does not hold yet.
   *
   * @param isRough whether single precision is good enough for their products
   */
  void extend(
      ColumnDesign design,
      int[] set,
      int size,
      double[] h,
      double[] sums,
      double mass,
      boolean isRough) {
    if (size > stride) {
      int wider = Math.max(size, Math.min(2 * stride, design.columns()));
      double[] copy = new double[Math.multiplyExact(wider, wider)];
      for (int a = 0; a < built; a++) {
        System.arraycopy(gram, a * stride, copy, a * wider, built);
      }
      gram = copy;
      stride = wider;
    }
    design.multiply(set, built, size, h, gram, stride, isRough);
    for (int a = built; a < size; a++) {
      double raw = gram[a * (stride + 1)];
      if (mass > 0) {
        centre(a, sums, sums[a] / mass);
      }
      double left = CentredDesign.dropRounding(gram[a * (stride + 1)], 1e12 * raw);
      gram[a * (stride + 1)] = design.square(set[a]) > 0 ? left : 0;
      divide(a);
    }
    mirror(built, size);
    keepDiagonal(built, size);
  }

  /** Centres a row up to the diagonal. */
  private void centre(int a, double[] sums, double mean) {
    for (int b = 0, at = a * stride; b <= a; b++) {
      gram[at + b] -= mean * sums[b];
    }
  }

  /** Brings a row into the unit of the matrix. */
  private void divide(int a) {
    for (int b = 0, at = a * stride; unit != 1 && b <= a; b++) {
      gram[at + b] /= unit;
    }
  }

  private void keepDiagonal(int from, int to) {
    if (to > diagonal.length) {
      diagonal = Arrays.copyOf(diagonal, Math.max(to, stride));
    }
    for (int a = from; a < to; a++) {
      diagonal[a] = gram[a * stride + a];
    }
    built = to;
  }

  /** Copies rows from ... to - 1 to above the diagonal, in squares that stay in cache. */
  private void mirror(int from, int to) {
    for (int low = from; low < to; low += TILE) {
      int high = Math.min(to, low + TILE);
      for (int left = 0; left < high; left += TILE) {
        for (int b = left; b < Math.min(high, left + TILE); b++) {
          for (int a = Math.max(low, b + 1); a < high; a++) {
            gram[b * stride + a] = gram[a * stride + b];
          }
        }
      }
    }
  }

  /** How many columns the matrix holds. */
  int size() {
    return built;
  }

  /** The distance between rows of {@link #cells}. */
  int stride() {
    return stride;
  }

  /** The numbers as they are stored, to be multiplied by {@link #unit}; not to be modified. */
  double[] cells() {
    return gram;
  }

  /** One of them. */
  double cell(int a, int b) {
    return gram[a * stride + b];
  }

  /** What the stored numbers are to be multiplied by. */
  double unit() {
    return unit;
  }

  /** The curvature of a column that the matrix holds: its place on the diagonal. */
  double curvature(int a) {
    return unit * diagonal[a];
  }

  /** g := g + d times a row of the matrix. */
  void addRow(int j, double d, double[] g) {
    int at = j * stride;
    double scaled = d * unit;
    for (int k = 0; k < g.length; k++) {
      g[k] += scaled * gram[at + k];
    }
  }

  /** g := g + G (to - from), four rows at a time. */
  void addMoves(double[] from, double[] to, double[] g) {
    int[] rows = new int[to.length];
    double[] scaled = new double[to.length];
    int count = 0;
    for (int j = 0; j < to.length; j++) {
      if (to[j] != from[j]) {
        rows[count] = j * stride;
        scaled[count++] = (to[j] - from[j]) * unit;
      }
    }
    int r = 0;
    for (; r + 4 <= count; r += 4) {
      FourRows.addTo(
          gram,
          rows[r],
          rows[r + 1],
          rows[r + 2],
          rows[r + 3],
          scaled[r],
          scaled[r + 1],
          scaled[r + 2],
          scaled[r + 3],
          g,
          0,
          g.length);
    }
    for (; r < count; r++) {
      for (int k = 0; k < g.length; k++) {
        g[k] += scaled[r] * gram[rows[r] + k];
      }
    }
  }
}
