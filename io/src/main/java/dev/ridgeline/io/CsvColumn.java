package dev.ridgeline.io;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The cells of one column while they are read, and the decision what they are.
 *
 * <p>Numbers are kept as doubles; beside them, as long as the column may turn out to be categorical
 * and has no more than the allowed number of different texts, the texts as codes into a dictionary.
 */
final class CsvColumn {
  /** What the caller has said about the column. */
  enum Declared {
    UNDECLARED,
    NUMERIC,
    CATEGORICAL
  }

  /** Below this number of rows, texts that all differ are taken for categories. */
  private static final int IDENTIFIER_ROWS = 20;

  private final ColumnPlace place;
  private final Declared declared;
  private final boolean target;
  private final CsvSettings settings;

  private int rows;
  private double[] numbers = new double[16];
  private int[] codes = new int[16];
  private final Map<String, Integer> codeOf = new HashMap<>();
  private final List<String> levels = new ArrayList<>();
  private final List<Long> levelLines = new ArrayList<>();
  private boolean tooManyLevels;

  private int missing;
  private int numberCells;
  private int commaNumbers;
  private int textCells;
  private String firstText = "";
  private long firstTextLine;
  private String firstInfinite = "";
  private long firstInfiniteLine;

  CsvColumn(ColumnPlace place, Declared declared, boolean target, CsvSettings settings) {
    this.place = place;
    this.declared = declared;
    this.target = target;
    this.settings = settings;
  }

  static String undecodable(CsvSettings settings) {
    return "found a character that is not "
        + settings.charset
        + " text; save the file as UTF-8, or state its charset(...), such as"
        + " StandardCharsets.ISO_8859_1";
  }

  ColumnPlace place() {
    return place;
  }

  /** Takes the next cell. */
  void add(String field, RowSource row, int at) {
    String cell = field.strip();
    grow();
    numbers[rows] = Double.NaN;
    codes[rows] = -1;
    if (settings.missingTexts.contains(cell)) {
      addMissing(cell, row.lineOf(at));
    } else {
      if (declared != Declared.CATEGORICAL) {
        addNumber(cell, row, at);
      }
      if (declared != Declared.NUMERIC && !tooManyLevels) {
        addLevel(cell, row, at);
      }
    }
    rows++;
  }

  private void addMissing(String cell, long line) {
    missing++;
    String found = cell.isEmpty() ? "found no value" : "found '" + cell + "', a missing value";
    String meant =
        cell.isEmpty() ? "" : "; if it is a value, say with missingTexts which texts are missing";
    if (target) {
      throw place.error(
          line, found + " in the target, which cannot be imputed; remove the row" + meant);
    }
    if (settings.missing == MissingValues.REFUSE) {
      throw place.error(
          line,
          found
              + "; fill it in, remove the row, "
              + place.call("drop")
              + ", or impute with missingValues(MissingValues.MEDIAN)"
              + meant);
    }
  }

  private void addNumber(String cell, RowSource row, int at) {
    double value = NumberText.parse(cell, settings.point);
    if (Double.isNaN(value)) {
      if (declared == Declared.NUMERIC) {
        throw place.error(
            row.lineOf(at),
            "found '"
                + cell
                + "', expected a number"
                + (target ? " (regression)" : "")
                + advice(cell));
      }
      if (textCells++ == 0) {
        firstText = cell;
        firstTextLine = row.lineOf(at);
      }
      if (!Double.isNaN(NumberText.parse(cell, settings.point == '.' ? ',' : '.'))) {
        commaNumbers++;
      }
      return;
    }
    numberCells++;
    if (Double.isInfinite(value) && firstInfinite.isEmpty()) {
      firstInfinite = cell;
      firstInfiniteLine = row.lineOf(at);
    }
    numbers[rows] = value;
  }

  private void addLevel(String cell, RowSource row, int at) {
    Integer code = codeOf.get(cell);
    if (code == null) {
      if (cell.indexOf('\uFFFD') >= 0) {
        throw place.error(row.lineOf(at), undecodable(settings));
      }
      if (levels.size() == settings.maxLevels) {
        tooManyLevels = true;
        codeOf.clear();
        levels.clear();
        levelLines.clear();
        return;
      }
      code = levels.size();
      codeOf.put(cell, code);
      levels.add(cell);
      levelLines.add(row.lineOf(at));
    }
    codes[rows] = code;
  }

  private void grow() {
    if (rows == numbers.length) {
      int larger = (int) Math.min(Integer.MAX_VALUE - 8L, 2L * rows);
      if (larger == rows) {
        throw new DataFileException(place.file(), "more than " + rows + " rows; read it in parts");
      }
      numbers = Arrays.copyOf(numbers, larger);
      codes = Arrays.copyOf(codes, larger);
    }
  }

  /**
   * Whether the column holds numbers, once all cells are read; the rule stands in {@link
   * CsvFormat}.
   *
   * @throws DataFileException if the cells contradict the declaration or each other
   */
  boolean isNumeric() {
    if (missing == rows) {
      throw place.error(0, "found no value in any of the rows; " + place.call("drop"));
    }
    if (declared == Declared.NUMERIC || declared == Declared.UNDECLARED && textCells == 0) {
      checkFinite();
      return true;
    }
    if (declared == Declared.UNDECLARED
        && numberCells + commaNumbers > (numberCells + textCells) / 2) {
      throw place.error(
          firstTextLine,
          "found '"
              + firstText
              + "', expected a number"
              + (numberCells == 0
                  ? ""
                  : " as in " + numberCells + " of " + (numberCells + textCells) + " cells")
              + advice(firstText)
              + (target ? "; for classes ask for classification()" : categories()));
    }
    checkLevels();
    return false;
  }

  /**
   * Checks the cells of a column of numbers.
   *
   * @throws DataFileException if one is infinite
   */
  void checkFinite() {
    if (!firstInfinite.isEmpty()) {
      throw place.error(
          firstInfiniteLine,
          "found '"
              + firstInfinite
              + "', expected a finite number (at most 1.8e308); "
              + (target ? "remove the row" : "correct it, or declare it with missingTexts"));
    }
  }

  private void checkLevels() {
    String what = target ? "classification" : "one column for each";
    if (tooManyLevels) {
      throw place.error(
          0,
          "more than "
              + settings.maxLevels
              + " different values, too many for "
              + what
              + "; "
              + (target
                  ? "for numbers ask for regression()"
                  : "is it an identifier? " + place.call("drop"))
              + ", or raise maxLevels");
    }
    if (declared == Declared.UNDECLARED && rows >= IDENTIFIER_ROWS && levels.size() == rows) {
      throw place.error(
          0,
          "a text of its own in each of "
              + rows
              + " rows, so it looks like an identifier; "
              + place.call("drop")
              + (target ? "" : categories()));
    }
  }

  private String categories() {
    return ", or make it one column for each value: " + place.call("categorical");
  }

  private String advice(String cell) {
    char other = settings.point == '.' ? ',' : '.';
    if (!Double.isNaN(NumberText.parse(cell, other))) {
      return settings.point == '.'
          ? "; is it a decimal comma? then read with decimalComma(); take thousands separators out"
          : "; is it a decimal point? then read without decimalComma(); take thousands separators"
              + " out";
    }
    return target
        ? "; correct it, or remove the row"
        : "; correct it, or declare it as missing with missingTexts";
  }

  int missing() {
    return missing;
  }

  /** Numbers, one a row, NaN where missing; not modified afterwards. */
  double[] numbers() {
    return Arrays.copyOf(numbers, rows);
  }

  /** Different texts in the order in which they came. */
  List<String> levels() {
    return List.copyOf(levels);
  }

  /** The line on which a level came first. */
  long levelLine(int level) {
    return levelLines.get(level);
  }

  /** Index into the levels, one a row, -1 where missing. */
  int[] codes() {
    return Arrays.copyOf(codes, rows);
  }
}
