package dev.ridgeline.data;

import dev.ridgeline.linalg.FloatMatrix;
import java.util.Objects;

/**
 * Features as one row-major {@code float[]}.
 *
 * <p>At most 2^31 - 1 cells: larger tables are refused with a message that says so. Immutable as
 * long as the caller leaves the array alone; the array is not copied.
 */
public final class FloatFeatures implements Features {
  // Rows that are fetched side by side: from a table beyond the caches (32 MB), if a row is so
  // long that a processor does not look ahead to the next one, and so short that all stay in cache.
  private static final int ROWS = 8;
  private static final int LARGE_TABLE = 1 << 23;
  private static final int LONG_ROW = 512;
  private static final int LONGEST_ROW = 1024;
  // Cells of a line of cache.
  private static final int LINE = 16;

  private final float[] cells;
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
  public FloatFeatures(float[] cells, int rows, int columns) {
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
  public static FloatFeatures of(float[][] table) {
    int columns = table.length == 0 ? 0 : table[0].length;
    float[] cells = new float[TableShape.cells(table.length, columns)];
    for (int i = 0; i < table.length; i++) {
      if (table[i].length != columns) {
        throw new IllegalArgumentException(
            "row " + i + " has " + table[i].length + " features, row 0 has " + columns);
      }
      System.arraycopy(table[i], 0, cells, i * columns, columns);
    }
    return new FloatFeatures(cells, table.length, columns);
  }

  /**
   * The table as a matrix view, for kernels; not to be modified.
   *
   * @return a rows x columns view of the storage
   */
  public FloatMatrix matrix() {
    return new FloatMatrix(cells, 0, rows, columns, columns, 1);
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
      // Rows in random order come from far away: the copy that fetches ahead takes half the time.
      if (fetches && (i - from) % ROWS == 0) {
        fetch(rowNumbers, i, Math.min(to, i + ROWS), out, at);
      }
      System.arraycopy(cells, rowNumbers[i] * columns, out, at, columns);
      at += columns;
    }
  }

  /**
   * Copies a cell of each line of cache, from row to row: rows in random order then arrive
   * together, where one after the other would wait for its first lines (between training steps, 128
   * rows of 784 cells out of 12800: 65 to 44 us). Rows in the order of the table are foreseen by
   * the processor.
   */
  private void fetch(int[] rowNumbers, int from, int to, float[] out, int outOffset) {
    if (from + 1 == to || rowNumbers[from + 1] == rowNumbers[from] + 1) {
      return;
    }
    for (int j = 0; j < columns; j += LINE) {
      int at = outOffset + j;
      for (int i = from; i < to; i++) {
        out[at] = cells[rowNumbers[i] * columns + j];
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
    double sum = 0;
    for (int j = 0; j < columns; j++) {
      sum += cells[start + j] * w[wOffset + j];
    }
    return sum;
  }

  @Override
  public void addRowTo(int row, double scale, double[] out, int outOffset) {
    int start = row * columns;
    for (int j = 0; j < columns; j++) {
      out[outOffset + j] += scale * cells[start + j];
    }
  }

  @Override
  public FloatFeatures selectRows(int[] rowNumbers) {
    float[] chosen = new float[TableShape.cells(rowNumbers.length, columns)];
    for (int i = 0; i < rowNumbers.length; i++) {
      System.arraycopy(cells, rowNumbers[i] * columns, chosen, i * columns, columns);
    }
    return new FloatFeatures(chosen, rowNumbers.length, columns);
  }

  @Override
  public FloatFeatures rescaled(double[] center, double[] scale) {
    TableShape.checkColumns(columns, center.length, scale.length);
    float[] scaled = new float[cells.length];
    for (int i = 0, at = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++, at++) {
        scaled[at] = (float) ((cells[at] - center[j]) / scale[j]);
      }
    }
    return new FloatFeatures(scaled, rows, columns);
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
    return "FloatFeatures[" + rows + " x " + columns + "]";
  }
}
