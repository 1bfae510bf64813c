package dev.ridgeline.solvers;

import dev.ridgeline.linalg.Blas;
import java.util.Optional;

/**
 * Products with a block of consecutive rows of a row-major table, by the native BLAS where there is
 * one and the table is not small, by {@link BlockProducts} otherwise.
 *
 * <p>One output goes through the product of matrices too: it packs its operands, while the bits of
 * a native product with a vector may depend on where in memory the block lies.
 */
final class DenseProducts {
  private static final int LOOP_CELLS = 1 << 12;
  private static final int MOST_LOOP_ROWS = 128;

  /**
   * Up to so many products in the Gram matrix of rows or columns and the predictions, a native
   * library takes longer to load, some 200 ms, than a fit can gain by it.
   */
  private static final double SMALL = 1e6;

  private final Optional<Blas> blas;
  private final int columns;

  /** For a table that is as small as said, or not; waits for the library unless it is small. */
  DenseProducts(int columns, boolean isSmall) {
    this.columns = columns;
    this.blas =
        !isSmall && columns > 0 && Blas.best().isNative()
            ? Optional.of(Blas.best())
            : Optional.empty();
  }

  /** Whether all that a fit does with a table costs little beside the load of a library. */
  static boolean isSmall(int rows, int columns, int outputs) {
    return (double) rows * columns * (Math.min(rows, columns) + outputs) <= SMALL;
  }

  /** How many rows a block should have: BLAS wants many, simple loops want the first cache. */
  int blockRows(int outputs) {
    int cells = outputs > 1 ? 1 << 16 : isNative() ? 1 << 15 : LOOP_CELLS;
    return blockRows(cells, isNative() ? 512 : MOST_LOOP_ROWS, columns);
  }

  /** How many rows {@link BlockProducts} wants in a block. */
  static int rowsOfLoops(int columns) {
    return blockRows(LOOP_CELLS, MOST_LOOP_ROWS, columns);
  }

  private static int blockRows(int cells, int most, int columns) {
    return Math.max(4, Math.min(most, cells / Math.max(1, columns) / 4 * 4));
  }

  private boolean isNative() {
    return blas.isPresent();
  }

  /**
   * eta = X W' + b for some rows.
   *
   * @param x cells, the block's first one at {@code at}
   * @param from number of the block's first row in eta
   * @param count rows of the block
   * @param w outputs x columns
   * @param b one an output
   * @param eta rows x outputs; overwritten for the rows of the block
   */
  void predict(double[] x, int at, int from, int count, double[] w, double[] b, double[] eta) {
    int outputs = b.length;
    int to = from * outputs;
    if (!isNative()) {
      for (int k = 0; k < outputs; k++) {
        BlockProducts.predict(x, at, count, columns, w, k * columns, b[k], eta, to + k, outputs);
      }
      return;
    }
    blas.get()
        .multiply(
            false, true, count, outputs, columns, x, at, columns, w, 0, columns, 0, eta, to,
            outputs);
    for (int i = 0; i < count; i++) {
      for (int k = 0; k < outputs; k++, to++) {
        eta[to] += b[k];
      }
    }
  }

  /**
   * Z += slopes' X over some rows.
   *
   * @param x cells, the block's first one at {@code at}
   * @param from number of the block's first row in slopes
   * @param count rows of the block
   * @param slopes rows x outputs
   * @param z outputs x columns; accumulates
   */
  void addGradient(
      double[] x, int at, int from, int count, double[] slopes, int outputs, double[] z) {
    int first = from * outputs;
    if (!isNative()) {
      for (int k = 0; k < outputs; k++) {
        BlockProducts.addRows(x, at, count, columns, slopes, first + k, outputs, z, k * columns);
      }
    } else {
      blas.get()
          .multiply(
              true, false, outputs, columns, count, slopes, first, outputs, x, at, columns, 1, z, 0,
              columns);
    }
  }

  /**
   * Adds X' X over a block to rows low ... high - 1 of a matrix, up to the diagonal at least.
   *
   * @param x cells, from 0 on
   * @param count rows of the block
   * @param out columns x columns
   */
  void addSquares(double[] x, int count, int low, int high, double[] out) {
    if (!isNative()) {
      BlockProducts.addSquares(x, count, columns, low, high, out);
    } else if (high > low) {
      int to = low * columns;
      blas.get()
          .multiply(
              true,
              false,
              high - low,
              high,
              count,
              x,
              low,
              columns,
              x,
              0,
              columns,
              1,
              out,
              to,
              columns);
    }
  }
}
