package dev.ridgeline.solvers;

import java.util.Arrays;

/**
 * A cut of rows into shares, one a task, and of these into blocks of rows, with memory for a pass:
 * a block for each thread, a sum for each share. The cut depends on the shape alone.
 */
final class RowShares {
  /** Cells that the sums of all shares may take. */
  private static final int CELLS = 1 << 20;

  private static final int MOST = 16;

  private final int rows;
  private final int columns;
  private final int count;
  private final int blockRows;
  private final double[][] blocks;
  private final double[][] sums;

  /**
   * Cuts rows.
   *
   * @param blockRows rows of a block; every share but the last begins and ends with a whole one
   * @param outputs numbers a row that are summed for each column
   * @param workers threads
   */
  RowShares(int rows, int columns, int blockRows, int outputs, int workers) {
    int affordable = CELLS / Math.max(1, outputs * columns);
    int most = Math.max(2, Math.min(MOST, affordable));
    this.rows = rows;
    this.columns = columns;
    this.blockRows = blockRows;
    this.count = Math.max(1, Math.min(most, (rows + blockRows - 1) / blockRows));
    this.blocks = new double[workers][Math.multiplyExact(blockRows, columns)];
    this.sums = new double[count][];
  }

  int count() {
    return count;
  }

  int blockRows() {
    return blockRows;
  }

  /** The first row of a share; the one after the last where there is no such share. */
  int firstRow(int share) {
    int unit = (rows + count - 1) / count;
    unit = (unit + blockRows - 1) / blockRows * blockRows;
    return (int) Math.min(rows, (long) share * unit);
  }

  /** Memory of a thread for a block. */
  double[] block(int worker) {
    return blocks[worker];
  }

  /** What a share has summed, outputs x columns. */
  double[] sum(int share) {
    return sums[share];
  }

  /** Sets the sums of all shares to 0. */
  void clearSums(int outputs) {
    for (int share = 0; share < count; share++) {
      if (sums[share] == null || sums[share].length != outputs * columns) {
        sums[share] = new double[outputs * columns];
      }
      Arrays.fill(sums[share], 0);
    }
  }

  /** Overwrites z by the sum over the shares, in their order. */
  void computeSums(double[] z) {
    System.arraycopy(sums[0], 0, z, 0, z.length);
    for (int share = 1; share < count; share++) {
      double[] sum = sums[share];
      for (int j = 0; j < z.length; j++) {
        z[j] += sum[j];
      }
    }
  }
}
