package dev.ridgeline.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.Features;
import dev.ridgeline.data.Task;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class CsvFormatTest {
  private static final CsvFormat HEADER = CsvFormat.withHeader();
  private static final CsvFormat TARGET_Y = HEADER.target("y");

  private static double[][] table(Features x) {
    double[][] rows = new double[x.rows()][x.columns()];
    for (int i = 0; i < rows.length; i++) {
      x.copyRow(i, rows[i], 0);
    }
    return rows;
  }

  private static void assertTable(double[][] expected, Features x) {
    double[][] found = table(x);
    assertEquals(expected.length, found.length);
    for (int i = 0; i < expected.length; i++) {
      assertArrayEquals(expected[i], found[i], "row " + i);
    }
  }

  @Test
  void numbers_are_read_with_blanks_around_them_and_in_quotes() throws IOException {
    Dataset data = TARGET_Y.read(Text.of("a, b ,y", " 1 ,\"-2.5e1\",3", "+.5,4.,0"));
    assertTable(new double[][] {{1, -25}, {0.5, 4}}, data.features());
    assertArrayEquals(new double[] {3, 0}, data.targets());
    assertEquals(List.of("a", "b"), data.featureNames());
    assertEquals("y", data.targetName());
    assertEquals(Task.REGRESSION, data.task());
  }

  @Test
  void mark_carriage_returns_comments_blank_lines_and_a_missing_last_line_end_do_not_count()
      throws IOException {
    Dataset data =
        TARGET_Y
            .comments('#')
            .read(Text.exactly("\uFEFF# hi\r\n\r\na,y\r\n\r\n1,2\r\n#3,4\r\n5,6"));
    assertTable(new double[][] {{1}, {5}}, data.features());
    assertArrayEquals(new double[] {2, 6}, data.targets());
  }

  @Test
  void semicolons_with_decimal_commas_are_read() throws IOException {
    Dataset data = TARGET_Y.separator(';').decimalComma().read(Text.of("a;y", "1,5;2,25", "-,5;1"));
    assertTable(new double[][] {{1.5}, {-0.5}}, data.features());
    assertArrayEquals(new double[] {2.25, 1}, data.targets());
  }

  @Test
  void tabs_separate() throws IOException {
    assertTable(
        new double[][] {{1, 2}}, HEADER.separator('\t').readFeatures(Text.of("a\tb", "1\t2")));
  }

  @Test
  void runs_of_blanks_separate_and_quoted_fields_may_hold_them() throws IOException {
    Dataset data =
        CsvFormat.withHeader()
            .separatedByBlanks()
            .comments('%')
            .target("the y")
            .read(Text.of("  a \"the y\"", "% note", "1\t  \"so \"\"so\"\"\" ", " 2 bad"));
    assertTable(new double[][] {{1}, {2}}, data.features());
    assertEquals(List.of("bad", "so \"so\""), data.classNames());
  }

  @Test
  void other_encodings_are_read_when_stated() throws IOException {
    byte[] latin = "größe,y\n1,ä\n2,b\n".getBytes(StandardCharsets.ISO_8859_1);
    Dataset data = TARGET_Y.charset(StandardCharsets.ISO_8859_1).read(Text.bytes(latin));
    assertEquals(List.of("größe"), data.featureNames());
    assertEquals(List.of("b", "ä"), data.classNames());
    byte[] wide = "a,y\n1,2\n".getBytes(StandardCharsets.UTF_16);
    assertEquals(1, TARGET_Y.charset(StandardCharsets.UTF_16).read(Text.bytes(wide)).rows());
  }

  @Test
  void columns_are_dropped_by_name_and_index_and_their_cells_are_not_looked_at()
      throws IOException {
    Dataset data =
        TARGET_Y.drop("b").drop(0, -1).read(Text.of(",a,b,y,a", "q,1,?,2,x", "r,3,?,4,1e999"));
    assertEquals(List.of("a"), data.featureNames());
    assertTable(new double[][] {{1}, {3}}, data.features());
  }

  @Test
  void without_header_columns_are_named_by_index_or_as_given() throws IOException {
    CsvFormat format = CsvFormat.withoutHeader();
    Dataset data = format.target(0).read(Text.of("1,2,3", "4,5,6"));
    assertEquals(List.of("x1", "x2"), data.featureNames());
    assertEquals("target", data.targetName());
    Dataset named =
        format.columnNames(List.of("t", "u", "v")).target("v").drop("t").read(Text.of("1,2,3"));
    assertEquals(List.of("u"), named.featureNames());
    assertEquals("v", named.targetName());
  }

  @Test
  void categories_become_sorted_indicator_columns_and_all_keep_theirs() throws IOException {
    Dataset data = TARGET_Y.read(Text.of("c,y", "red,1", "blue,2", "red,3"));
    assertEquals(List.of("c=blue", "c=red"), data.featureNames());
    assertTable(new double[][] {{0, 1}, {1, 0}, {0, 1}}, data.features());
    Dataset reduced = TARGET_Y.dropFirstLevel().read(Text.of("c,y", "red,1", "blue,2", "red,3"));
    assertEquals(List.of("c=red"), reduced.featureNames());
    assertTable(new double[][] {{1}, {0}, {1}}, reduced.features());
  }

  @Test
  void declared_categories_that_are_numbers_are_sorted_by_value() throws IOException {
    Dataset data = TARGET_Y.categorical("c").read(Text.of("c,y", "10,1", "9,2", "09,3"));
    assertEquals(List.of("c=09", "c=9", "c=10"), data.featureNames());
  }

  @Test
  void a_column_of_at_most_half_numbers_is_categorical() throws IOException {
    Dataset data = TARGET_Y.read(Text.of("size,y", "10,1", "S,2", "M,3", "12,4"));
    assertEquals(List.of("size=10", "size=12", "size=M", "size=S"), data.featureNames());
  }

  @Test
  void numbers_keep_their_column_numeric_beyond_the_largest_number_of_levels() throws IOException {
    Dataset data = TARGET_Y.maxLevels(2).read(Text.of("a,y", "1,1", "2,2", "3,3", "1,4"));
    assertTable(new double[][] {{1}, {2}, {3}, {1}}, data.features());
  }

  @Test
  void number_labels_are_classes_on_request_sorted_by_value_and_equal_ones_are_one()
      throws IOException {
    Dataset data = TARGET_Y.classification().read(Text.of("a,y", "1,10", "1,2", "1,2.0", "1,-1"));
    assertEquals(List.of("-1", "2", "10"), data.classNames());
    assertArrayEquals(new double[] {2, 1, 1, 0}, data.targets());
  }

  @Test
  void given_classes_set_the_order_and_need_not_all_occur() throws IOException {
    Dataset data = TARGET_Y.classes("lo", "hi", "top").read(Text.of("a,y", "1,hi", "2,lo"));
    assertEquals(List.of("lo", "hi", "top"), data.classNames());
    assertArrayEquals(new double[] {1, 0}, data.targets());
    Dataset numbers = TARGET_Y.classes("1", "0").read(Text.of("a,y", "1,1.0", "2,0"));
    assertEquals(List.of("1", "0"), numbers.classNames());
    assertArrayEquals(new double[] {0, 1}, numbers.targets());
  }

  @Test
  void missing_numbers_become_the_mean_or_the_median_and_categories_the_most_frequent()
      throws IOException {
    String[] lines = {"a,c,y", "1,u,1", "NA,v,2", "2,,3", "9,v,4", "10,u,5"};
    Dataset mean = TARGET_Y.missingValues(MissingValues.MEAN).read(Text.of(lines));
    assertEquals(List.of("a", "c=u", "c=v"), mean.featureNames());
    assertTable(
        new double[][] {{1, 1, 0}, {5.5, 0, 1}, {2, 1, 0}, {9, 0, 1}, {10, 1, 0}}, mean.features());
    Dataset median =
        TARGET_Y
            .missingValues(MissingValues.MEDIAN)
            .read(Text.of("a,y", "1,1", "?,2", "2,3", "30,4"));
    assertTable(new double[][] {{1}, {2}, {2}, {30}}, median.features());
  }

  @Test
  void which_texts_are_missing_can_be_said() throws IOException {
    CsvFormat format = TARGET_Y.missingTexts("-99", "").missingValues(MissingValues.MEAN);
    Dataset data = format.read(Text.of("a,c,y", "-99,NA,1", "3,x,2", ",NA,3"));
    assertEquals(List.of("a", "c=NA", "c=x"), data.featureNames());
    assertTable(new double[][] {{3, 1, 0}, {3, 0, 1}, {3, 1, 0}}, data.features());
  }

  @Test
  void a_column_alone_may_end_in_blank_lines() throws IOException {
    assertArrayEquals(
        new double[] {1, 2}, CsvFormat.withoutHeader().readColumn(Text.exactly("1\n2\n\n\n")));
  }

  @Test
  void a_setting_leaves_the_format_it_was_asked_of_alone() throws IOException {
    CsvFormat plain = TARGET_Y;
    plain.classification();
    plain.drop("a");
    assertEquals(Task.REGRESSION, plain.read(Text.of("a,y", "1,0", "2,1")).task());
  }

  @Test
  void settings_that_make_no_sense_are_refused_at_once() {
    assertThrows(IllegalArgumentException.class, () -> HEADER.skipLines(-1));
    assertThrows(IllegalArgumentException.class, () -> HEADER.separator('"'));
    assertThrows(IllegalArgumentException.class, () -> HEADER.comments(','));
    assertThrows(IllegalArgumentException.class, () -> HEADER.comments('#').separator('#'));
    assertThrows(IllegalArgumentException.class, () -> HEADER.classes("one"));
    assertThrows(IllegalArgumentException.class, () -> HEADER.classes("a", "a"));
    assertThrows(IllegalArgumentException.class, () -> HEADER.maxLevels(1));
    assertThrows(IllegalArgumentException.class, () -> HEADER.target(""));
    assertThrows(IllegalStateException.class, () -> HEADER.columnNames(List.of("a")));
    assertThrows(IllegalStateException.class, () -> HEADER.read(Text.of("a", "1")));
    assertThrows(IllegalStateException.class, () -> TARGET_Y.readFeatures(Text.of("a", "1")));
  }
}
