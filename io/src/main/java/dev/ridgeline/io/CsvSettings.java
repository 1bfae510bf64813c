package dev.ridgeline.io;

import dev.ridgeline.data.Task;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

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
  UnseenLevels unseen = UnseenLevels.REFUSE;
  int maxLevels = 1000;

  /**
   * What is known of the columns from another file; what is said of them above then is not read.
   */
  Optional<CsvEncoding> known = Optional.empty();

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
    copy.unseen = unseen;
    copy.maxLevels = maxLevels;
    copy.known = known;
    return copy;
  }

  /** For a further file, with its target or without. */
  CsvSettings knowing(CsvEncoding encoding, boolean withTarget) {
    CsvSettings further = copy();
    further.known = Optional.of(encoding);
    further.target =
        withTarget ? encoding.target().map(t -> new ColumnKey.Name(t.name())) : Optional.empty();
    further.task = Optional.of(encoding.isClassification() ? Task.CLASSIFICATION : Task.REGRESSION);
    // An unknown value is found as such, however many there are.
    further.maxLevels = Integer.MAX_VALUE;
    return further;
  }

  static List<ColumnKey> joined(List<ColumnKey> before, String... names) {
    return Stream.concat(before.stream(), Arrays.stream(names).map(ColumnKey.Name::new)).toList();
  }

  static List<ColumnKey> joined(List<ColumnKey> before, int... indices) {
    return Stream.concat(before.stream(), Arrays.stream(indices).mapToObj(ColumnKey.Index::new))
        .toList();
  }

  static List<String> distinct(String what, List<String> texts) {
    if (texts.stream().distinct().count() != texts.size()) {
      throw new IllegalArgumentException("a " + what + " occurs twice in " + texts);
    }
    return List.copyOf(texts);
  }
}
