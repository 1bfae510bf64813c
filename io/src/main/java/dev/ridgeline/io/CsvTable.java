package dev.ridgeline.io;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All kept columns of a file, or of a part of its rows, read. */
final class CsvTable {
  private final String file;
  private final List<CsvColumn> features = new ArrayList<>();
  private final CsvColumn[] columns;
  private final Map<String, CsvColumn> featureNamed = new HashMap<>();
  private Optional<CsvColumn> target = Optional.empty();
  private int rows;

  /** A table without rows; features that are not declared are numbers, or what their cells say. */
  CsvTable(String file, CsvHeader header, CsvSettings settings, boolean numbers) {
    this.file = file;
    this.columns = new CsvColumn[header.width()];
    for (int j = 0; j < columns.length; j++) {
      boolean isTarget = header.target().isPresent() && header.target().getAsInt() == j;
      CsvColumn.Declared declared = header.declared(j);
      if (numbers && !isTarget && declared == CsvColumn.Declared.UNDECLARED) {
        declared = CsvColumn.Declared.NUMERIC;
      }
      columns[j] = new CsvColumn(header.place(j), declared, isTarget, settings);
      if (isTarget) {
        target = Optional.of(columns[j]);
      } else if (!header.isDropped(j)) {
        features.add(columns[j]);
        featureNamed.put(header.place(j).name(), columns[j]);
      }
    }
    if (features.isEmpty()) {
      throw new DataFileException(
          file,
          header.line(),
          0,
          "",
          "no feature column is left of "
              + counted(header.width(), "column")
              + header.separatorHint());
    }
  }

  static CsvTable read(DataSource source, CsvSettings settings) throws IOException {
    try (CsvParts parts = new CsvParts(source, settings, false)) {
      return parts.next(Integer.MAX_VALUE);
    }
  }

  static String counted(long count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  /** Takes the next row. */
  void add(RowSource record, CsvHeader header) {
    List<String> fields = record.fields();
    for (int j = 0; j < columns.length; j++) {
      if (!header.isDropped(j)) {
        columns[j].add(fields.get(j), record, j);
      }
    }
    rows++;
  }

  /** Refuses what a part of the rows cannot tell: the values of a column of texts. */
  void checkStreams(CsvSettings settings) {
    for (CsvColumn column : features) {
      if (!column.isNumeric()) {
        throw column
            .place()
            .error(
                0,
                "the column holds texts, whose values a file that is converted part by part does"
                    + " not know beforehand; "
                    + column.place().call("drop")
                    + ", or read the file whole");
      }
    }
    if (!target.orElseThrow().isNumeric() && settings.classes.isEmpty()) {
      throw target
          .get()
          .place()
          .error(
              0,
              "the target holds classes, which a file that is converted part by part does not know"
                  + " beforehand; give them with classes(...)");
    }
  }

  String file() {
    return file;
  }

  int rows() {
    return rows;
  }

  /** Fields of a record. */
  int width() {
    return columns.length;
  }

  /** The feature column that stands for one of another table. */
  CsvColumn feature(ColumnPlace other) {
    return featureNamed.get(other.name());
  }

  /** The kept columns other than the target, at least one. */
  List<CsvColumn> features() {
    return features;
  }

  Optional<CsvColumn> target() {
    return target;
  }
}
