package dev.ridgeline.io;

/**
 * A data file does not hold what was expected: the message says where, what was found, what is
 * allowed and what to do.
 *
 * <p>Failing to read at all (no such file, a broken disk) is an {@link java.io.IOException}
 * instead.
 */
public final class DataFileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Path or stated name. */
  private final String file;

  /** From 1, or 0. */
  private final long line;

  /** From 1, or 0. */
  private final int column;

  /**
   * Describes a place and what is wrong there; the message is {@code file, line l, column c
   * ('name'): problem}, leaving out a line or column of 0 and an empty name.
   *
   * @param file path or stated name of the source
   * @param line line number from 1 as an editor shows it, 0 if the file as a whole is meant
   * @param column number of the field in the line from 1 (in LIBSVM files: of the token, the label
   *     being 1), 0 if the line as a whole is meant
   * @param columnName name of the column, empty if it has none
   * @param problem what was found, what is allowed, what to do
   */
  public DataFileException(String file, long line, int column, String columnName, String problem) {
    super(
        file
            + (line > 0 ? ", line " + line : "")
            + (column > 0 ? ", column " + column : "")
            + (columnName.isEmpty() ? "" : " ('" + columnName + "')")
            + ": "
            + problem);
    this.file = file;
    this.line = line;
    this.column = column;
  }

  /**
   * Describes what is wrong with a file as a whole.
   *
   * @param file path or stated name of the source
   * @param problem what was found, what is allowed, what to do
   */
  public DataFileException(String file, String problem) {
    this(file, 0, 0, "", problem);
  }

  /**
   * The file.
   *
   * @return path or stated name of the source
   */
  public String file() {
    return file;
  }

  /**
   * The line, as an editor shows it.
   *
   * @return from 1; 0 if the file as a whole is meant
   */
  public long line() {
    return line;
  }

  /**
   * The field of the line; in LIBSVM files the token, the label being 1.
   *
   * @return from 1; 0 if the line as a whole is meant
   */
  public int column() {
    return column;
  }
}
