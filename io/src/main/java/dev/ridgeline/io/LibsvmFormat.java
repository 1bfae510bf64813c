package dev.ridgeline.io;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.SparseFeatures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * How a file in LIBSVM's sparse text format becomes a {@link Dataset} over {@link SparseFeatures}.
 * Immutable: every setting returns a new format.
 *
 * <p>A line is {@code label index:value index:value ...}; indices are whole numbers from 1 that
 * ascend without repeats, cells that are left out are 0, and what follows a '#' is a comment. Blank
 * lines are skipped; a line with a label alone is a row of zeros. Gzip is recognised by its first
 * bytes. Features are named by their index in the file: x1, x2, ...
 *
 * <pre>{@code
 * Dataset data = new LibsvmFormat().read(Path.of("heart_scale"));
 * }</pre>
 *
 * <p>Errors of content are {@link DataFileException}s whose column is the token in the line, the
 * label being 1. The format is that of Chih-Chung Chang and Chih-Jen Lin, LIBSVM: a library for
 * support vector machines, 2011.
 */
public final class LibsvmFormat {
  private static final int MOST_CLASSES = 1000;
  private static final int PART_ROWS = 4096;

  private final boolean regression;
  private final int firstIndex;
  private final int columns;
  private final List<Integer> classes;

  private LibsvmFormat(boolean regression, int firstIndex, int columns, List<Integer> classes) {
    this.regression = regression;
    this.firstIndex = firstIndex;
    this.columns = columns;
    this.classes = classes;
  }

  /** Classification with the classes and the number of columns as found, indices from 1. */
  public LibsvmFormat() {
    this(false, 1, 0, List.of());
  }

  /**
   * Labels are numbers to predict, not classes.
   *
   * @return the changed format
   */
  public LibsvmFormat regression() {
    return new LibsvmFormat(true, firstIndex, columns, List.of());
  }

  /**
   * Labels are these classes and no other, in this order; of two, the second is the positive class
   * 1. Without this call the classes are the labels that occur, ascending.
   *
   * @param labels at least two, all different; not all need occur
   * @return the changed format
   * @throws IllegalArgumentException if there are fewer than two or one occurs twice
   */
  public LibsvmFormat classes(int... labels) {
    List<Integer> given = IntStream.of(labels).boxed().toList();
    if (given.size() < 2 || given.stream().distinct().count() != given.size()) {
      throw new IllegalArgumentException(
          "classes needs at least two different labels, found " + given);
    }
    return new LibsvmFormat(false, firstIndex, columns, given);
  }

  /**
   * Indices count from 0 and features are named from x0.
   *
   * @return the changed format
   */
  public LibsvmFormat zeroBased() {
    return new LibsvmFormat(regression, 0, columns, classes);
  }

  /**
   * The number of features, so that a training and a test file get the same; without this call it
   * is the largest that occurs.
   *
   * @param count at least 1; a larger index is an error
   * @return the changed format
   * @throws IllegalArgumentException if below 1
   */
  public LibsvmFormat columns(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("columns must be at least 1, found " + count);
    }
    return new LibsvmFormat(regression, firstIndex, count, classes);
  }

  /**
   * Reads features and target.
   *
   * @param file plain or gzipped text
   * @return sparse features; the target is named "target"
   * @throws IOException if the file cannot be read
   * @throws DataFileException if its content is not as expected, naming file, line and token
   */
  public Dataset read(Path file) throws IOException {
    return read(DataSource.file(file));
  }

  /**
   * Reads features and target, in one pass.
   *
   * @param source plain or gzipped text
   * @return sparse features; the target is named "target"
   * @throws IOException if the source cannot be read
   * @throws DataFileException if its content is not as expected, naming source, line and token
   */
  public Dataset read(DataSource source) throws IOException {
    LibsvmParser parser = parser(source);
    return dataset(source, parser.parse(), parser.columns());
  }

  private LibsvmParser parser(DataSource source) {
    return new LibsvmParser(
        source, firstIndex, columns, regression, classes, CsrCells.LONGEST_ARRAY);
  }

  private Dataset dataset(DataSource source, CsrCells cells, int width) {
    SparseFeatures features = cells.features(width);
    Dataset data =
        regression
            ? Dataset.regression(features, cells.labels())
            : classified(source, features, cells.labels());
    List<String> names = new ArrayList<>(features.columns());
    for (int j = 0; j < features.columns(); j++) {
      names.add("x" + (j + firstIndex));
    }
    return data.withFeatureNames(names);
  }

  /**
   * Turns a file that may be larger than memory into a {@link DatasetFile}, part by part. That is a
   * dense table of 4 bytes a cell, zeros included.
   *
   * @param from plain or gzipped text, passed through once
   * @param to written aside and renamed; cells are rounded to float
   * @throws IOException if a file cannot be read or written
   * @throws DataFileException if the content is not as expected, naming file, line and token
   * @throws IllegalStateException without {@link #columns}, or without {@link #classes} or {@link
   *     #regression}, which a part of the file does not tell
   */
  public void convert(Path from, Path to) throws IOException {
    convert(DataSource.file(from), to, PART_ROWS);
  }

  /** The same in parts of another size, for tests. */
  void convert(DataSource source, Path to, int partRows) throws IOException {
    if (columns == 0 || !regression && classes.isEmpty()) {
      throw new IllegalStateException(
          "convert sees a part of the file at a time: say columns(count), and classes(labels) or"
              + " regression(); found "
              + this);
    }
    try (DatasetWriter writer = DatasetWriter.to(to)) {
      parser(source)
          .parse(
              partRows,
              cells -> {
                if (cells.rows() > 0) {
                  writer.add(dataset(source, cells, columns));
                }
              });
      writer.finish();
    }
  }

  private Dataset classified(DataSource source, SparseFeatures features, double[] labels) {
    TreeSet<Integer> found = new TreeSet<>();
    for (double label : labels) {
      found.add((int) label);
      if (found.size() > MOST_CLASSES) {
        throw new DataFileException(
            source.name(),
            "more than "
                + MOST_CLASSES
                + " different labels, too many for classes; for numbers ask for regression()");
      }
    }
    List<Integer> order = classes.isEmpty() ? List.copyOf(found) : classes;
    if (order.size() < 2) {
      throw new DataFileException(
          source.name(),
          "all "
              + CsvTable.counted(labels.length, "row")
              + " have the label "
              + order.get(0)
              + "; classification needs at least two classes");
    }
    Map<Integer, Integer> classOf = new HashMap<>();
    order.forEach(label -> classOf.put(label, classOf.size()));
    double[] targets = Arrays.stream(labels).map(label -> classOf.get((int) label)).toArray();
    return Dataset.classification(features, targets, order.stream().map(String::valueOf).toList());
  }

  /** The settings, for messages. */
  @Override
  public String toString() {
    return "LibsvmFormat["
        + (regression
            ? "regression"
            : classes.isEmpty() ? "classes as found" : "classes " + classes)
        + ", indices from "
        + firstIndex
        + ", "
        + (columns > 0 ? columns : "any number of")
        + " columns]";
  }
}
