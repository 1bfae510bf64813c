package dev.ridgeline.io;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.Features;
import dev.ridgeline.data.Task;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;

/**
 * How a file of comma (or otherwise) separated values becomes a {@link Dataset}. Immutable: every
 * setting returns a new format. Above 300 lines for its Javadoc: one method a setting. Further
 * files of the same kind, such as test data, are read by {@link #fit}.
 *
 * <pre>{@code
 * Dataset data = CsvFormat.withHeader()
 *     .target("label")
 *     .classes("Control", "Impaired")
 *     .read(Path.of("ad_data.csv.gz"));
 * }</pre>
 *
 * <p><b>Text.</b> UTF-8 unless said otherwise, gzip recognised by its first bytes, records after
 * RFC 4180 (quotes, doubled quotes within quotes, line breaks within quotes). Blanks around a cell
 * do not count. Blank lines are skipped, except among the rows of a one-column file, where they are
 * an error. A row with more or fewer fields than the first record is an error.
 *
 * <p><b>Numbers.</b> Digits with an optional sign, point and exponent. Infinite numbers are errors.
 *
 * <p><b>Feature columns.</b> A column is numeric if it is declared {@link #numeric numeric}, or if
 * it is not declared and every cell that is not missing is a number. It is categorical if it is
 * declared {@link #categorical categorical}, or if it is not declared and at most half of its cells
 * are numbers. What lies between, a column of mostly numbers with some texts, is an error that
 * names the first such text: a typing error, a unit, or a way to write "missing" that has to be
 * {@linkplain #missingTexts declared}. Numbers with a decimal comma count as numbers in this rule.
 *
 * <p><b>Categories.</b> A categorical column becomes one 0/1 column for each of its values, named
 * {@code Genotype=E3E3}, in sorted order (as numbers if all are numbers, else as strings). All
 * values keep their column: a penalised model has no need of a reference category, and with one the
 * penalty would treat it differently from the others; {@link #dropFirstLevel} is for unpenalised
 * models. An undeclared column with a text of its own in each of 20 or more rows is an error, as is
 * any with more than {@link #maxLevels} values: such columns are identifiers.
 *
 * <p><b>Target.</b> Regression if its cells are numbers, also if they are just 0 and 1;
 * classification if they are text, or if {@link #classification} or {@link #classes} asks for it.
 *
 * <p>Errors of content are {@link DataFileException}s with file, line and column, which count from
 * 1 as editors and spreadsheets do; indices in the methods count from 0.
 */
public final class CsvFormat {
  private final CsvSettings settings;

  private CsvFormat(CsvSettings settings) {
    this.settings = settings;
  }

  private CsvFormat with(Consumer<CsvSettings> change) {
    CsvSettings next = settings.copy();
    change.accept(next);
    return new CsvFormat(next);
  }

  /**
   * Files whose first record names the columns.
   *
   * @return comma separated, UTF-8, no target yet, missing values refused
   */
  public static CsvFormat withHeader() {
    return withoutHeader().with(s -> s.header = true);
  }

  /**
   * Files whose first record is a row; columns are named x0, x1, ... by their index unless {@link
   * #columnNames} gives names.
   *
   * @return comma separated, UTF-8, no target yet, missing values refused
   */
  public static CsvFormat withoutHeader() {
    return new CsvFormat(new CsvSettings());
  }

  /**
   * Names for the columns of a file without header.
   *
   * @param names one a column of the file, the target's and dropped ones among them
   * @return the changed format
   * @throws IllegalArgumentException if a name is blank or occurs twice
   * @throws IllegalStateException if the format has a header
   */
  public CsvFormat columnNames(List<String> names) {
    if (settings.header) {
      throw new IllegalStateException(
          "columnNames is for files without header: use withoutHeader(), with skipLines(1) to pass"
              + " over a header");
    }
    names.forEach(ColumnKey.Name::new);
    return with(s -> s.columnNames = CsvSettings.distinct("column name", names));
  }

  /**
   * Passes over lines before the header or the first row, whatever they hold.
   *
   * @param count at least 0
   * @return the changed format
   * @throws IllegalArgumentException if negative
   */
  public CsvFormat skipLines(int count) {
    if (count < 0) {
      throw new IllegalArgumentException("skipLines must be at least 0, found " + count);
    }
    return with(s -> s.skipLines = count);
  }

  /**
   * Fields stand apart by one character.
   *
   * @param separator such as ',', ';' or '\t'
   * @return the changed format
   * @throws IllegalArgumentException for a quote or a line break
   */
  public CsvFormat separator(char separator) {
    return with(
        s -> {
          s.separator = checked("separator", separator, "\"\r\n" + mark(s.comment));
          s.blanks = false;
        });
  }

  /**
   * Fields stand apart by any number of blanks and tabs; quoted fields end in their line.
   *
   * @return the changed format
   */
  public CsvFormat separatedByBlanks() {
    return with(s -> s.blanks = true);
  }

  /**
   * Lines that begin with a character are comments; without this call there are none.
   *
   * @param mark such as '#'
   * @return the changed format
   * @throws IllegalArgumentException for a quote, a line break or the separator
   */
  public CsvFormat comments(char mark) {
    return with(
        s -> s.comment = OptionalInt.of(checked("comment mark", mark, "\"\r\n" + s.separator)));
  }

  /**
   * The encoding of the text, UTF-8 by default.
   *
   * @param charset such as ISO_8859_1; bytes that are not of it are errors in cells that are used
   * @return the changed format
   */
  public CsvFormat charset(Charset charset) {
    return with(s -> s.charset = charset);
  }

  /**
   * Numbers are written 3,14 as in many semicolon separated files.
   *
   * @return the changed format
   */
  public CsvFormat decimalComma() {
    return with(s -> s.point = ',');
  }

  /**
   * The target by name.
   *
   * @param column as in the header, blanks around it not counted
   * @return the changed format
   */
  public CsvFormat target(String column) {
    return with(s -> s.target = Optional.of(new ColumnKey.Name(column)));
  }

  /**
   * The target by index.
   *
   * @param column from 0; negative counts from the end, -1 being the last
   * @return the changed format
   */
  public CsvFormat target(int column) {
    return with(s -> s.target = Optional.of(new ColumnKey.Index(column)));
  }

  /**
   * Leaves columns out, in addition to those already left out; their cells are not looked at.
   *
   * @param columns names
   * @return the changed format
   */
  public CsvFormat drop(String... columns) {
    return with(s -> s.dropped = CsvSettings.joined(s.dropped, columns));
  }

  /**
   * Leaves columns out, in addition to those already left out; their cells are not looked at.
   *
   * @param columns from 0; negative counts from the end
   * @return the changed format
   */
  public CsvFormat drop(int... columns) {
    return with(s -> s.dropped = CsvSettings.joined(s.dropped, columns));
  }

  /**
   * Declares more columns to be numbers: a cell that is none is an error.
   *
   * @param columns names
   * @return the changed format
   */
  public CsvFormat numeric(String... columns) {
    return with(s -> s.numeric = CsvSettings.joined(s.numeric, columns));
  }

  /**
   * Declares more columns to be numbers: a cell that is none is an error.
   *
   * @param columns from 0; negative counts from the end
   * @return the changed format
   */
  public CsvFormat numeric(int... columns) {
    return with(s -> s.numeric = CsvSettings.joined(s.numeric, columns));
  }

  /**
   * Declares more columns to be categories, also if their cells look like numbers.
   *
   * @param columns names
   * @return the changed format
   */
  public CsvFormat categorical(String... columns) {
    return with(s -> s.categorical = CsvSettings.joined(s.categorical, columns));
  }

  /**
   * Declares more columns to be categories, also if their cells look like numbers.
   *
   * @param columns from 0; negative counts from the end
   * @return the changed format
   */
  public CsvFormat categorical(int... columns) {
    return with(s -> s.categorical = CsvSettings.joined(s.categorical, columns));
  }

  /**
   * The target holds numbers to predict.
   *
   * @return the changed format
   */
  public CsvFormat regression() {
    return with(
        s -> {
          s.task = Optional.of(Task.REGRESSION);
          s.classes = List.of();
          s.classNames = List.of();
        });
  }

  /**
   * The target holds classes, also if they are written as numbers. Class k is the k-th in sorted
   * order: as numbers if all are numbers (then 1 and 1.0 are one class), else as strings.
   *
   * @return the changed format
   */
  public CsvFormat classification() {
    return with(s -> s.task = Optional.of(Task.CLASSIFICATION));
  }

  /**
   * The target holds these classes and no other, in this order; of two, the second is the positive
   * class 1.
   *
   * @param labels as in the file, at least two, all different; not all need occur
   * @return the changed format
   * @throws IllegalArgumentException if there are fewer than two or one occurs twice
   */
  public CsvFormat classes(String... labels) {
    List<String> given = CsvSettings.distinct("class", Arrays.asList(labels));
    if (given.size() < 2) {
      throw new IllegalArgumentException("classes needs at least two labels, found " + given);
    }
    return classification().with(s -> s.classes = given);
  }

  /**
   * Names for the classes in place of the file's labels, such as malignant for 0.
   *
   * @param names one a class in the order of the classes, all different
   * @return the changed format
   * @throws IllegalArgumentException if a name occurs twice
   */
  public CsvFormat classNames(String... names) {
    List<String> given = CsvSettings.distinct("class name", Arrays.asList(names));
    return classification().with(s -> s.classNames = given);
  }

  /**
   * What to do with missing feature cells.
   *
   * @param treatment refuse, the default, or impute
   * @return the changed format
   */
  public CsvFormat missingValues(MissingValues treatment) {
    return with(s -> s.missing = treatment);
  }

  /**
   * Which cells are missing, in place of the default: empty, NA, N/A, NaN, nan, ?, null, NULL.
   *
   * @param texts compared exactly, blanks around a cell not counted
   * @return the changed format
   */
  public CsvFormat missingTexts(String... texts) {
    return with(
        s ->
            s.missingTexts =
                Set.of(CsvSettings.distinct("text", Arrays.asList(texts)).toArray(String[]::new)));
  }

  /**
   * Leaves out the first 0/1 column of each categorical column, as unpenalised models need it.
   *
   * @return the changed format
   */
  public CsvFormat dropFirstLevel() {
    return with(s -> s.dropFirstLevel = true);
  }

  /**
   * What a {@link CsvEncoding} of this format does with values of a categorical column that are new
   * in a further file.
   *
   * @param treatment refuse, the default, or all 0/1 columns 0
   * @return the changed format
   */
  public CsvFormat unseenLevels(UnseenLevels treatment) {
    return with(s -> s.unseen = treatment);
  }

  /**
   * The largest number of different values of a categorical column or of classes, 1000 by default.
   *
   * @param count at least 2
   * @return the changed format
   * @throws IllegalArgumentException if below 2
   */
  public CsvFormat maxLevels(int count) {
    if (count < 2) {
      throw new IllegalArgumentException("maxLevels must be at least 2, found " + count);
    }
    return with(s -> s.maxLevels = count);
  }

  /**
   * Reads features and target.
   *
   * @param file plain or gzipped text
   * @return features in the order of the file; the target's name is that of its column, or "target"
   *     where columns have no names
   * @throws IOException if the file cannot be read
   * @throws DataFileException if its content is not as expected, naming file, line and column
   * @throws IllegalStateException if no target is set
   */
  public Dataset read(Path file) throws IOException {
    return read(DataSource.file(file));
  }

  /**
   * Reads features and target.
   *
   * @param source plain or gzipped text
   * @return as for a file
   * @throws IOException if the source cannot be read
   * @throws DataFileException if its content is not as expected, naming source, line and column
   * @throws IllegalStateException if no target is set
   */
  public Dataset read(DataSource source) throws IOException {
    return new CsvReader(settings).read(source);
  }

  /**
   * Learns from a file how to read it and further ones: which columns are numbers, the values of
   * the others and their order, what missing cells become, and the classes.
   *
   * @param file plain or gzipped text, such as the training data; with or without a target set
   * @return reads this file as {@link #read(Path)} does, and others in the same way
   * @throws IOException if the file cannot be read
   * @throws DataFileException if its content is not as expected, naming file, line and column
   */
  public CsvEncoding fit(Path file) throws IOException {
    return fit(DataSource.file(file));
  }

  /**
   * Learns from a source how to read it and further ones.
   *
   * @param source plain or gzipped text, such as the training data; with or without a target set
   * @return as for a file
   * @throws IOException if the source cannot be read
   * @throws DataFileException if its content is not as expected, naming source, line and column
   */
  public CsvEncoding fit(DataSource source) throws IOException {
    return new CsvReader(settings).fit(source);
  }

  /**
   * Turns a file that may be larger than memory into a {@link DatasetFile}, part by part: columns
   * of numbers, and a target of numbers or of the given {@link #classes}.
   *
   * @param from plain or gzipped text, passed through once
   * @param to written aside and renamed; cells are rounded to float
   * @throws IOException if a file cannot be read or written
   * @throws DataFileException if the content is not as expected, naming file, line and column, or a
   *     column is one of texts
   * @throws IllegalStateException if no target is set, or missing values are to be imputed, which
   *     needs all rows at once
   */
  public void convert(Path from, Path to) throws IOException {
    convert(DataSource.file(from), to, CsvReader.PART_CELLS);
  }

  /** The same in parts of another size, for tests. */
  void convert(DataSource source, Path to, int partCells) throws IOException {
    new CsvReader(settings).convert(source, to, partCells);
  }

  /**
   * Reads a table without target.
   *
   * @param file plain or gzipped text
   * @return all columns that are not dropped, in the order of the file
   * @throws IOException if the file cannot be read
   * @throws DataFileException if its content is not as expected, naming file, line and column
   * @throws IllegalStateException if a target is set
   */
  public Features readFeatures(Path file) throws IOException {
    return readFeatures(DataSource.file(file));
  }

  /**
   * Reads a table without target.
   *
   * @param source plain or gzipped text
   * @return all columns that are not dropped, in the order of the file
   * @throws IOException if the source cannot be read
   * @throws DataFileException if its content is not as expected, naming source, line and column
   * @throws IllegalStateException if a target is set
   */
  public Features readFeatures(DataSource source) throws IOException {
    return new CsvReader(settings).readFeatures(source);
  }

  /**
   * Reads one column of numbers, such as targets that have a file of their own.
   *
   * @param file plain or gzipped text with one column that is not dropped
   * @return one finite number a row
   * @throws IOException if the file cannot be read
   * @throws DataFileException if its content is not as expected, naming file, line and column
   * @throws IllegalStateException if a target is set
   */
  public double[] readColumn(Path file) throws IOException {
    return readColumn(DataSource.file(file));
  }

  /**
   * Reads one column of numbers, such as targets that have a file of their own.
   *
   * @param source plain or gzipped text with one column that is not dropped
   * @return one finite number a row
   * @throws IOException if the source cannot be read
   * @throws DataFileException if its content is not as expected, naming source, line and column
   * @throws IllegalStateException if a target is set
   */
  public double[] readColumn(DataSource source) throws IOException {
    return new CsvReader(settings).readColumn(source);
  }

  /** The settings that matter most, for messages. */
  @Override
  public String toString() {
    return "CsvFormat["
        + (settings.header ? "header" : "no header")
        + ", separator "
        + (settings.blanks ? "blanks" : "'" + settings.separator + "'")
        + ", target "
        + settings.target.map(ColumnKey::toString).orElse("none")
        + "]";
  }

  private static char checked(String role, char given, String reserved) {
    if (reserved.indexOf(given) >= 0) {
      throw new IllegalArgumentException(
          "the "
              + role
              + " cannot be a quote, a line break, or both separator and comment mark;"
              + " found '"
              + given
              + "'");
    }
    return given;
  }

  private static String mark(OptionalInt comment) {
    return comment.isPresent() ? String.valueOf((char) comment.getAsInt()) : "";
  }
}
