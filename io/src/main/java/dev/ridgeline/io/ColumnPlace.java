package dev.ridgeline.io;

/**
 * Where a column stands, for errors.
 *
 * @param file the source's name
 * @param number position from 1, as spreadsheets count
 * @param name its name
 * @param key how a caller would name it in {@link CsvFormat}
 */
record ColumnPlace(String file, int number, String name, ColumnKey key) {
  DataFileException error(long line, String problem) {
    return new DataFileException(file, line, number, name, problem);
  }

  /** A call that a remedy can quote, such as {@code drop("id")}. */
  String call(String method) {
    return method + "(" + key + ")";
  }
}
