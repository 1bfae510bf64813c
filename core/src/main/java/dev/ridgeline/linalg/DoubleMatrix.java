package dev.ridgeline.linalg;

/** A {@link Matrix} view of a {@code double[]}. */
public final class DoubleMatrix extends Matrix {
  private final double[] data;

  /**
   * A strided view.
   *
   * @param data the storage; shared, not copied
   * @param offset index of cell (0, 0)
   * @param rows number of rows
   * @param columns number of columns
   * @param rowStride distance between rows
   * @param columnStride distance between columns
   * @throws IllegalArgumentException if a cell would lie outside the array
   */
  public DoubleMatrix(
      double[] data, int offset, int rows, int columns, int rowStride, int columnStride) {
    super(data.length, offset, rows, columns, rowStride, columnStride);
    this.data = data;
  }

  /**
   * The storage itself, for kernels.
   *
   * @return the shared array
   */
  public double[] data() {
    return data;
  }

  @Override
  public double get(int row, int column) {
    return data[index(row, column)];
  }

  @Override
  public void set(int row, int column, double value) {
    data[index(row, column)] = value;
  }

  @Override
  public DoubleMatrix transpose() {
    return new DoubleMatrix(data, offset(), columns(), rows(), columnStride(), rowStride());
  }
}
