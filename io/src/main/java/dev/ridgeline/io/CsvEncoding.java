package dev.ridgeline.io;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.DenseFeatures;
import dev.ridgeline.data.Features;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a {@link CsvFormat} has learnt from one file, to read further files in the same way: which
 * columns are features, the values of categorical columns and their order, what missing cells
 * become, and the classes. A model that was fitted to the first file so finds the same features in
 * the others. Immutable and thread-safe.
 *
 * <pre>{@code
 * CsvEncoding encoding = CsvFormat.withHeader().target("label").fit(Path.of("train.csv"));
 * Dataset train = encoding.read(Path.of("train.csv"));
 * Dataset test = encoding.read(Path.of("test.csv"));
 * Features unlabelled = encoding.readFeatures(Path.of("new.csv"));
 * }</pre>
 *
 * <p>Columns are found by their names in the header, in any order, or by their places where files
 * have no header. Columns that the first file did not have, or that its format drops, are passed
 * over; one that it had and that is missing is an error. So is a cell that is not what its column
 * held: a text among numbers, a class or, unless {@link CsvFormat#unseenLevels} says otherwise, a
 * category that is not known. Missing cells are refused or, under {@link CsvFormat#missingValues},
 * filled with the mean, median or most frequent value of the <em>first</em> file, so that nothing
 * is learnt from test rows.
 */
public final class CsvEncoding {
  private final CsvSettings settings;
  private final String file;
  private final int width;
  private final List<CsvCode> codes = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private final Optional<ColumnPlace> target;
  private final Optional<ClassLabels> classes;

  CsvEncoding(CsvTable table, CsvSettings settings) {
    this.settings = settings;
    file = table.file();
    width = table.width();
    target = table.target().map(CsvColumn::place);
    boolean numbers = table.target().map(CsvColumn::isNumeric).orElse(true);
    Map<String, CsvCode> owner = new HashMap<>();
    for (CsvColumn column : table.features()) {
      CsvCode code = new CsvCode(column, settings);
      codes.add(code);
      for (String name : code.names()) {
        names.add(name);
        checkName(name, column, Optional.ofNullable(owner.putIfAbsent(name, code)));
      }
    }
    classes =
        numbers ? Optional.empty() : Optional.of(new ClassLabels(table.target().get(), settings));
  }

  private static void checkName(String name, CsvColumn column, Optional<CsvCode> other) {
    if (other.isPresent()) {
      throw column
          .place()
          .error(
              0,
              "the feature name '"
                  + name
                  + "' comes from this column and from column "
                  + other.get().learnt().number()
                  + "; rename one, or "
                  + column.place().call("drop"));
    }
  }

  /**
   * Names of the features.
   *
   * @return one a feature, such as age and Genotype=E3E3
   */
  public List<String> featureNames() {
    return List.copyOf(names);
  }

  /**
   * Names of the classes.
   *
   * @return index = class; empty for a target of numbers, or without one
   */
  public List<String> classNames() {
    return classes.map(ClassLabels::names).orElse(List.of());
  }

  /**
   * Reads features and target.
   *
   * @param from plain or gzipped text: the file of the encoding or another
   * @return the features of the encoding in its order
   * @throws IOException if the file cannot be read
   * @throws DataFileException if its content is not as in the first file, naming file, line and
   *     column
   * @throws IllegalStateException if the format has no target
   */
  public Dataset read(Path from) throws IOException {
    return read(DataSource.file(from));
  }

  /**
   * Reads features and target.
   *
   * @param from plain or gzipped text: the source of the encoding or another
   * @return as for a file
   * @throws IOException if the source cannot be read
   * @throws DataFileException if its content is not as in the first file, naming source, line and
   *     column
   * @throws IllegalStateException if the format has no target
   */
  public Dataset read(DataSource from) throws IOException {
    if (target.isEmpty()) {
      throw new IllegalStateException(
          "the format of this encoding has no target: use readFeatures, or fit it with"
              + " target(...)");
    }
    return dataset(CsvTable.read(from, settings.knowing(this, true)));
  }

  /**
   * Reads features alone.
   *
   * @param from plain or gzipped text, with or without the target's column, which is not looked at
   * @return the features of the encoding in its order
   * @throws IOException if the file cannot be read
   * @throws DataFileException if its content is not as in the first file, naming file, line and
   *     column
   */
  public Features readFeatures(Path from) throws IOException {
    return readFeatures(DataSource.file(from));
  }

  /**
   * Reads features alone.
   *
   * @param from plain or gzipped text, with or without the target's column, which is not looked at
   * @return the features of the encoding in its order
   * @throws IOException if the source cannot be read
   * @throws DataFileException if its content is not as in the first file, naming source, line and
   *     column
   */
  public Features readFeatures(DataSource from) throws IOException {
    return features(CsvTable.read(from, settings.knowing(this, false)));
  }

  /** The table that was learnt from, or one that was read knowing this. */
  Dataset dataset(CsvTable table) {
    CsvColumn column = table.target().orElseThrow();
    DenseFeatures features = features(table);
    Dataset data;
    if (classes.isEmpty()) {
      column.checkFinite();
      data = Dataset.regression(features, column.numbers());
    } else {
      data = Dataset.classification(features, classes.get().targets(column), classes.get().names());
    }
    boolean named = settings.header || !settings.columnNames.isEmpty();
    return data.withFeatureNames(names)
        .withTargetName(named ? target.orElseThrow().name() : "target");
  }

  /** All features side by side. */
  DenseFeatures features(CsvTable table) {
    List<double[]> columns = new ArrayList<>();
    for (CsvCode code : codes) {
      columns.addAll(code.encode(table.feature(code.learnt())));
    }
    int features = columns.size();
    long size = (long) table.rows() * features;
    if (size > Integer.MAX_VALUE - 8) {
      throw new DataFileException(
          table.file(),
          table.rows()
              + " rows x "
              + features
              + " features are "
              + size
              + " cells; a dense table holds at most "
              + (Integer.MAX_VALUE - 8)
              + ": drop columns, read fewer rows, or use the LIBSVM format");
    }
    double[] cells = new double[(int) size];
    for (int j = 0; j < features; j++) {
      double[] column = columns.get(j);
      for (int i = 0, at = j; i < column.length; i++, at += features) {
        cells[at] = column[i];
      }
    }
    return new DenseFeatures(cells, table.rows(), features);
  }

  /** The source that it was learnt from. */
  String file() {
    return file;
  }

  /** Fields of a record of that source. */
  int width() {
    return width;
  }

  /** One a kept column, in the order of the source. */
  List<CsvCode> codes() {
    return codes;
  }

  Optional<ColumnPlace> target() {
    return target;
  }

  /** Whether the target holds classes. */
  boolean isClassification() {
    return classes.isPresent();
  }

  /** The source and the features. */
  @Override
  public String toString() {
    return "CsvEncoding[" + file + ", " + names.size() + " features]";
  }
}
