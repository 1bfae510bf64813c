package dev.ridgeline.io;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CsvErrorsTest {
  private static final CsvFormat HEADER = CsvFormat.withHeader();
  private static final CsvFormat Y = HEADER.target("y");
  private static final CsvFormat ALONE = CsvFormat.withoutHeader();
  private static final CsvFormat MEAN = Y.missingValues(MissingValues.MEAN);

  private static void refuses(
      CsvFormat format, long line, int column, String message, String... in) {
    Text.refuses(line, column, "bad.csv" + message, () -> format.read(Text.of(in)));
  }

  // Records

  @Test
  void ragged_rows_show_both_widths_and_the_first_field_that_is_wrong() {
    refuses(
        Y,
        3,
        3,
        ", line 3, column 3 ('y'): found 2 fields, expected 3 as in line 1; correct or remove the"
            + " row",
        "a,b,y",
        "1,2,3",
        "4,5");
    refuses(
        Y,
        4,
        4,
        ", line 4, column 4: found 4 fields, expected 3 as in line 2; correct or remove the row",
        "",
        "a,b,y",
        "1,2,3",
        "4,5,6,7");
  }

  @Test
  void a_row_with_another_separator_is_asked_about() {
    refuses(
        Y,
        2,
        2,
        ", line 2, column 2 ('b'): found 1 field, expected 3 as in line 1; the line holds ';': is"
            + " the file meant for separator(';')?",
        "a,b,y",
        "1;2;3");
  }

  @Test
  void a_header_with_another_separator_is_asked_about() {
    refuses(
        Y,
        1,
        0,
        ", line 1: there is no target 'y'; the 1 column is 'a;y'; the line holds ';': is the file"
            + " meant for separator(';')?",
        "a;y",
        "1;2");
    refuses(
        ALONE.target(1),
        1,
        0,
        ", line 1: target 1 is out of range: found 1 column, allowed are 0 to 0, or -1 to -1 from"
            + " the end; the line holds blanks: is the file meant for separatedByBlanks()?",
        "1 2");
  }

  @Test
  void quotes_that_do_not_end_are_refused_with_the_line_where_the_record_begins() {
    refuses(
        Y,
        4,
        0,
        ", line 4: this record is not well-formed: Unclosed quoted field at end of input; a quoted"
            + " field ends with a quote before the separator, and a quote within it is written"
            + " twice",
        "a,y",
        "\"p",
        "q\",2",
        "r,\"3",
        "s,4");
    refuses(
        Y,
        3,
        0,
        ", line 3: this record is not well-formed: Unexpected character after closing quote: '4'"
            + " (0x34); a quoted field ends with a quote before the separator, and a quote within"
            + " it is written twice",
        "a,y",
        "1,2",
        "\"3\"4,5");
    refuses(
        Y,
        2,
        2,
        ", line 2, column 2 ('y'): found 1 field, expected 2 as in line 1; the record reaches to"
            + " line 4: is a quote not closed?",
        "a,y",
        "\"1,2",
        "3,4",
        "5,6\"");
  }

  @Test
  void lines_are_counted_through_quoted_fields_with_line_breaks() {
    refuses(
        Y,
        5,
        2,
        ", line 5, column 2 ('a'): found 'abc', expected a number as in 3 of 4 cells; correct it,"
            + " or declare it as missing with missingTexts, or make it one column for each value:"
            + " categorical(\"a\")",
        "note,a,y",
        "\"two",
        "lines\",1,2",
        "\"two\r",
        "more\",abc,2",
        "x,3,3",
        "x,4,4");
  }

  @Test
  void quotes_in_files_separated_by_blanks_end_in_their_line() {
    CsvFormat blanks = ALONE.separatedByBlanks().target(0);
    refuses(
        blanks,
        2,
        2,
        ", line 2, column 2: the quoted field is not closed in its line; add the closing quote",
        "1 2",
        "3 \"4 5");
    refuses(
        blanks,
        1,
        1,
        ", line 1, column 1: found 'x' after a closing quote, expected a blank; a quote within a"
            + " quoted field is written twice",
        "\"1\"x 2");
  }

  @Test
  void files_without_rows_are_refused() {
    String empty = ": the file is empty, expected a header and at least one row";
    refuses(Y, 0, 0, empty);
    refuses(Y, 0, 0, empty, "", "");
    refuses(Y, 1, 0, ", line 1: the header is all there is, expected rows after it", "a,y", "");
    refuses(ALONE.target(0), 0, 0, ": the file is empty, expected at least one row");
    refuses(
        Y.skipLines(5),
        0,
        0,
        ": it ends within the first 5 lines, which skipLines asks to skip",
        "a,y");
    refuses(
        Y.skipLines(5).separatedByBlanks(),
        0,
        0,
        ": it ends within the first 5 lines, which skipLines asks to skip",
        "a y");
    refuses(Y, 1, 0, ", line 1: no feature column is left of 1 column", "y", "1");
  }

  @Test
  void a_blank_line_within_a_single_column_is_refused() {
    Text.refuses(
        2,
        1,
        "bad.csv, line 2, column 1: found a blank line among the rows of a one-column file,"
            + " expected a value; fill it in or remove the line",
        () -> ALONE.comments('#').readColumn(Text.of("1", "", "# note", "2")));
  }

  @Test
  void a_file_of_several_columns_is_no_column() {
    Text.refuses(
        0,
        0,
        "bad.csv: expected one column of numbers, found the features [x0, x1]; drop the others",
        () -> ALONE.readColumn(Text.of("1,2", "3,4")));
  }

  // Columns

  @Test
  void an_unknown_column_lists_the_known_ones_and_the_nearest() {
    refuses(
        HEADER.target("lable"),
        1,
        0,
        ", line 1: there is no target 'lable' (did you mean 'label'?); the 3 columns are 'a',"
            + " 'label', 'y'",
        "a,label,y",
        "1,2,3");
    refuses(
        Y.drop("id"),
        1,
        0,
        ", line 1: there is no dropped column 'id'; the 2 columns are 'a', 'y'",
        "a,y",
        "1,2");
  }

  @Test
  void of_many_columns_the_first_twenty_are_listed() {
    String header = String.join(",", IntStream.range(0, 100).mapToObj(j -> "col" + j).toList());
    String shown =
        String.join(", ", IntStream.range(0, 20).mapToObj(j -> "'col" + j + "'").toList());
    refuses(
        HEADER.target("result"),
        1,
        0,
        ", line 1: there is no target 'result'; the 100 columns are " + shown + " and 80 more",
        header);
  }

  @Test
  void an_index_out_of_range_shows_the_range() {
    refuses(
        HEADER.target(3),
        1,
        0,
        ", line 1: target 3 is out of range: found 3 columns, allowed are 0 to 2, or -1 to -3 from"
            + " the end",
        "a,b,y",
        "1,2,3");
    refuses(
        Y.numeric(-4),
        1,
        0,
        ", line 1: numeric column -4 is out of range: found 3 columns, allowed are 0 to 2, or -1 to"
            + " -3 from the end",
        "a,b,y",
        "1,2,3");
  }

  @Test
  void contradictory_declarations_are_refused() {
    refuses(
        Y.drop("y"),
        1,
        2,
        ", line 1, column 2 ('y'): the target is also dropped; choose one",
        "a,y",
        "1,2");
    refuses(
        Y.numeric("a").categorical(0),
        1,
        1,
        ", line 1, column 1 ('a'): it is declared numeric and categorical; choose one",
        "a,y",
        "1,2");
  }

  @Test
  void column_names_must_be_there_and_differ() {
    refuses(
        Y,
        1,
        3,
        ", line 1, column 3 ('a'): column 1 has the same name; rename one, or drop(0) or drop(2)",
        "a,y,a",
        "1,2,3");
    refuses(
        Y,
        1,
        1,
        ", line 1, column 1: the column has no name in the header; give it one, or drop(0)",
        ",a,y",
        "1,2,3");
    refuses(
        ALONE.columnNames(List.of("a", "y")).target("y"),
        1,
        0,
        ", line 1: found 3 fields, columnNames has 2",
        "1,2,3");
    refuses(
        Y,
        0,
        2,
        ", column 2 ('c'): the feature name 'c=u' comes from this column and from column 1; rename"
            + " one, or drop(\"c\")",
        "c=u,c,y",
        "1,u,2");
  }

  // Cells

  @Test
  void a_text_among_numbers_is_refused_with_the_choices() {
    refuses(
        Y,
        4,
        1,
        ", line 4, column 1 ('a'): found '5 kg', expected a number as in 3 of 4 cells; correct it,"
            + " or declare it as missing with missingTexts, or make it one column for each value:"
            + " categorical(\"a\")",
        "a,y",
        "1,2",
        "3,4",
        "5 kg,6",
        "7,8");
    refuses(
        ALONE.target(-1),
        1,
        1,
        ", line 1, column 1 ('x0'): found '0x1F', expected a number as in 2 of 3 cells; correct it,"
            + " or declare it as missing with missingTexts, or make it one column for each value:"
            + " categorical(0)",
        "0x1F,2",
        "3,4",
        "5,6");
  }

  @Test
  void a_text_in_a_declared_number_column_is_refused_at_once() {
    refuses(
        Y.numeric("a"),
        3,
        1,
        ", line 3, column 1 ('a'): found 'x', expected a number; correct it, or declare it as"
            + " missing with missingTexts",
        "a,y",
        "1,2",
        "x,4",
        "y,6");
  }

  @Test
  void decimal_commas_are_not_taken_for_categories() {
    refuses(
        Y.separator(';'),
        2,
        1,
        ", line 2, column 1 ('a'): found '1,5', expected a number as in 1 of 3 cells; is it a"
            + " decimal comma? then read with decimalComma(); take thousands separators out, or"
            + " make it one column for each value: categorical(\"a\")",
        "a;y",
        "1,5;2",
        "2,5;4",
        "3;1");
  }

  @Test
  void missing_cells_are_refused_with_the_choices() {
    refuses(
        Y,
        3,
        1,
        ", line 3, column 1 ('a'): found 'NA', a missing value; fill it in, remove the row,"
            + " drop(\"a\"), or impute with missingValues(MissingValues.MEDIAN); if it is a value,"
            + " say with missingTexts which texts are missing",
        "a,y",
        "1,2",
        "NA,4");
    refuses(
        Y,
        3,
        1,
        ", line 3, column 1 ('a'): found no value; fill it in, remove the row, drop(\"a\"), or"
            + " impute with missingValues(MissingValues.MEDIAN)",
        "a,y",
        "1,2",
        " ,4");
  }

  @Test
  void a_missing_target_is_refused_even_when_features_are_imputed() {
    refuses(
        MEAN,
        3,
        2,
        ", line 3, column 2 ('y'): found '?', a missing value in the target, which cannot be"
            + " imputed; remove the row; if it is a value, say with missingTexts which texts are"
            + " missing",
        "a,y",
        "1,2",
        "1,?");
  }

  @Test
  void a_column_without_any_value_cannot_be_imputed() {
    refuses(
        MEAN,
        0,
        1,
        ", column 1 ('a'): found no value in any of the rows; drop(\"a\")",
        "a,y",
        "?,2",
        ",3");
  }

  @Test
  void infinite_numbers_are_refused() {
    refuses(
        Y,
        3,
        1,
        ", line 3, column 1 ('a'): found '-inf', expected a finite number (at most 1.8e308);"
            + " correct it, or declare it with missingTexts",
        "a,y",
        "1,2",
        "-inf,3");
    refuses(
        Y,
        3,
        2,
        ", line 3, column 2 ('y'): found '1e999', expected a finite number (at most 1.8e308);"
            + " remove the row",
        "a,y",
        "1,2",
        "2,1e999");
  }

  @Test
  void too_many_categories_are_taken_for_an_identifier() {
    refuses(
        Y.maxLevels(2),
        0,
        1,
        ", column 1 ('a'): more than 2 different values, too many for one column for each; is it an"
            + " identifier? drop(\"a\"), or raise maxLevels",
        "a,y",
        "u,1",
        "v,2",
        "w,3",
        "u,4");
    String[] rows =
        Stream.concat(
                Stream.of("id,a,y"), IntStream.range(0, 20).mapToObj(i -> "p" + i + ",1," + i))
            .toArray(String[]::new);
    refuses(
        Y,
        0,
        1,
        ", column 1 ('id'): a text of its own in each of 20 rows, so it looks like an identifier;"
            + " drop(\"id\"), or make it one column for each value: categorical(\"id\")",
        rows);
  }

  @Test
  void bytes_that_are_not_the_stated_text_are_refused_where_they_stand() {
    byte[] latin = "a,y\n1,b\n2,ä\n".getBytes(StandardCharsets.ISO_8859_1);
    Text.refuses(
        3,
        2,
        "bad.csv, line 3, column 2 ('y'): found a character that is not UTF-8 text; save the file"
            + " as UTF-8, or state its charset(...), such as StandardCharsets.ISO_8859_1",
        () -> Y.read(Text.bytes(latin)));
  }

  // Target

  @Test
  void a_target_of_one_class_is_refused() {
    refuses(
        Y,
        0,
        2,
        ", column 2 ('y'): all 2 rows have the class 'u'; classification needs at least two"
            + " classes: is it the right target?",
        "a,y",
        "1,u",
        "2,u");
  }

  @Test
  void a_label_that_is_not_among_the_given_classes_is_refused() {
    refuses(
        Y.classes("u", "v"),
        3,
        2,
        ", line 3, column 2 ('y'): found class 'w', allowed are the given classes [u, v]",
        "a,y",
        "1,u",
        "2,w",
        "3,w");
    refuses(
        Y.classNames("u", "v"),
        0,
        2,
        ", column 2 ('y'): found the 3 classes [1, 2, 3], classNames has 2: [u, v]",
        "a,y",
        "1,1",
        "2,2",
        "3,3");
    refuses(
        Y.classes("1", "1.0"),
        0,
        2,
        ", column 2 ('y'): the given classes [1, 1.0] hold one number twice",
        "a,y",
        "1,1");
  }

  @Test
  void a_text_in_a_target_of_numbers_is_refused_with_the_choice_of_classes() {
    refuses(
        Y,
        4,
        2,
        ", line 4, column 2 ('y'): found 'u', expected a number as in 2 of 3 cells; correct it, or"
            + " remove the row; for classes ask for classification()",
        "a,y",
        "1,1",
        "2,2",
        "3,u");
    refuses(
        Y.regression(),
        3,
        2,
        ", line 3, column 2 ('y'): found 'u', expected a number (regression); correct it, or remove"
            + " the row",
        "a,y",
        "1,1",
        "2,u");
  }

  @Test
  void too_many_classes_are_refused() {
    refuses(
        Y.maxLevels(2).classification(),
        0,
        2,
        ", column 2 ('y'): more than 2 different values, too many for classification; for numbers"
            + " ask for regression(), or raise maxLevels",
        "a,y",
        "1,1",
        "2,2",
        "3,3");
  }
}
