package dev.ridgeline.io;

import dev.ridgeline.data.Features;
import dev.ridgeline.data.RescaledFeatures;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.util.Objects;

/**
 * Rows of 32-bit floats in a mapped file: cells are read when they are asked for, and it is the
 * operating system that keeps in memory what there is room for.
 *
 * <p>Gathers nothing on the heap. {@link #selectRows} and {@link #rescaled} give views. Immutable
 * as long as nobody changes the file; a file that is cut off while it is mapped ends in an {@link
 * InternalError}, as the JDK has it.
 */
final class MappedFeatures implements Features {
  private final FloatBuffer[] pieces;
  private final int rowsPerPiece;
  private final int rows;
  private final int columns;

  /** Maps rows * columns floats from a position in a file, in pieces of whole rows. */
  MappedFeatures(FileChannel channel, long from, int rows, int columns, int largestPiece)
      throws IOException {
    long rowBytes = 4L * columns;
    this.rows = rows;
    this.columns = columns;
    rowsPerPiece = (int) Math.max(1, Math.min(rows, largestPiece / Math.max(1, rowBytes)));
    pieces = new FloatBuffer[(int) (((long) rows + rowsPerPiece - 1) / rowsPerPiece)];
    for (int k = 0; k < pieces.length; k++) {
      long first = (long) k * rowsPerPiece;
      long count = Math.min(rowsPerPiece, rows - first);
      pieces[k] =
          channel
              .map(FileChannel.MapMode.READ_ONLY, from + first * rowBytes, count * rowBytes)
              .order(ByteOrder.LITTLE_ENDIAN)
              .asFloatBuffer();
    }
  }

  private FloatBuffer piece(int row) {
    return pieces[row / rowsPerPiece];
  }

  private int start(int row) {
    return row % rowsPerPiece * columns;
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
    return piece(row).get(start(row) + column);
  }

  @Override
  public void copyRows(int[] rowNumbers, int from, int to, float[] out, int outOffset) {
    int at = outOffset;
    for (int i = from; i < to; i++) {
      piece(rowNumbers[i]).get(start(rowNumbers[i]), out, at, columns);
      at += columns;
    }
  }

  @Override
  public void copyRow(int row, double[] out, int outOffset) {
    FloatBuffer piece = piece(row);
    int start = start(row);
    for (int j = 0; j < columns; j++) {
      out[outOffset + j] = piece.get(start + j);
    }
  }

  @Override
  public double dotRow(int row, double[] w, int wOffset) {
    FloatBuffer piece = piece(row);
    int start = start(row);
    double sum = 0;
    for (int j = 0; j < columns; j++) {
      sum += piece.get(start + j) * w[wOffset + j];
    }
    return sum;
  }

  @Override
  public void addRowTo(int row, double scale, double[] out, int outOffset) {
    FloatBuffer piece = piece(row);
    int start = start(row);
    for (int j = 0; j < columns; j++) {
      out[outOffset + j] += scale * piece.get(start + j);
    }
  }

  @Override
  public Features selectRows(int[] rowNumbers) {
    return new RowsView(this, rowNumbers);
  }

  @Override
  public Features rescaled(double[] center, double[] scale) {
    return new RescaledFeatures(this, center, scale, true);
  }

  @Override
  public long storedCells() {
    return (long) rows * columns;
  }

  @Override
  public boolean isSparse() {
    return false;
  }

  @Override
  public String toString() {
    return "MappedFeatures[" + rows + " x " + columns + "]";
  }
}
