package dev.ridgeline.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.SparseFeatures;
import dev.ridgeline.data.Task;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LibsvmFormatTest {
  private static final LibsvmFormat FORMAT = new LibsvmFormat();

  private static void refuses(
      LibsvmFormat format, int line, int token, String message, String... in) {
    Text.refuses(line, token, "bad.csv" + message, () -> format.read(Text.of(in)));
  }

  // Values

  @Test
  void cells_comments_blank_lines_and_rows_of_zeros_are_read() throws IOException {
    Dataset data =
        FORMAT.read(
            Text.exactly("# head\r\n+1 1:0.5\t3:-2e1  # note 9:9\r\n\r\n -1\n1 2:0 3:+.25 "));
    SparseFeatures x = (SparseFeatures) data.features();
    assertEquals(3, x.rows());
    assertEquals(3, x.columns());
    assertEquals(3, x.storedCells());
    assertEquals(0.5, x.get(0, 0));
    assertEquals(-20, x.get(0, 2));
    assertEquals(0, x.get(1, 0));
    assertEquals(0.25, x.get(2, 2));
    assertArrayEquals(new double[] {1, 0, 1}, data.targets());
    assertEquals(List.of("-1", "1"), data.classNames());
    assertEquals(List.of("x1", "x2", "x3"), data.featureNames());
  }

  @Test
  void classes_are_the_labels_in_ascending_order_unless_given() throws IOException {
    String[] lines = {"10 1:1", "2 1:1", "2.0 1:1", "0 1:1"};
    Dataset data = FORMAT.read(Text.of(lines));
    assertEquals(List.of("0", "2", "10"), data.classNames());
    assertArrayEquals(new double[] {2, 1, 1, 0}, data.targets());
    Dataset given = FORMAT.classes(10, 0, 2, 7).read(Text.of(lines));
    assertEquals(List.of("10", "0", "2", "7"), given.classNames());
    assertArrayEquals(new double[] {0, 2, 2, 1}, given.targets());
  }

  @Test
  void real_labels_are_read_on_request() throws IOException {
    Dataset data = FORMAT.regression().read(Text.of("1.5 1:1", "-2 1:3"));
    assertEquals(Task.REGRESSION, data.task());
    assertArrayEquals(new double[] {1.5, -2}, data.targets());
  }

  @Test
  void indices_may_count_from_zero_and_columns_may_be_given() throws IOException {
    Dataset data = FORMAT.zeroBased().columns(4).read(Text.of("1 0:7", "0 2:8"));
    assertEquals(4, data.columns());
    assertEquals(7, data.features().get(0, 0));
    assertEquals(8, data.features().get(1, 2));
    assertEquals(List.of("x0", "x1", "x2", "x3"), data.featureNames());
  }

  @Test
  void many_rows_come_back_as_they_were_written() throws IOException {
    SplittableRandom random = new SplittableRandom(3);
    int rows = 3000;
    double[][] table = new double[rows][40];
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < rows; i++) {
      text.append(i % 2);
      for (int j = 0; j < 40; j++) {
        if (random.nextInt(4) == 0) {
          table[i][j] = random.nextDouble(-1, 1);
          text.append(' ').append(j + 1).append(':').append(table[i][j]);
        }
      }
      text.append('\n');
    }
    Dataset data = FORMAT.columns(40).read(Text.exactly(text.toString()));
    double[] row = new double[40];
    for (int i = 0; i < rows; i++) {
      data.features().copyRow(i, row, 0);
      assertArrayEquals(table[i], row, "row " + i);
      assertEquals(i % 2, data.target(i));
    }
  }

  // Errors

  @Test
  void what_is_no_cell_is_refused_with_line_and_token() {
    refuses(
        FORMAT,
        2,
        3,
        ", line 2, column 3: found 'abc', expected index:value, such as 3:0.5",
        "1 1:1",
        "1 1:1 abc");
    refuses(
        FORMAT,
        1,
        2,
        ", line 1, column 2: found '1:x', expected a finite number after the colon",
        "1 1:x");
    refuses(
        FORMAT,
        1,
        2,
        ", line 1, column 2: found '1:inf', expected a finite number after the colon",
        "1 1:inf");
    refuses(
        FORMAT,
        1,
        2,
        ", line 1, column 2: found '1:', expected a finite number after the colon",
        "1 1: 2:3");
    refuses(
        FORMAT,
        1,
        2,
        ", line 1, column 2: found '1x:2', expected a whole number before the colon",
        "1 1x:2");
    refuses(
        FORMAT,
        1,
        2,
        ", line 1, column 2: found ':2', expected a whole number before the colon",
        "1 :2");
  }

  @Test
  void indices_must_ascend_and_stay_in_range() {
    refuses(
        FORMAT,
        1,
        3,
        ", line 1, column 3: found '2:1', expected an index above the 2 before it; indices ascend"
            + " without repeats",
        "1 2:1 2:1");
    refuses(
        FORMAT,
        1,
        2,
        ", line 1, column 2: found '0:1', expected indices from 1; where the file counts from 0,"
            + " ask for zeroBased()",
        "1 0:1");
    refuses(
        FORMAT.columns(2),
        1,
        2,
        ", line 1, column 2: found '3:1', expected an index of at most 2, since columns(2) is set",
        "1 3:1");
    refuses(
        FORMAT,
        1,
        2,
        ", line 1, column 2: found '99999999999999999999:1', expected an index below 2147483639",
        "1 99999999999999999999:1");
  }

  @Test
  void labels_must_be_single_numbers_and_whole_for_classes() {
    refuses(
        FORMAT,
        1,
        1,
        ", line 1, column 1: found 'yes', expected a label, a finite number such as +1, 0 or 2.5",
        "yes 1:1");
    refuses(
        FORMAT,
        1,
        1,
        ", line 1, column 1: found '1:1', expected a label before the first feature; where it is"
            + " unknown, write 0",
        "1:1");
    refuses(
        FORMAT,
        1,
        1,
        ", line 1, column 1: found '1,3', expected one label; several labels a row are not"
            + " supported",
        "1,3 1:1");
    refuses(
        FORMAT,
        1,
        1,
        ", line 1, column 1: found '2.5', expected a whole number for a class; for real targets ask"
            + " for regression()",
        "2.5 1:1");
    refuses(
        FORMAT.classes(1, -1),
        2,
        1,
        ", line 2, column 1: found '0', expected one of the given classes [-1, 1]",
        "1 1:1",
        "0 1:1");
  }

  @Test
  void ranking_data_are_refused() {
    refuses(
        FORMAT,
        1,
        2,
        ", line 1, column 2: found 'qid:3', expected index:value; ranking data with query ids are"
            + " not supported",
        "1 qid:3 1:1");
  }

  @Test
  void files_without_rows_features_or_a_second_class_are_refused() {
    refuses(FORMAT, 0, 0, ": no row found, expected lines such as '+1 1:0.5 7:2'", "# nothing");
    refuses(
        FORMAT, 0, 0, ": no feature in any row, expected lines such as '+1 1:0.5 7:2'", "1", "0");
    refuses(
        FORMAT,
        0,
        0,
        ": all 2 rows have the label 1; classification needs at least two classes",
        "1 1:1",
        "+1 1:2");
    String[] many = new String[1001];
    for (int i = 0; i < many.length; i++) {
      many[i] = i + " 1:1";
    }
    refuses(
        FORMAT,
        0,
        0,
        ": more than 1000 different labels, too many for classes; for numbers ask for regression()",
        many);
  }

  @Test
  void more_than_an_array_holds_is_refused_with_the_line() throws IOException {
    LibsvmParser parser = new LibsvmParser(rows(2000), 1, 0, false, List.of(), 5000);
    DataFileException cells = assertThrows(DataFileException.class, parser::parse);
    assertEquals(
        "bad.csv, line 1667: more than 5000 stored cells, which is all that one table holds; split"
            + " the file",
        cells.getMessage());
    CsrCells full = new CsrCells("bad.csv", 100);
    for (int i = 1; i < 100; i++) {
      full.endRow(0, i);
    }
    DataFileException rows = assertThrows(DataFileException.class, () -> full.endRow(0, 100));
    assertEquals(
        "bad.csv, line 100: more than 100 rows, which is all that one table holds; split the file",
        rows.getMessage());
    assertEquals(
        6000,
        new LibsvmParser(rows(2000), 1, 0, false, List.of(), 6000)
            .parse()
            .features(3)
            .storedCells());
  }

  private static DataSource rows(int count) {
    return Text.exactly("1 1:1 2:2 3:3\n".repeat(count));
  }

  @Test
  void settings_that_make_no_sense_are_refused_at_once() {
    assertThrows(IllegalArgumentException.class, () -> FORMAT.columns(0));
    assertThrows(IllegalArgumentException.class, () -> FORMAT.classes(1));
    assertThrows(IllegalArgumentException.class, () -> FORMAT.classes(1, 1));
  }
}
