package dev.ridgeline.io;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.ZipException;

/** An open IDX file of unsigned bytes: its sizes, then its cells. Bytes count from 0, unpacked. */
final class IdxBlock implements Closeable {
  private static final int LARGEST = Integer.MAX_VALUE - 8;

  private final DataSource source;
  private final BufferedInputStream bytes;
  private final int[] sizes;
  private final int rows;
  private final int cellsPerRow;
  private long cellsRead;

  /** An open file, to be read whole or in parts of some rows. */
  IdxBlock(DataSource source, boolean whole) throws IOException {
    this.source = source;
    bytes = source.openBytes();
    try {
      sizes = new int[dimensions(read(4))];
      byte[] header = read(4 * sizes.length);
      if (header.length < 4 * sizes.length) {
        throw problem(4 + header.length, "the file ends within its " + sizes.length + " sizes");
      }
      long cells = 1;
      for (int d = 0; d < sizes.length; d++) {
        sizes[d] = number(header, 4 * d);
        cells *= Math.max(sizes[d], 0);
        // Rows may be read in parts, so that only the cells of one must fit into an array.
        if (sizes[d] < 1 || (whole ? cells : cells / sizes[0]) > LARGEST) {
          throw problem(
              4 + 4 * d,
              "size "
                  + (d + 1)
                  + " of "
                  + sizes.length
                  + " is "
                  + Integer.toUnsignedString(sizes[d])
                  + "; sizes must be at least 1 and their product "
                  + (whole ? "" : "without the first ")
                  + "at most "
                  + LARGEST);
        }
      }
      rows = sizes[0];
      cellsPerRow = (int) (cells / rows);
    } catch (IOException | RuntimeException e) {
      bytes.close();
      throw e;
    }
  }

  int dimensions() {
    return sizes.length;
  }

  int rows() {
    return rows;
  }

  int cellsPerRow() {
    return cellsPerRow;
  }

  /** Position of the first cell. */
  int firstCell() {
    return 4 + 4 * sizes.length;
  }

  /** All cells; memory grows with the bytes that are there, not with the sizes that are stated. */
  byte[] cells() throws IOException {
    byte[] cells = nextRows(rows);
    checkEnd();
    return cells;
  }

  /** The cells of some rows more. */
  byte[] nextRows(int count) throws IOException {
    byte[] cells = read(count * cellsPerRow);
    cellsRead += cells.length;
    if (cells.length < count * cellsPerRow) {
      throw problem(
          firstCell() + cellsRead,
          "the file ends, but its sizes "
              + Arrays.toString(sizes)
              + " need "
              + (firstCell() + (long) rows * cellsPerRow)
              + " bytes; fetch it again");
    }
    return cells;
  }

  /** Refuses cells after the last row. */
  void checkEnd() throws IOException {
    if (read(1).length > 0) {
      throw problem(
          firstCell() + cellsRead,
          "the file goes on after the last cell of its sizes "
              + Arrays.toString(sizes)
              + "; fetch it again");
    }
  }

  DataFileException problem(long position, String text) {
    return new DataFileException(source.name(), "byte " + position + ": " + text);
  }

  private int dimensions(byte[] magic) {
    boolean known =
        magic.length == 4 && magic[0] == 0 && magic[1] == 0 && magic[2] == 8 && magic[3] >= 1;
    if (!known) {
      throw problem(
          0,
          "found "
              + (magic.length == 0 ? "nothing" : HexFormat.ofDelimiter(" ").formatHex(magic))
              + ", expected 00 00 08 and the number of sizes, with which IDX files of unsigned"
              + " bytes begin");
    }
    return magic[3];
  }

  private byte[] read(int count) throws IOException {
    try {
      return bytes.readNBytes(count);
    } catch (ZipException | EOFException e) {
      throw source.damaged(e);
    }
  }

  private static int number(byte[] from, int at) {
    return (from[at] & 0xff) << 24
        | (from[at + 1] & 0xff) << 16
        | (from[at + 2] & 0xff) << 8
        | from[at + 3] & 0xff;
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }
}
