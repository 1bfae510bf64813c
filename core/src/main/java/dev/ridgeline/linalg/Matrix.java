package dev.ridgeline.linalg;

import java.util.Objects;

/**
 * A rows x columns view of a flat {@code float[]} or {@code double[]}.
 *
 * <p>Cell (i, j) is element {@code offset + i * rowStride + j * columnStride} of the storage, so a
 * layer's weights, their transpose or a sub-matrix are all views of one parameter vector. Nothing
 * is copied: {@link #set} writes through. Not thread-safe for concurrent writes.
 *
 * <pre>{@code
 * double[] flat = {1, 2, 3, 4, 5, 6};
 * Matrix w = Matrix.of(flat, 2, 3); // row-major, w.get(1, 0) == 4
 * Matrix t = w.transpose();         // t.get(0, 1) == 4
 * }</pre>
 */
public abstract sealed class Matrix permits FloatMatrix, DoubleMatrix {
  private final int rows;
  private final int columns;
  private final int offset;
  private final int rowStride;
  private final int columnStride;

  Matrix(int length, int offset, int rows, int columns, int rowStride, int columnStride) {
    if (rows < 0 || columns < 0) {
      throw new IllegalArgumentException(
          "a matrix needs non-negative sizes, found " + rows + " x " + columns);
    }
    if (offset < 0 || rowStride < 0 || columnStride < 0) {
      throw new IllegalArgumentException(
          "a matrix view needs non-negative offset and strides, found offset "
              + offset
              + ", row stride "
              + rowStride
              + ", column stride "
              + columnStride);
    }
    if (rows > 0 && columns > 0) {
      long last = offset + (long) (rows - 1) * rowStride + (long) (columns - 1) * columnStride;
      if (last >= length) {
        throw new IllegalArgumentException(
            "a "
                + rows
                + " x "
                + columns
                + " view at offset "
                + offset
                + " with strides "
                + rowStride
                + ", "
                + columnStride
                + " needs "
                + (last + 1)
                + " elements, the array has "
                + length);
      }
    }
    this.rows = rows;
    this.columns = columns;
    this.offset = offset;
    this.rowStride = rowStride;
    this.columnStride = columnStride;
  }

  /**
   * A row-major view of a whole array.
   *
   * @param data the storage, length at least rows * columns; shared, not copied
   * @param rows number of rows
   * @param columns number of columns
   * @return the view
   * @throws IllegalArgumentException if the array is too short
   */
  public static DoubleMatrix of(double[] data, int rows, int columns) {
    return new DoubleMatrix(data, 0, rows, columns, columns, 1);
  }

  /**
   * A row-major view of a whole array.
   *
   * @param data the storage, length at least rows * columns; shared, not copied
   * @param rows number of rows
   * @param columns number of columns
   * @return the view
   * @throws IllegalArgumentException if the array is too short
   */
  public static FloatMatrix of(float[] data, int rows, int columns) {
    return new FloatMatrix(data, 0, rows, columns, columns, 1);
  }

  /**
   * Reads a cell.
   *
   * @param row 0 &lt;= row &lt; rows
   * @param column 0 &lt;= column &lt; columns
   * @return the value, widened to double
   * @throws IndexOutOfBoundsException outside the view
   */
  public abstract double get(int row, int column);

  /**
   * Writes a cell, rounding to float where the storage is float.
   *
   * @param row 0 &lt;= row &lt; rows
   * @param column 0 &lt;= column &lt; columns
   * @param value the new value
   * @throws IndexOutOfBoundsException outside the view
   */
  public abstract void set(int row, int column, double value);

  /**
   * The transposed view of the same storage.
   *
   * @return a columns x rows view
   */
  public abstract Matrix transpose();

  /**
   * Number of rows.
   *
   * @return rows
   */
  public final int rows() {
    return rows;
  }

  /**
   * Number of columns.
   *
   * @return columns
   */
  public final int columns() {
    return columns;
  }

  /**
   * Number of cells.
   *
   * @return rows * columns
   */
  public final int size() {
    return Math.multiplyExact(rows, columns);
  }

  /**
   * Index of cell (0, 0) in the storage.
   *
   * @return the offset
   */
  public final int offset() {
    return offset;
  }

  /**
   * Distance in the storage from one row to the next.
   *
   * @return the row stride
   */
  public final int rowStride() {
    return rowStride;
  }

  /**
   * Distance in the storage from one column to the next.
   *
   * @return the column stride
   */
  public final int columnStride() {
    return columnStride;
  }

  /**
   * Whether the cells fill one gap-free row-major range of the storage.
   *
   * @return true if cell (i, j) is at offset + i * columns + j
   */
  public final boolean isContiguous() {
    return (columnStride == 1 || columns <= 1) && (rowStride == columns || rows <= 1);
  }

  /**
   * The Frobenius norm sqrt(sum of squared cells), summed in row-major order.
   *
   * @return the norm; NaN if a cell is NaN
   */
  public final double frobeniusNorm() {
    double sum = 0;
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        double x = get(i, j);
        sum += x * x;
      }
    }
    return Math.sqrt(sum);
  }

  final int index(int row, int column) {
    Objects.checkIndex(row, rows);
    Objects.checkIndex(column, columns);
    return offset + row * rowStride + column * columnStride;
  }

  /** The shape and storage, for messages. */
  @Override
  public String toString() {
    return getClass().getSimpleName() + "[" + rows + " x " + columns + "]";
  }
}
