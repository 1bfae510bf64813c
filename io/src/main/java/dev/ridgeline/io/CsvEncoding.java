package dev.ridgeline.io;

import dev.ridgeline.data.DenseFeatures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Columns as numbers: imputed, and one column a level for categories. */
final class CsvEncoding {
  private final CsvTable table;
  private final CsvSettings settings;
  private final List<String> names = new ArrayList<>();
  private final List<double[]> columns = new ArrayList<>();

  CsvEncoding(CsvTable table, CsvSettings settings) {
    this.table = table;
    this.settings = settings;
    Map<String, CsvColumn> owner = new HashMap<>();
    for (CsvColumn column : table.features()) {
      int before = names.size();
      if (column.isNumeric()) {
        names.add(column.place().name());
        columns.add(imputed(column));
      } else {
        addIndicators(column);
      }
      for (String name : names.subList(before, names.size())) {
        CsvColumn other = owner.putIfAbsent(name, column);
        if (other != null) {
          throw column
              .place()
              .error(
                  0,
                  "the feature name '"
                      + name
                      + "' comes from this column and from column "
                      + other.place().number()
                      + "; rename one, or "
                      + column.place().call("drop"));
        }
      }
    }
  }

  /** One name a column. */
  List<String> names() {
    return names;
  }

  /** All columns side by side. */
  DenseFeatures features() {
    int width = columns.size();
    long size = (long) table.rows() * width;
    if (size > Integer.MAX_VALUE - 8) {
      throw new DataFileException(
          table.file(),
          table.rows()
              + " rows x "
              + width
              + " features are "
              + size
              + " cells; a dense table holds at most "
              + (Integer.MAX_VALUE - 8)
              + ": drop columns, read fewer rows, or use the LIBSVM format");
    }
    double[] cells = new double[(int) size];
    for (int j = 0; j < width; j++) {
      double[] column = columns.get(j);
      for (int i = 0, at = j; i < column.length; i++, at += width) {
        cells[at] = column[i];
      }
    }
    return new DenseFeatures(cells, table.rows(), width);
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

  private double[] imputed(CsvColumn column) {
    double[] cells = column.numbers();
    if (column.missing() == 0) {
      return cells;
    }
    double[] known = Arrays.stream(cells).filter(cell -> !Double.isNaN(cell)).toArray();
    double value = settings.missing == MissingValues.MEAN ? mean(known) : median(known);
    for (int i = 0; i < cells.length; i++) {
      cells[i] = Double.isNaN(cells[i]) ? value : cells[i];
    }
    return cells;
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

  private void addIndicators(CsvColumn column) {
    List<String> order = sorted(column.levels(), settings.point);
    Map<String, Integer> rank = new HashMap<>();
    for (String level : order) {
      rank.put(level, rank.size());
    }
    int[] ranks = column.levels().stream().mapToInt(rank::get).toArray();
    int[] codes = column.codes();
    int[] counts = new int[order.size()];
    for (int code : codes) {
      if (code >= 0) {
        counts[ranks[code]]++;
      }
    }
    int mostFrequent = 0;
    for (int level = 1; level < counts.length; level++) {
      mostFrequent = counts[level] > counts[mostFrequent] ? level : mostFrequent;
    }
    double[][] indicators = new double[order.size()][codes.length];
    for (int i = 0; i < codes.length; i++) {
      indicators[codes[i] < 0 ? mostFrequent : ranks[codes[i]]][i] = 1;
    }
    for (int level = settings.dropFirstLevel ? 1 : 0; level < indicators.length; level++) {
      names.add(column.place().name() + "=" + order.get(level));
      columns.add(indicators[level]);
    }
  }
}
