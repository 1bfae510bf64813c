package dev.ridgeline.io;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.zip.ZipException;

/** An open file of separated values, read part by part. */
final class CsvParts implements Closeable {
  private final DataSource source;
  private final CsvSettings settings;
  private final boolean numbers;
  private final RowSource records;
  private final CsvHeader header;
  private boolean more;
  private boolean any;
  private long firstBlank;

  /** Opens the file and reads its header; numbers as for {@link CsvTable}. */
  CsvParts(DataSource source, CsvSettings settings, boolean numbers) throws IOException {
    this.source = source;
    this.settings = settings;
    this.numbers = numbers;
    BufferedReader text = source.openText(settings.charset);
    try {
      records =
          settings.blanks
              ? new BlankRows(source.name(), text, settings)
              : new SeparatedRows(source.name(), text, settings);
      header = header();
      more = !settings.header || records.advance();
    } catch (ZipException | EOFException e) {
      text.close();
      throw source.damaged(e);
    } catch (IOException | RuntimeException e) {
      text.close();
      throw e;
    }
  }

  private CsvHeader header() throws IOException {
    boolean found = records.advance();
    while (found && records.fields().isEmpty()) {
      found = records.advance();
    }
    if (!found) {
      throw new DataFileException(
          source.name(),
          "the file is empty, expected "
              + (settings.header ? "a header and at least one row" : "at least one row"));
    }
    return new CsvHeader(source.name(), settings, records);
  }

  /** Fields of a record. */
  int width() {
    return header.width();
  }

  /** Whether there is another record. */
  boolean hasMore() {
    return more;
  }

  /** The next rows, at least one and at most so many; blank lines do not count. */
  CsvTable next(int limit) throws IOException {
    CsvTable table = new CsvTable(source.name(), header, settings, numbers);
    try {
      for (; more && table.rows() < limit; more = records.advance()) {
        take(table);
      }
      // Blank lines at the end are no part of their own.
      while (more && records.fields().isEmpty()) {
        firstBlank = firstBlank == 0 ? records.line() : firstBlank;
        more = records.advance();
      }
    } catch (ZipException | EOFException e) {
      throw source.damaged(e);
    }
    any |= table.rows() > 0;
    if (!any) {
      throw new DataFileException(
          source.name(),
          header.line(),
          0,
          "",
          "the header is all there is, expected rows after it");
    }
    return table;
  }

  private void take(CsvTable table) {
    List<String> fields = records.fields();
    if (fields.isEmpty()) {
      firstBlank = firstBlank == 0 ? records.line() : firstBlank;
      return;
    }
    if (firstBlank > 0 && header.width() == 1) {
      throw blankInColumn(firstBlank);
    }
    firstBlank = 0;
    checkWidth(header, records);
    table.add(records, header);
  }

  private void checkWidth(CsvHeader header, RowSource record) {
    int found = record.fields().size();
    if (found == header.width()) {
      return;
    }
    int wrong = Math.min(found, header.width());
    throw new DataFileException(
        source.name(),
        record.line(),
        wrong + 1,
        found < header.width() ? header.names().get(wrong) : "",
        "found "
            + CsvTable.counted(found, "field")
            + ", expected "
            + header.width()
            + " as in line "
            + header.line()
            + remedy(record));
  }

  private String remedy(RowSource record) {
    String separator = CsvHeader.separatorHint(record.fields(), settings);
    long last = record.lineOf(record.fields().size());
    if (last > record.line()) {
      return "; the record reaches to line " + last + ": is a quote not closed?" + separator;
    }
    return separator.isEmpty() ? "; correct or remove the row" : separator;
  }

  private DataFileException blankInColumn(long line) {
    return new DataFileException(
        source.name(),
        line,
        1,
        "",
        "found a blank line among the rows of a one-column file, expected a value; fill it in or"
            + " remove the line");
  }

  @Override
  public void close() throws IOException {
    records.close();
  }
}
