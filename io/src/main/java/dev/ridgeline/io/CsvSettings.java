package dev.ridgeline.io;

import dev.ridgeline.data.Task;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The fields of a {@link CsvFormat}; written only between {@link #copy} and the constructor. */
final class CsvSettings {
  boolean header;
  List<String> columnNames = List.of();
  int skipLines;
  char separator = ',';
  boolean blanks;
  OptionalInt comment = OptionalInt.empty();
  Charset charset = StandardCharsets.UTF_8;
  char point = '.';
  Optional<ColumnKey> target = Optional.empty();
  List<ColumnKey> dropped = List.of();
  List<ColumnKey> numeric = List.of();
  List<ColumnKey> categorical = List.of();
  Optional<Task> task = Optional.empty();
  List<String> classes = List.of();
  List<String> classNames = List.of();
  MissingValues missing = MissingValues.REFUSE;
  Set<String> missingTexts = Set.of("", "NA", "N/A", "NaN", "nan", "?", "null", "NULL");
  boolean dropFirstLevel;
  int maxLevels = 1000;

  CsvSettings copy() {
    CsvSettings copy = new CsvSettings();
    copy.header = header;
    copy.columnNames = columnNames;
    copy.skipLines = skipLines;
    copy.separator = separator;
    copy.blanks = blanks;
    copy.comment = comment;
    copy.charset = charset;
    copy.point = point;
    copy.target = target;
    copy.dropped = dropped;
    copy.numeric = numeric;
    copy.categorical = categorical;
    copy.task = task;
    copy.classes = classes;
    copy.classNames = classNames;
    copy.missing = missing;
    copy.missingTexts = missingTexts;
    copy.dropFirstLevel = dropFirstLevel;
    copy.maxLevels = maxLevels;
    return copy;
  }
}
