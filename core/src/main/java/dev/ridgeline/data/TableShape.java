package dev.ridgeline.data;

/** Shape checks shared by the implementations of {@link Features}. */
final class TableShape {
  private TableShape() {}

  static int cells(int rows, int columns) {
    if (rows < 0 || columns < 0) {
      throw new IllegalArgumentException(
          "features need non-negative sizes, found " + rows + " rows x " + columns + " columns");
    }
    long cells = (long) rows * columns;
    if (cells > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          rows
              + " rows x "
              + columns
              + " columns are "
              + cells
              + " cells; a dense table holds at most "
              + (Integer.MAX_VALUE - 8)
              + ": use SparseFeatures, or fewer rows");
    }
    return (int) cells;
  }

  static void checkShape(int rows, int columns, int length) {
    int cells = cells(rows, columns);
    if (cells != length) {
      throw new IllegalArgumentException(
          rows + " rows x " + columns + " columns need " + cells + " cells, found " + length);
    }
  }

  static void checkColumns(int columns, int centers, int scales) {
    if (centers != columns || scales != columns) {
      throw new IllegalArgumentException(
          "features have "
              + columns
              + " columns, found "
              + centers
              + " centres and "
              + scales
              + " scales");
    }
  }
}
