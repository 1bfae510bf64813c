package dev.ridgeline.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.Features;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Further files read as the first one. */
class CsvEncodingTest {
  private static final CsvFormat Y = CsvFormat.withHeader().target("y");
  private static final String[] TRAIN = {
    "id,colour,size,y", "1,red,2,yes", "2,blue,3,no", "3,green,4,no", "4,blue,7,yes"
  };

  private static DataSource source(String name, String... lines) {
    byte[] bytes = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    return DataSource.stream(name, new ByteArrayInputStream(bytes));
  }

  private static CsvEncoding fit(CsvFormat format, String... lines) throws IOException {
    return format.fit(source("train.csv", lines));
  }

  private static double[][] cells(Features x) {
    double[][] rows = new double[x.rows()][x.columns()];
    for (int i = 0; i < rows.length; i++) {
      x.copyRow(i, rows[i], 0);
    }
    return rows;
  }

  private static void assertCells(double[][] expected, Features found) {
    double[][] cells = cells(found);
    assertEquals(expected.length, cells.length);
    for (int i = 0; i < expected.length; i++) {
      assertArrayEquals(expected[i], cells[i], "row " + i);
    }
  }

  private static void refuses(String message, CsvEncoding encoding, String... lines) {
    assertEquals(
        message,
        assertThrows(DataFileException.class, () -> encoding.read(source("test.csv", lines)))
            .getMessage());
  }

  @Test
  void the_first_file_is_read_as_by_its_format() throws IOException {
    CsvFormat format = Y.drop("id");
    Dataset plain = format.read(source("train.csv", TRAIN));
    CsvEncoding encoding = fit(format, TRAIN);
    Dataset again = encoding.read(source("train.csv", TRAIN));
    assertEquals(plain.featureNames(), again.featureNames());
    assertEquals(plain.featureNames(), encoding.featureNames());
    assertEquals(plain.classNames(), encoding.classNames());
    assertEquals("y", again.targetName());
    assertArrayEquals(plain.targets(), again.targets());
    assertCells(cells(plain.features()), again.features());
    assertEquals("CsvEncoding[train.csv, 4 features]", encoding.toString());
  }

  @Test
  void a_file_without_some_categories_has_their_columns_all_the_same() throws IOException {
    CsvEncoding encoding = fit(Y.drop("id"), TRAIN);
    assertEquals(
        List.of("colour=blue", "colour=green", "colour=red", "size"), encoding.featureNames());
    Dataset test =
        encoding.read(source("test.csv", "id,colour,size,y", "9,red,1,yes", "8,green,5,yes"));
    assertCells(new double[][] {{0, 0, 1, 1}, {0, 1, 0, 5}}, test.features());
    assertEquals(encoding.featureNames(), test.featureNames());
    // One class alone is enough in a further file.
    assertEquals(List.of("no", "yes"), test.classNames());
    assertArrayEquals(new double[] {1, 1}, test.targets());
  }

  @Test
  void columns_are_found_by_name_and_others_passed_over() throws IOException {
    CsvEncoding encoding = fit(Y.drop("id"), TRAIN);
    Dataset test =
        encoding.read(source("test.csv", "note,size,y,colour", "?,1,yes,red", ",5,no,blue"));
    assertCells(new double[][] {{0, 0, 1, 1}, {1, 0, 0, 5}}, test.features());
    assertArrayEquals(new double[] {1, 0}, test.targets());
  }

  @Test
  void features_are_read_with_and_without_the_target() throws IOException {
    CsvEncoding encoding = fit(Y.drop("id"), TRAIN);
    double[][] expected = {{0, 0, 1, 1}};
    assertCells(expected, encoding.readFeatures(source("new.csv", "colour,size", "red,1")));
    assertCells(
        expected, encoding.readFeatures(source("new.csv", "colour,size,y", "red,1,perhaps")));
  }

  @Test
  void a_category_of_numbers_stays_one() throws IOException {
    CsvEncoding encoding = fit(Y.categorical("zone"), "zone,y", "10,1", "9,2", "10,3");
    assertEquals(List.of("zone=9", "zone=10"), encoding.featureNames());
    Dataset test = encoding.read(source("test.csv", "zone,y", "10,5"));
    assertCells(new double[][] {{0, 1}}, test.features());
    assertArrayEquals(new double[] {5}, test.targets());
  }

  @Test
  void missing_cells_become_what_the_first_file_says() throws IOException {
    String[] train = {"size,colour,y", "1,red,1", "2,blue,2", "9,blue,3"};
    for (MissingValues treatment : new MissingValues[] {MissingValues.MEAN, MissingValues.MEDIAN}) {
      CsvEncoding encoding = fit(Y.missingValues(treatment), train);
      Dataset test = encoding.read(source("test.csv", "size,colour,y", "NA,,1", "100,red,2"));
      double filled = treatment == MissingValues.MEAN ? 4 : 2;
      assertCells(new double[][] {{filled, 1, 0}, {100, 0, 1}}, test.features());
      // Even where a column has no cell of its own.
      assertCells(
          new double[][] {{filled, 0, 1}},
          encoding.readFeatures(source("new.csv", "size,colour", ",red")));
    }
  }

  @Test
  void files_without_header_are_matched_by_place() throws IOException {
    CsvEncoding encoding =
        fit(CsvFormat.withoutHeader().target(-1), "red,2,a", "blue,3,b", "blue,4,a");
    assertEquals(List.of("x0=blue", "x0=red", "x1"), encoding.featureNames());
    Dataset test = encoding.read(source("test.csv", "red,7,b"));
    assertCells(new double[][] {{0, 1, 7}}, test.features());
    assertArrayEquals(new double[] {1}, test.targets());
    refuses("test.csv, line 1: found 2 fields, expected 3 as in train.csv", encoding, "red,7");
  }

  @Test
  void the_first_level_stays_left_out() throws IOException {
    CsvEncoding encoding = fit(Y.drop("id").dropFirstLevel(), TRAIN);
    assertEquals(List.of("colour=green", "colour=red", "size"), encoding.featureNames());
    assertCells(
        new double[][] {{0, 1, 1}, {0, 0, 2}},
        encoding.readFeatures(source("new.csv", "colour,size", "red,1", "blue,2")));
  }

  @Test
  void classes_of_equal_numbers_are_one() throws IOException {
    CsvEncoding encoding = fit(Y.classification(), "x,y", "1,0", "2,1.0", "3,2");
    Dataset test = encoding.read(source("test.csv", "x,y", "1,1", "2,2.00", "3,0.0"));
    assertArrayEquals(new double[] {1, 2, 0}, test.targets());
    assertEquals(List.of("0", "1", "2"), test.classNames());
  }

  // Unseen values

  @Test
  void an_unseen_category_is_refused_with_the_known_ones_and_advice() throws IOException {
    refuses(
        "test.csv, line 3, column 2 ('colour'): found 'teal', which the column does not hold in"
            + " train.csv; known are 'blue', 'green', 'red'; correct it, remove the row, fit the"
            + " encoding to a file with all values, or read it as none of them with"
            + " unseenLevels(UnseenLevels.ZEROS)",
        fit(Y.drop("id"), TRAIN),
        "id,colour,size,y",
        "1,red,2,yes",
        "2,teal,3,no");
  }

  @Test
  void an_unseen_category_is_none_of_the_known_ones_on_request() throws IOException {
    CsvEncoding encoding = fit(Y.drop("id").unseenLevels(UnseenLevels.ZEROS), TRAIN);
    Dataset test = encoding.read(source("test.csv", "colour,size,y", "teal,1,yes", "red,2,no"));
    assertCells(new double[][] {{0, 0, 0, 1}, {0, 0, 1, 2}}, test.features());
  }

  @Test
  void more_unseen_categories_than_levels_are_allowed_are_found_as_such() throws IOException {
    CsvEncoding encoding = fit(Y.drop("id").maxLevels(3), TRAIN);
    String message =
        assertThrows(
                DataFileException.class,
                () ->
                    encoding.read(
                        source(
                            "test.csv", "colour,size,y", "a,1,no", "b,2,no", "c,3,no", "d,4,no")))
            .getMessage();
    assertEquals(
        "test.csv, line 2, column 1 ('colour'): found 'a'",
        message.substring(0, message.indexOf("a'") + 2));
  }

  @Test
  void an_unseen_class_is_refused() throws IOException {
    refuses(
        "test.csv, line 2, column 3 ('y'): found class 'perhaps', allowed are the given classes"
            + " [no, yes]",
        fit(Y.drop("id"), TRAIN),
        "colour,size,y",
        "red,2,perhaps");
  }

  @Test
  void a_text_in_a_column_of_numbers_is_refused() throws IOException {
    refuses(
        "test.csv, line 2, column 2 ('size'): found 'big', expected a number; correct it, or"
            + " declare it as missing with missingTexts",
        fit(Y.drop("id"), TRAIN),
        "colour,size,y",
        "red,big,no");
    refuses(
        "test.csv, line 2, column 2 ('size'): found '1e999', expected a finite number (at most"
            + " 1.8e308); correct it, or declare it with missingTexts",
        fit(Y.drop("id"), TRAIN),
        "colour,size,y",
        "red,1e999,no");
  }

  @Test
  void a_missing_cell_is_refused_unless_it_is_to_be_filled() throws IOException {
    String message =
        assertThrows(
                DataFileException.class,
                () -> fit(Y.drop("id"), TRAIN).read(source("test.csv", "colour,size,y", "red,,no")))
            .getMessage();
    assertEquals(
        "test.csv, line 2, column 2 ('size'): found no value;",
        message.substring(0, message.indexOf(';') + 1));
  }

  @Test
  void a_missing_column_is_refused_with_those_that_there_are() throws IOException {
    CsvEncoding encoding = fit(Y.drop("id"), TRAIN);
    refuses(
        "test.csv, line 1: there is no column 'size' (did you mean 'sise'?); the 3 columns are"
            + " 'colour', 'sise', 'y'; train.csv has it, and its encoding needs it",
        encoding,
        "colour,sise,y",
        "red,1,no");
    refuses(
        "test.csv, line 1: there is no target 'y'; the 2 columns are 'colour', 'size'; for a file"
            + " without targets use readFeatures",
        encoding,
        "colour,size",
        "red,1");
  }

  @Test
  void a_column_that_occurs_twice_is_refused() throws IOException {
    refuses(
        "test.csv, line 1, column 3 ('size'): column 2 has the same name; rename one, or drop(1) or"
            + " drop(2)",
        fit(Y.drop("id"), TRAIN),
        "colour,size,size,y",
        "red,1,2,no");
  }

  @Test
  void an_encoding_without_target_reads_features_alone() throws IOException {
    CsvEncoding encoding = fit(CsvFormat.withHeader(), "colour,size", "red,2", "blue,3", "red,1");
    assertCells(
        new double[][] {{1, 0, 4}},
        encoding.readFeatures(source("new.csv", "size,colour", "4,blue")));
    assertEquals(List.of(), encoding.classNames());
    assertEquals(
        "the format of this encoding has no target: use readFeatures, or fit it with target(...)",
        assertThrows(
                IllegalStateException.class,
                () -> encoding.read(source("new.csv", "size,colour", "4,blue")))
            .getMessage());
  }
}
