package dev.ridgeline.io;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How a column becomes features, learnt from one file and applied to any: a number, missing cells
 * filled with a number, or one 0/1 feature a level.
 */
final class CsvCode {
  private static final int SHOWN_LEVELS = 20;

  private final CsvSettings settings;
  private final ColumnPlace learnt;
  private final boolean numeric;
  private final double filling;
  private final List<String> levels;
  private final int mostFrequent;

  /** Learns from all rows of a file. */
  CsvCode(CsvColumn column, CsvSettings settings) {
    this.settings = settings;
    learnt = column.place();
    numeric = column.isNumeric();
    filling = numeric ? filling(column) : 0;
    levels = numeric ? List.of() : sorted(column.levels(), settings.point);
    mostFrequent = numeric ? 0 : mostFrequent(column);
  }

  /** Where the column stood in the file. */
  ColumnPlace learnt() {
    return learnt;
  }

  boolean isNumeric() {
    return numeric;
  }

  /** Names of the features. */
  List<String> names() {
    return numeric
        ? List.of(learnt.name())
        : levels.stream()
            .skip(settings.dropFirstLevel ? 1 : 0)
            .map(level -> learnt.name() + "=" + level)
            .toList();
  }

  /** One array a feature, one number a row. */
  List<double[]> encode(CsvColumn column) {
    if (!numeric) {
      return indicators(column);
    }
    column.checkFinite();
    double[] cells = column.numbers();
    for (int i = 0; i < cells.length && column.missing() > 0; i++) {
      cells[i] = Double.isNaN(cells[i]) ? filling : cells[i];
    }
    return List.of(cells);
  }

  private List<double[]> indicators(CsvColumn column) {
    int[] rankOf = ranks(column);
    int[] codes = column.codes();
    double[][] features = new double[levels.size()][codes.length];
    for (int i = 0; i < codes.length; i++) {
      int level = codes[i] < 0 ? mostFrequent : rankOf[codes[i]];
      if (level >= 0) {
        features[level][i] = 1;
      }
    }
    return List.of(features).subList(settings.dropFirstLevel ? 1 : 0, features.length);
  }

  /** The learnt level of each text of a column, -1 for one that was not seen. */
  private int[] ranks(CsvColumn column) {
    Map<String, Integer> rank = new HashMap<>();
    levels.forEach(level -> rank.put(level, rank.size()));
    List<String> texts = column.levels();
    int[] ranks = new int[texts.size()];
    for (int code = 0; code < ranks.length; code++) {
      ranks[code] = rank.getOrDefault(texts.get(code), -1);
      if (ranks[code] < 0 && settings.unseen == UnseenLevels.REFUSE) {
        throw column
            .place()
            .error(
                column.levelLine(code),
                "found '"
                    + texts.get(code)
                    + "', which the column does not hold in "
                    + learnt.file()
                    + "; known are "
                    + shownLevels()
                    + "; correct it, remove the row, fit the encoding to a file with all values, or"
                    + " read it as none of them with unseenLevels(UnseenLevels.ZEROS)");
      }
    }
    return ranks;
  }

  private String shownLevels() {
    int more = levels.size() - SHOWN_LEVELS;
    return levels.stream()
            .limit(SHOWN_LEVELS)
            .map(level -> "'" + level + "'")
            .collect(Collectors.joining(", "))
        + (more > 0 ? " and " + more + " more" : "");
  }

  private int mostFrequent(CsvColumn column) {
    int[] rankOf = ranks(column);
    int[] counts = new int[levels.size()];
    for (int code : column.codes()) {
      if (code >= 0) {
        counts[rankOf[code]]++;
      }
    }
    int most = 0;
    for (int level = 1; level < counts.length; level++) {
      most = counts[level] > counts[most] ? level : most;
    }
    return most;
  }

  private double filling(CsvColumn column) {
    if (settings.missing == MissingValues.REFUSE) {
      return 0;
    }
    double[] known = Arrays.stream(column.numbers()).filter(cell -> !Double.isNaN(cell)).toArray();
    return settings.missing == MissingValues.MEAN ? mean(known) : median(known);
  }

  /** By updates, so that a sum cannot overflow. */
  private static double mean(double[] values) {
    double mean = 0;
    for (int i = 0; i < values.length; i++) {
      mean += values[i] / (i + 1) - mean / (i + 1);
    }
    return mean;
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    int half = values.length / 2;
    return values.length % 2 == 1 ? values[half] : values[half - 1] / 2 + values[half] / 2;
  }

  /** By value where all are numbers, else as strings. */
  static List<String> sorted(List<String> levels, char point) {
    List<String> sorted = new ArrayList<>(levels);
    boolean numbers =
        levels.stream().noneMatch(level -> Double.isNaN(NumberText.parse(level, point)));
    Comparator<String> asText = Comparator.naturalOrder();
    sorted.sort(
        numbers
            ? Comparator.comparingDouble((String level) -> NumberText.parse(level, point))
                .thenComparing(asText)
            : asText);
    return sorted;
  }
}
