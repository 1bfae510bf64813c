package dev.ridgeline.data;

import dev.ridgeline.linalg.DoubleMatrix;
import java.util.Objects;

/**
 * Features as one row-major {@code double[]}.
 *
 * <p>At most 2^31 - 1 cells: larger tables are refused with a message that says so. Immutable as
 * long as the caller leaves the array alone; the array is not copied.
 */
public final class DenseFeatures implements Features {
  // As in FloatFeatures, with fewer cells in a line of cache. Where the JVM converts to floats one
  // by one, as up to 17, a processor looks less far ahead: shorter rows gain, and a smaller table.
  private static final int ROWS = 8;
  private static final int LARGE_TABLE = 1 << 21;
  private static final int LONG_ROW = 64;
  private static final int LONGEST_ROW = 1024;
  private static final int LINE = 8;

  private final double[] cells;
  private final int rows;
  private final int columns;
  private final boolean fetches;

  /**
   * Wraps an array.
   *
   * @param cells row-major, exactly rows * columns; kept, not copied, not to be modified afterwards
   * @param rows number of examples
   * @param columns number of features
   * @throws IllegalArgumentException if the length is not rows * columns
   */
  public DenseFeatures(double[] cells, int rows, int columns) {
    TableShape.checkShape(rows, columns, cells.length);
    this.cells = cells;
    this.rows = rows;
    this.columns = columns;
    fetches = cells.length >= LARGE_TABLE && columns >= LONG_ROW && columns <= LONGEST_ROW;
  }

  /**
   * Copies an array of rows.
   *
   * @param table one array an example, all of one length; not modified
   * @return the features
   * @throws IllegalArgumentException if the rows differ in length, naming the row and both lengths
   */
  public static DenseFeatures of(double[][] table) {
    int columns = table.length == 0 ? 0 : table[0].length;
    double[] cells = new double[TableShape.cells(table.length, columns)];
    for (int i = 0; i < table.length; i++) {
      if (table[i].length != columns) {
        throw new IllegalArgumentException(
            "row " + i + " has " + table[i].length + " features, row 0 has " + columns);
      }
      System.arraycopy(table[i], 0, cells, i * columns, columns);
    }
    return new DenseFeatures(cells, table.length, columns);
  }

  /**
   * The table as a matrix view, for kernels; not to be modified.
   *
   * @return a rows x columns view of the storage
   */
  public DoubleMatrix matrix() {
    return new DoubleMatrix(cells, 0, rows, columns, columns, 1);
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public int columns() {
    return columns;
  }

  @Override
  public double get(int row, int column) {
    Objects.checkIndex(column, columns);
    return cells[row * columns + column];
  }

  @Override
  public void copyRows(int[] rowNumbers, int from, int to, float[] out, int outOffset) {
    int at = outOffset;
    for (int i = from; i < to; i++) {
      if (fetches && (i - from) % ROWS == 0) {
        fetch(rowNumbers, i, Math.min(to, i + ROWS), out, at);
      }
      int start = rowNumbers[i] * columns;
      for (int j = 0; j < columns; j++) {
        out[at + j] = (float) cells[start + j];
      }
      at += columns;
    }
  }

  /**
   * Copies a cell of each line of cache, from row to row: rows in random order then arrive
   * together, where one after the other would wait for its lines (128 rows of 784 cells out of
   * 12800: 165 to 97 us). Rows in the order of the table are foreseen by the processor.
   */
  private void fetch(int[] rowNumbers, int from, int to, float[] out, int outOffset) {
    if (from + 1 == to || rowNumbers[from + 1] == rowNumbers[from] + 1) {
      return;
    }
    for (int j = 0; j < columns; j += LINE) {
      int at = outOffset + j;
      for (int i = from; i < to; i++) {
        out[at] = (float) cells[rowNumbers[i] * columns + j];
        at += columns;
      }
    }
  }

  @Override
  public void copyRow(int row, double[] out, int outOffset) {
    int start = row * columns;
    for (int j = 0; j < columns; j++) {
      out[outOffset + j] = cells[start + j];
    }
  }

  @Override
  public double dotRow(int row, double[] w, int wOffset) {
    int start = row * columns;
    // Four sums side by side: one alone waits for each addition to end.
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int j = 0;
    for (; j + 4 <= columns; j += 4) {
      s0 += cells[start + j] * w[wOffset + j];
      s1 += cells[start + j + 1] * w[wOffset + j + 1];
      s2 += cells[start + j + 2] * w[wOffset + j + 2];
      s3 += cells[start + j + 3] * w[wOffset + j + 3];
    }
    for (; j < columns; j++) {
      s0 += cells[start + j] * w[wOffset + j];
    }
    return (s0 + s1) + (s2 + s3);
  }

  @Override
  public void addRowTo(int row, double scale, double[] out, int outOffset) {
    int start = row * columns;
    for (int j = 0; j < columns; j++) {
      out[outOffset + j] += scale * cells[start + j];
    }
  }

  @Override
  public DenseFeatures selectRows(int[] rowNumbers) {
    double[] chosen = new double[TableShape.cells(rowNumbers.length, columns)];
    for (int i = 0; i < rowNumbers.length; i++) {
      System.arraycopy(cells, rowNumbers[i] * columns, chosen, i * columns, columns);
    }
    return new DenseFeatures(chosen, rowNumbers.length, columns);
  }

  @Override
  public DenseFeatures rescaled(double[] center, double[] scale) {
    TableShape.checkColumns(columns, center.length, scale.length);
    double[] scaled = new double[cells.length];
    for (int i = 0, at = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++, at++) {
        scaled[at] = (cells[at] - center[j]) / scale[j];
      }
    }
    return new DenseFeatures(scaled, rows, columns);
  }

  @Override
  public long storedCells() {
    return cells.length;
  }

  @Override
  public boolean isSparse() {
    return false;
  }

  @Override
  public String toString() {
    return "DenseFeatures[" + rows + " x " + columns + "]";
  }
}
