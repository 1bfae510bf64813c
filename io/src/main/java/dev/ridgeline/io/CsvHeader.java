package dev.ridgeline.io;

import dev.ridgeline.data.Task;
import dev.ridgeline.plugin.Nearest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/** The names of a file's columns and what each is for. */
final class CsvHeader {
  private static final int SHOWN_NAMES = 20;

  private final String file;
  private final CsvSettings settings;
  private final long line;
  private final List<String> names;
  private final String separatorHint;
  private final Set<Integer> dropped = new HashSet<>();
  private final Set<Integer> numeric = new HashSet<>();
  private final Set<Integer> categorical = new HashSet<>();
  private final OptionalInt target;

  /** Resolves all settings against the first record: the header itself, or the first row. */
  CsvHeader(String file, CsvSettings settings, RowSource first) {
    this.file = file;
    this.settings = settings;
    this.line = first.line();
    this.separatorHint = separatorHint(first.fields(), settings);
    this.names = names(first.fields());
    if (settings.known.isPresent()) {
      adopt(settings.known.get(), first);
    } else {
      resolve(settings.dropped, ColumnKey.Index.class, "dropped column", dropped);
      if (settings.header) {
        checkNames(first);
      }
      resolve(settings.dropped, ColumnKey.Name.class, "dropped column", dropped);
      resolve(settings.numeric, ColumnKey.class, "numeric column", numeric);
      resolve(settings.categorical, ColumnKey.class, "categorical column", categorical);
    }
    this.target =
        settings.target.isPresent()
            ? OptionalInt.of(find(settings.target.get(), "target"))
            : OptionalInt.empty();
    target.ifPresent(at -> refuse(dropped.contains(at), at, "the target is also dropped"));
    categorical.forEach(
        at -> refuse(numeric.contains(at), at, "it is declared numeric and categorical"));
  }

  /** Finds the columns of another file, by name, and leaves out all others. */
  private void adopt(CsvEncoding known, RowSource first) {
    if (!settings.header && names.size() != known.width()) {
      throw problem(
          "found "
              + CsvTable.counted(names.size(), "field")
              + ", expected "
              + known.width()
              + " as in "
              + known.file()
              + separatorHint);
    }
    Set<String> wanted = new HashSet<>();
    known.codes().forEach(code -> wanted.add(code.learnt().name()));
    if (settings.target.isPresent()) {
      wanted.add(known.target().orElseThrow().name());
    }
    for (int j = 0; j < names.size(); j++) {
      if (!wanted.contains(names.get(j))) {
        dropped.add(j);
      }
    }
    if (settings.header) {
      checkNames(first);
    }
    for (CsvCode code : known.codes()) {
      int at = find(new ColumnKey.Name(code.learnt().name()), "column");
      (code.isNumeric() ? numeric : categorical).add(at);
    }
  }

  static DataFileException tooShort(String file, int skipLines) {
    return new DataFileException(
        file, "it ends within the first " + skipLines + " lines, which skipLines asks to skip");
  }

  int width() {
    return names.size();
  }

  List<String> names() {
    return names;
  }

  /** The line of the header or, without one, of the first row. */
  long line() {
    return line;
  }

  OptionalInt target() {
    return target;
  }

  boolean isDropped(int at) {
    return dropped.contains(at);
  }

  ColumnPlace place(int at) {
    boolean named = settings.header || !settings.columnNames.isEmpty();
    ColumnKey key =
        named && !names.get(at).isEmpty()
            ? new ColumnKey.Name(names.get(at))
            : new ColumnKey.Index(at);
    return new ColumnPlace(file, at + 1, names.get(at), key);
  }

  /** A sentence about another separator, where the first record looks as if it had one. */
  String separatorHint() {
    return separatorHint;
  }

  /** What the column holds, as far as the caller has said so. */
  CsvColumn.Declared declared(int at) {
    if (target.isPresent() && target.getAsInt() == at && settings.task.isPresent()) {
      return settings.task.get() == Task.REGRESSION
          ? CsvColumn.Declared.NUMERIC
          : CsvColumn.Declared.CATEGORICAL;
    }
    if (numeric.contains(at)) {
      return CsvColumn.Declared.NUMERIC;
    }
    return categorical.contains(at)
        ? CsvColumn.Declared.CATEGORICAL
        : CsvColumn.Declared.UNDECLARED;
  }

  /** A sentence about another separator, where the only column looks like several. */
  static String separatorHint(List<String> fields, CsvSettings settings) {
    if (fields.size() != 1 || settings.blanks) {
      return "";
    }
    for (char other : new char[] {',', ';', '\t', '|'}) {
      if (other != settings.separator && fields.get(0).indexOf(other) >= 0) {
        String shown = other == '\t' ? "\\t" : String.valueOf(other);
        return "; the line holds '"
            + shown
            + "': is the file meant for separator('"
            + shown
            + "')?";
      }
    }
    return fields.get(0).strip().indexOf(' ') >= 0
        ? "; the line holds blanks: is the file meant for separatedByBlanks()?"
        : "";
  }

  private List<String> names(List<String> fields) {
    List<String> found = new ArrayList<>(fields.size());
    if (settings.header) {
      fields.forEach(name -> found.add(name.strip()));
    } else if (!settings.columnNames.isEmpty()) {
      if (settings.columnNames.size() != fields.size()) {
        throw problem(
            "found "
                + fields.size()
                + " fields, columnNames has "
                + settings.columnNames.size()
                + separatorHint);
      }
      found.addAll(settings.columnNames);
    } else {
      for (int j = 0; j < fields.size(); j++) {
        found.add("x" + j);
      }
    }
    return List.copyOf(found);
  }

  private void checkNames(RowSource first) {
    Map<String, Integer> seen = new HashMap<>();
    for (int j = 0; j < names.size(); j++) {
      String name = names.get(j);
      if (dropped.contains(j)) {
        continue;
      }
      if (name.isEmpty()) {
        throw new DataFileException(
            file,
            first.lineOf(j),
            j + 1,
            "",
            "the column has no name in the header; give it one, or drop(" + j + ")");
      }
      if (name.indexOf('\uFFFD') >= 0) {
        throw new DataFileException(
            file, first.lineOf(j), j + 1, name, CsvColumn.undecodable(settings));
      }
      Integer before = seen.putIfAbsent(name, j);
      if (before != null) {
        throw new DataFileException(
            file,
            first.lineOf(j),
            j + 1,
            name,
            "column "
                + (before + 1)
                + " has the same name; rename one, or drop("
                + before
                + ") or drop("
                + j
                + ")");
      }
    }
  }

  private void resolve(
      List<ColumnKey> keys, Class<? extends ColumnKey> kind, String role, Set<Integer> out) {
    keys.stream().filter(kind::isInstance).forEach(key -> out.add(find(key, role)));
  }

  private int find(ColumnKey key, String role) {
    if (key instanceof ColumnKey.Index index) {
      int at = index.index() < 0 ? index.index() + names.size() : index.index();
      if (at < 0 || at >= names.size()) {
        throw problem(
            role
                + " "
                + index
                + " is out of range: found "
                + CsvTable.counted(names.size(), "column")
                + ", allowed are 0 to "
                + (names.size() - 1)
                + ", or -1 to -"
                + names.size()
                + " from the end"
                + separatorHint);
      }
      return at;
    }
    String name = ((ColumnKey.Name) key).name();
    for (int j = 0; j < names.size(); j++) {
      if (names.get(j).equals(name) && !dropped.contains(j)) {
        return j;
      }
    }
    if (names.contains(name)) {
      return names.indexOf(name);
    }
    throw problem(
        "there is no "
            + role
            + " '"
            + name
            + "'"
            + Nearest.hint(name, names)
            + "; the "
            + CsvTable.counted(names.size(), "column")
            + (names.size() == 1 ? " is " : " are ")
            + shownNames()
            + separatorHint
            + (settings.known.isEmpty() ? "" : missing(role)));
  }

  private DataFileException problem(String text) {
    return new DataFileException(file, line, 0, "", text);
  }

  private String missing(String role) {
    return role.equals("target")
        ? "; for a file without targets use readFeatures"
        : "; " + settings.known.get().file() + " has it, and its encoding needs it";
  }

  private String shownNames() {
    String shown =
        names.stream().limit(SHOWN_NAMES).map(n -> "'" + n + "'").collect(Collectors.joining(", "));
    int more = names.size() - SHOWN_NAMES;
    return more > 0 ? shown + " and " + more + " more" : shown;
  }

  private void refuse(boolean contradiction, int at, String problem) {
    if (contradiction) {
      throw place(at).error(line, problem + "; choose one");
    }
  }
}
