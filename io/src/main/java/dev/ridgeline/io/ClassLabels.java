package dev.ridgeline.io;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Class indices of a target column's texts. */
final class ClassLabels {
  private final List<String> names;
  private final double[] targets;

  /**
   * Orders the classes as asked, else sorted: as numbers where all are numbers, else as strings.
   *
   * @throws DataFileException if there is one class only, or a label that is not among those asked
   */
  ClassLabels(CsvColumn column, CsvSettings settings) {
    List<String> labels = column.levels();
    boolean numbers =
        labels.stream().noneMatch(label -> Double.isNaN(NumberText.parse(label, settings.point)));
    List<String> keys =
        labels.stream().map(label -> numbers ? key(label, settings.point) : label).toList();
    List<String> order =
        settings.classes.isEmpty()
            ? CsvEncoding.sorted(keys.stream().distinct().toList(), '.')
            : settings.classes;
    Map<String, Integer> classOf = new HashMap<>();
    for (String name : order) {
      classOf.putIfAbsent(numbers ? key(name, settings.point) : name, classOf.size());
    }
    if (classOf.size() < order.size()) {
      throw column.place().error(0, "the given classes " + order + " hold one number twice");
    }
    int[] classOfCode = new int[keys.size()];
    for (int code = 0; code < classOfCode.length; code++) {
      Integer found = classOf.get(keys.get(code));
      if (found == null) {
        throw column
            .place()
            .error(
                column.levelLine(code),
                "found class '" + labels.get(code) + "', allowed are the given classes " + order);
      }
      classOfCode[code] = found;
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
    this.names = renamed(column, order, settings.classNames);
    this.targets = Arrays.stream(column.codes()).mapToDouble(code -> classOfCode[code]).toArray();
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
  private static String key(String label, char point) {
    double value = NumberText.parse(label, point);
    return Double.isNaN(value) ? label : NumberText.canonical(value);
  }

  List<String> names() {
    return names;
  }

  double[] targets() {
    return targets;
  }
}
