package dev.ridgeline.data;

import com.google.common.base.Suppliers;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Features in compressed sparse row form (CSR): only the non-zero cells are stored.
 *
 * <p>Row i has the cells {@code columns[starts[i]] ... columns[starts[i + 1] - 1]} with the values
 * at the same places. Column numbers ascend within a row. Immutable as long as the caller leaves
 * the arrays alone; they are not copied.
 */
public final class SparseFeatures implements Features {
  private final int[] starts;
  private final int[] indices;
  private final double[] values;
  private final int columns;
  private final Supplier<SparseFeatures> transposed;

  /**
   * Wraps CSR arrays.
   *
   * @param starts rows + 1 positions, from 0, not descending; kept, not copied
   * @param indices column numbers, strictly ascending within each row; kept, not copied
   * @param values one number a stored cell; kept, not copied
   * @param columns number of features
   * @throws IllegalArgumentException if the arrays do not describe a table, naming the row
   */
  public SparseFeatures(int[] starts, int[] indices, double[] values, int columns) {
    CompressedAxis.ROWS.check(starts, indices, values.length, columns);
    this.starts = starts;
    this.indices = indices;
    this.values = values;
    this.columns = columns;
    this.transposed = Suppliers.memoize(this::transpose);
  }

  /** Arrays that are known to describe a table. */
  private SparseFeatures(int columns, int[] starts, int[] indices, double[] values) {
    this.starts = starts;
    this.indices = indices;
    this.values = values;
    this.columns = columns;
    this.transposed = Suppliers.memoize(this::transpose);
  }

  /** A table and the same by column. */
  private SparseFeatures(SparseFeatures table, SparseFeatures byColumn) {
    this.starts = table.starts;
    this.indices = table.indices;
    this.values = table.values;
    this.columns = table.columns;
    this.transposed = () -> byColumn;
  }

  /**
   * Features that are given column by column, in compressed sparse column form (CSC).
   *
   * <p>Column j has the cells in rows {@code rowNumbers[starts[j]] ... rowNumbers[starts[j + 1] -
   * 1]}, with the values at the same places. The rows are made from them, once; the columns are
   * kept as {@link #transposed}.
   *
   * @param starts columns + 1 positions, from 0, not descending; kept, not copied
   * @param rowNumbers strictly ascending within each column; kept, not copied
   * @param values one number a stored cell; kept, not copied
   * @param rows number of examples
   * @return rows x columns
   * @throws IllegalArgumentException if the arrays do not describe a table, naming the column
   */
  public static SparseFeatures ofColumns(
      int[] starts, int[] rowNumbers, double[] values, int rows) {
    CompressedAxis.COLUMNS.check(starts, rowNumbers, values.length, rows);
    SparseFeatures byColumn = new SparseFeatures(rows, starts, rowNumbers, values);
    return new SparseFeatures(byColumn.transpose(), byColumn);
  }

  /**
   * The same cells column by column: a table with a row for each of these columns (CSC).
   *
   * <p>Made by the first call, in time and memory that are proportional to the stored cells, and
   * kept: solvers that work on columns share it from fit to fit. Thread-safe.
   *
   * @return columns x rows
   */
  public SparseFeatures transposed() {
    return transposed.get();
  }

  private SparseFeatures transpose() {
    int[] ends = new int[columns + 1];
    for (int j : indices) {
      ends[j + 1]++;
    }
    for (int j = 0; j < columns; j++) {
      ends[j + 1] += ends[j];
    }
    int[] rowNumbers = new int[indices.length];
    double[] cells = new double[indices.length];
    // Filled from each column's start, which moves to its end: the next column's start.
    for (int i = 0; i < rows(); i++) {
      for (int k = starts[i]; k < starts[i + 1]; k++) {
        int to = ends[indices[k]]++;
        rowNumbers[to] = i;
        cells[to] = values[k];
      }
    }
    System.arraycopy(ends, 0, ends, 1, columns);
    ends[0] = 0;
    return new SparseFeatures(rows(), ends, rowNumbers, cells);
  }

  /**
   * The position after a row's last stored cell; the row before it ends where it begins.
   *
   * @param row -1 &lt;= row &lt; rows; -1 gives 0
   * @return an index into {@link #columnAt} and {@link #valueAt}
   */
  public int rowEnd(int row) {
    return starts[row + 1];
  }

  /**
   * The column number of a stored cell.
   *
   * @param position 0 &lt;= position &lt; storedCells
   * @return the column
   */
  public int columnAt(int position) {
    return indices[position];
  }

  /**
   * The value of a stored cell.
   *
   * @param position 0 &lt;= position &lt; storedCells
   * @return the value
   */
  public double valueAt(int position) {
    return values[position];
  }

  @Override
  public int rows() {
    return starts.length - 1;
  }

  @Override
  public int columns() {
    return columns;
  }

  @Override
  public double get(int row, int column) {
    Objects.checkIndex(column, columns);
    int at = Arrays.binarySearch(indices, starts[row], starts[row + 1], column);
    return at < 0 ? 0 : values[at];
  }

  @Override
  public void copyRows(int[] rowNumbers, int from, int to, float[] out, int outOffset) {
    Arrays.fill(out, outOffset, outOffset + (to - from) * columns, 0f);
    int at = outOffset;
    for (int i = from; i < to; i++) {
      for (int k = starts[rowNumbers[i]]; k < starts[rowNumbers[i] + 1]; k++) {
        out[at + indices[k]] = (float) values[k];
      }
      at += columns;
    }
  }

  @Override
  public void copyRow(int row, double[] out, int outOffset) {
    Arrays.fill(out, outOffset, outOffset + columns, 0);
    addRowTo(row, 1, out, outOffset);
  }

  @Override
  public double dotRow(int row, double[] w, int wOffset) {
    // Two sums side by side: one alone waits for each addition to end.
    int end = starts[row + 1];
    double s0 = 0;
    double s1 = 0;
    int k = starts[row];
    for (; k + 2 <= end; k += 2) {
      s0 += values[k] * w[wOffset + indices[k]];
      s1 += values[k + 1] * w[wOffset + indices[k + 1]];
    }
    return k < end ? s0 + s1 + values[k] * w[wOffset + indices[k]] : s0 + s1;
  }

  @Override
  public void addRowTo(int row, double scale, double[] out, int outOffset) {
    for (int k = starts[row]; k < starts[row + 1]; k++) {
      out[outOffset + indices[k]] += scale * values[k];
    }
  }

  @Override
  public SparseFeatures selectRows(int[] rowNumbers) {
    int[] newStarts = new int[rowNumbers.length + 1];
    for (int i = 0; i < rowNumbers.length; i++) {
      int length = starts[rowNumbers[i] + 1] - starts[rowNumbers[i]];
      newStarts[i + 1] = Math.addExact(newStarts[i], length);
    }
    int[] newIndices = new int[newStarts[rowNumbers.length]];
    double[] newValues = new double[newIndices.length];
    for (int i = 0; i < rowNumbers.length; i++) {
      int from = starts[rowNumbers[i]];
      int length = newStarts[i + 1] - newStarts[i];
      System.arraycopy(indices, from, newIndices, newStarts[i], length);
      System.arraycopy(values, from, newValues, newStarts[i], length);
    }
    return new SparseFeatures(columns, newStarts, newIndices, newValues);
  }

  @Override
  public SparseFeatures rescaled(double[] center, double[] scale) {
    TableShape.checkColumns(columns, center.length, scale.length);
    for (int j = 0; j < columns; j++) {
      if (center[j] != 0) {
        throw new IllegalArgumentException(
            "centring column "
                + j
                + " by "
                + center[j]
                + " would make sparse features dense; scale without centring, or copy the rows"
                + " into DenseFeatures first");
      }
    }
    double[] scaled = new double[values.length];
    for (int k = 0; k < values.length; k++) {
      scaled[k] = values[k] / scale[indices[k]];
    }
    return new SparseFeatures(columns, starts, indices, scaled);
  }

  @Override
  public long storedCells() {
    return values.length;
  }

  @Override
  public boolean isSparse() {
    return true;
  }

  @Override
  public String toString() {
    return "SparseFeatures[" + rows() + " x " + columns + ", " + values.length + " stored]";
  }
}
