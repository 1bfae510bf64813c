package dev.ridgeline.io;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipException;

/** All kept columns of a file, read. */
final class CsvTable {
  private final DataSource source;
  private final CsvSettings settings;
  private final List<CsvColumn> features = new ArrayList<>();
  private Optional<CsvColumn> target = Optional.empty();
  private int rows;

  private CsvTable(DataSource source, CsvSettings settings) {
    this.source = source;
    this.settings = settings;
  }

  static CsvTable read(DataSource source, CsvSettings settings) throws IOException {
    CsvTable table = new CsvTable(source, settings);
    try (BufferedReader text = source.openText(settings.charset);
        RowSource records =
            settings.blanks
                ? new BlankRows(source.name(), text, settings)
                : new SeparatedRows(source.name(), text, settings)) {
      table.readAll(records);
    } catch (ZipException | EOFException e) {
      throw source.damaged(e);
    }
    return table;
  }

  static String counted(long count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  private void readAll(RowSource records) throws IOException {
    boolean any = records.advance();
    while (any && records.fields().isEmpty()) {
      any = records.advance();
    }
    if (!any) {
      throw new DataFileException(
          source.name(),
          "the file is empty, expected "
              + (settings.header ? "a header and at least one row" : "at least one row"));
    }
    CsvHeader header = new CsvHeader(source.name(), settings, records);
    CsvColumn[] columns = columns(header);
    boolean more = !settings.header || records.advance();
    long firstBlank = 0;
    for (; more; more = records.advance()) {
      List<String> fields = records.fields();
      if (fields.isEmpty()) {
        firstBlank = firstBlank == 0 ? records.line() : firstBlank;
      } else {
        if (firstBlank > 0 && header.width() == 1) {
          throw blankInColumn(firstBlank);
        }
        firstBlank = 0;
        checkWidth(header, records);
        for (int j = 0; j < columns.length; j++) {
          if (!header.isDropped(j)) {
            columns[j].add(fields.get(j), records, j);
          }
        }
        rows++;
      }
    }
    if (rows == 0) {
      throw new DataFileException(
          source.name(),
          header.line(),
          0,
          "",
          "the header is all there is, expected rows after it");
    }
  }

  private CsvColumn[] columns(CsvHeader header) {
    CsvColumn[] columns = new CsvColumn[header.width()];
    for (int j = 0; j < columns.length; j++) {
      boolean isTarget = header.target().isPresent() && header.target().getAsInt() == j;
      columns[j] = new CsvColumn(header.place(j), header.declared(j), isTarget, settings);
      if (isTarget) {
        target = Optional.of(columns[j]);
      } else if (!header.isDropped(j)) {
        features.add(columns[j]);
      }
    }
    if (features.isEmpty()) {
      throw new DataFileException(
          source.name(),
          header.line(),
          0,
          "",
          "no feature column is left of "
              + counted(header.width(), "column")
              + header.separatorHint());
    }
    return columns;
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
            + counted(found, "field")
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

  String file() {
    return source.name();
  }

  int rows() {
    return rows;
  }

  /** The kept columns other than the target, at least one. */
  List<CsvColumn> features() {
    return features;
  }

  Optional<CsvColumn> target() {
    return target;
  }
}
