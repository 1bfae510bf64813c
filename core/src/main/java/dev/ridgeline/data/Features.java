package dev.ridgeline.data;

/**
 * An immutable rows x columns table of numbers; how it is stored is hidden.
 *
 * <p>Networks gather mini-batches as floats, convex solvers read in double. Implementations are
 * thread-safe for reading.
 */
public interface Features {
  /**
   * Number of examples.
   *
   * @return rows, at least 0
   */
  int rows();

  /**
   * Number of features.
   *
   * @return columns, at least 0
   */
  int columns();

  /**
   * One cell; slow for sparse storage, where it is a binary search.
   *
   * @param row 0 &lt;= row &lt; rows
   * @param column 0 &lt;= column &lt; columns
   * @return the value
   */
  double get(int row, int column);

  /**
   * Gathers rows as a dense row-major float block.
   *
   * @param rows row numbers, not modified; may repeat
   * @param from first position in {@code rows}
   * @param to position after the last
   * @param out overwritten from {@code outOffset} on, (to - from) * columns cells
   * @param outOffset where the block begins
   */
  void copyRows(int[] rows, int from, int to, float[] out, int outOffset);

  /**
   * Copies one row as dense doubles.
   *
   * @param row 0 &lt;= row &lt; rows
   * @param out overwritten from {@code outOffset} on, columns cells
   * @param outOffset where the row begins
   */
  void copyRow(int row, double[] out, int outOffset);

  /**
   * The inner product of a row with a vector.
   *
   * @param row 0 &lt;= row &lt; rows
   * @param w the vector, not modified; elements wOffset ... wOffset + columns - 1 are read
   * @param wOffset where the vector begins
   * @return sum over j of x[row, j] * w[wOffset + j]
   */
  double dotRow(int row, double[] w, int wOffset);

  /**
   * Adds a multiple of a row to a vector.
   *
   * @param row 0 &lt;= row &lt; rows
   * @param scale the factor
   * @param out elements outOffset ... outOffset + columns - 1 gain scale * x[row, j]
   * @param outOffset where the vector begins
   */
  void addRowTo(int row, double scale, double[] out, int outOffset);

  /**
   * Some of the rows, in the given order.
   *
   * @param rows row numbers, not modified; may repeat
   * @return a table of the same kind of storage
   */
  Features selectRows(int[] rows);

  /**
   * The same table with every cell x[i, j] replaced by (x[i, j] - center[j]) / scale[j].
   *
   * @param center one number a column, not modified; all zero for sparse storage
   * @param scale one non-zero number a column, not modified
   * @return a table of the same kind of storage
   * @throws IllegalArgumentException if a non-zero centre would make sparse storage dense
   */
  Features rescaled(double[] center, double[] scale);

  /**
   * Number of cells that are stored, for choosing an algorithm.
   *
   * @return rows * columns for dense storage, the number of stored non-zeros for sparse storage
   */
  long storedCells();

  /**
   * Whether only the non-zero cells are stored.
   *
   * @return true for sparse storage
   */
  boolean isSparse();
}
