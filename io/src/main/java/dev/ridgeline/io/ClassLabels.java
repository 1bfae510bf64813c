package dev.ridgeline.io;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The classes of a target column's texts, learnt from one file and found in any. */
final class ClassLabels {
  private final char point;
  private final boolean numbers;
  private final List<String> order;
  private final List<String> names;
  private final Map<String, Integer> classOf = new HashMap<>();

  /**
   * Orders the classes as asked, else sorted: as numbers where all are numbers, else as strings.
   *
   * @throws DataFileException if there is one class only
   */
  ClassLabels(CsvColumn column, CsvSettings settings) {
    List<String> labels = column.levels();
    point = settings.point;
    numbers = labels.stream().noneMatch(label -> Double.isNaN(NumberText.parse(label, point)));
    order =
        settings.classes.isEmpty()
            ? CsvCode.sorted(labels.stream().map(this::key).distinct().toList(), '.')
            : settings.classes;
    for (String name : order) {
      classOf.putIfAbsent(key(name), classOf.size());
    }
    if (classOf.size() < order.size()) {
      throw column.place().error(0, "the given classes " + order + " hold one number twice");
    }
    if (order.size() < 2) {
      throw column
          .place()
          .error(
              0,
              "all "
                  + CsvTable.counted(column.codes().length, "row")
                  + " have the class '"
                  + order.get(0)
                  + "'; classification needs at least two classes: is it the right target?");
    }
    names = renamed(column, order, settings.classNames);
  }

  /**
   * Class indices, one a row.
   *
   * @throws DataFileException if a label is none of the classes
   */
  double[] targets(CsvColumn column) {
    List<String> labels = column.levels();
    int[] classOfCode = new int[labels.size()];
    for (int code = 0; code < classOfCode.length; code++) {
      Integer found = classOf.get(key(labels.get(code)));
      if (found == null) {
        throw column
            .place()
            .error(
                column.levelLine(code),
                "found class '" + labels.get(code) + "', allowed are the given classes " + order);
      }
      classOfCode[code] = found;
    }
    return Arrays.stream(column.codes()).mapToDouble(code -> classOfCode[code]).toArray();
  }

  private static List<String> renamed(CsvColumn column, List<String> order, List<String> names) {
    if (!names.isEmpty() && names.size() != order.size()) {
      throw column
          .place()
          .error(
              0,
              "found the "
                  + order.size()
                  + " classes "
                  + order
                  + ", classNames has "
                  + names.size()
                  + ": "
                  + names);
    }
    return new ArrayList<>(names.isEmpty() ? order : names);
  }

  /** Labels of equal value are one class. */
  private String key(String label) {
    double value = numbers ? NumberText.parse(label, point) : Double.NaN;
    return Double.isNaN(value) ? label : NumberText.canonical(value);
  }

  List<String> names() {
    return names;
  }
}
