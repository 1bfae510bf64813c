package dev.ridgeline.linalg;

/** A {@link Matrix} view of a {@code float[]}. */
public final class FloatMatrix extends Matrix {
  private final float[] data;

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
  public FloatMatrix(
      float[] data, int offset, int rows, int columns, int rowStride, int columnStride) {
    super(data.length, offset, rows, columns, rowStride, columnStride);
    this.data = data;
  }

  /**
   * The storage itself, for kernels.
   *
   * @return the shared array
   */
  public float[] data() {
    return data;
  }

  @Override
  public double get(int row, int column) {
    return data[index(row, column)];
  }

  @Override
  public void set(int row, int column, double value) {
    data[index(row, column)] = (float) value;
  }

  @Override
  public FloatMatrix transpose() {
    return new FloatMatrix(data, offset(), columns(), rows(), columnStride(), rowStride());
  }
}
