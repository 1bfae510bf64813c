package dev.ridgeline.io;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** The records of a text file, one at a time. */
interface RowSource extends Closeable {
  /** Moves to the next record; false at the end. */
  boolean advance() throws IOException;

  /** The line where the current record begins, from 1. */
  long line();

  /** The fields of the current record; none for a blank line. */
  List<String> fields();

  /**
   * The line where a field of the current record begins: quoted fields before it may hold breaks.
   */
  default long lineOf(int field) {
    long at = line();
    for (String before : fields().subList(0, field)) {
      at += breaks(before);
    }
    return at;
  }

  /** Line breaks in a text: LF, CR, or CR LF. */
  static int breaks(String text) {
    int count = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n' || c == '\r' && !(i + 1 < text.length() && text.charAt(i + 1) == '\n')) {
        count++;
      }
    }
    return count;
  }
}
