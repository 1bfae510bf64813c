package dev.ridgeline.io;

import dev.ridgeline.data.SparseFeatures;
import java.util.Arrays;

/** Rows of a sparse table while they are read: primitive arrays that double. */
final class CsrCells {
  /** The longest array that common JVMs grant. */
  static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

  private final String file;
  private final int limit;
  private int rows;
  private int cells;
  private int[] starts = new int[64];
  private double[] labels = new double[64];
  private int[] indices = new int[1024];
  private double[] values = new double[1024];

  CsrCells(String file, int limit) {
    this.file = file;
    this.limit = limit;
  }

  /** Adds a cell to the row that is open. */
  void add(int index, double value, long line) {
    if (cells == indices.length || cells == limit) {
      int larger = larger(cells, line, "stored cells");
      indices = Arrays.copyOf(indices, larger);
      values = Arrays.copyOf(values, larger);
    }
    indices[cells] = index;
    values[cells++] = value;
  }

  /** Ends the open row. */
  void endRow(double label, long line) {
    if (rows + 1 == starts.length || rows + 1 == limit) {
      int larger = larger(rows + 1, line, "rows");
      starts = Arrays.copyOf(starts, larger);
      labels = Arrays.copyOf(labels, larger);
    }
    labels[rows++] = label;
    starts[rows] = cells;
  }

  private int larger(int size, long line, String what) {
    if (size >= limit) {
      throw new DataFileException(
          file,
          line,
          0,
          "",
          "more than " + size + " " + what + ", which is all that one table holds; split the file");
    }
    return (int) Math.min(limit, 2L * size);
  }

  int rows() {
    return rows;
  }

  double[] labels() {
    return Arrays.copyOf(labels, rows);
  }

  SparseFeatures features(int columns) {
    return new SparseFeatures(
        Arrays.copyOf(starts, rows + 1),
        Arrays.copyOf(indices, cells),
        Arrays.copyOf(values, cells),
        columns);
  }
}
