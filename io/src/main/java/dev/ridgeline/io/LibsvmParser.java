package dev.ridgeline.io;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipException;

/** Reads LIBSVM lines token by token into a {@link CsrCells}. */
final class LibsvmParser {
  private final DataSource source;
  private final int firstIndex;
  private final int columns;
  private final boolean regression;
  private final Set<Integer> allowed;
  private final int longestArray;
  private CsrCells cells;

  private String text = "";
  private long line;
  private int token;
  private int from;
  private int to;
  private int end;
  private int lastIndex;
  private int largestColumn = -1;

  /** Columns 0 means as many as are found, no allowed labels that any whole number is one. */
  LibsvmParser(
      DataSource source,
      int firstIndex,
      int columns,
      boolean regression,
      List<Integer> allowed,
      int longestArray) {
    this.source = source;
    this.firstIndex = firstIndex;
    this.columns = columns;
    this.regression = regression;
    this.allowed = Set.copyOf(allowed);
    this.longestArray = longestArray;
    this.cells = new CsrCells(source.name(), longestArray);
  }

  /** Takes rows; the last part may have none. */
  @FunctionalInterface
  interface Part {
    void take(CsrCells cells) throws IOException;
  }

  CsrCells parse() throws IOException {
    parse(Integer.MAX_VALUE, whole -> {});
    return cells;
  }

  /** Hands on every so many rows, and the rest. */
  void parse(int rowsAPart, Part part) throws IOException {
    boolean any = false;
    try (BufferedReader reader = source.openText(StandardCharsets.UTF_8)) {
      for (text = reader.readLine(); text != null; text = reader.readLine()) {
        line++;
        parseLine();
        if (cells.rows() == rowsAPart) {
          part.take(cells);
          any = true;
          cells = new CsrCells(source.name(), longestArray);
        }
      }
    } catch (ZipException | EOFException e) {
      throw source.damaged(e);
    }
    if (cells.rows() == 0 && !any) {
      throw new DataFileException(
          source.name(), "no row found, expected lines such as '+1 1:0.5 7:2'");
    }
    if (columns() == 0) {
      throw new DataFileException(
          source.name(), "no feature in any row, expected lines such as '+1 1:0.5 7:2'");
    }
    part.take(cells);
  }

  /** Number of features. */
  int columns() {
    return columns > 0 ? columns : largestColumn + 1;
  }

  private void parseLine() {
    int comment = text.indexOf('#');
    end = comment < 0 ? text.length() : comment;
    to = 0;
    token = 0;
    if (!advance()) {
      return;
    }
    double label = label();
    lastIndex = -1;
    while (advance()) {
      cell();
    }
    cells.endRow(label, line);
  }

  /** Moves to the next token of the line. */
  private boolean advance() {
    from = to;
    while (from < end && isBlank(text.charAt(from))) {
      from++;
    }
    if (from == end) {
      return false;
    }
    to = from;
    while (to < end && !isBlank(text.charAt(to))) {
      to++;
    }
    token++;
    return true;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\f';
  }

  private double label() {
    double label = NumberText.parse(text, from, to, '.');
    if (!Double.isFinite(label)) {
      String found = found();
      throw error(
          found.contains(":")
              ? "expected a label before the first feature; where it is unknown, write 0"
              : found.contains(",")
                  ? "expected one label; several labels a row are not supported"
                  : "expected a label, a finite number such as +1, 0 or 2.5");
    }
    if (!regression && (label != Math.rint(label) || Math.abs(label) > Integer.MAX_VALUE)) {
      throw error("expected a whole number for a class; for real targets ask for regression()");
    }
    if (!allowed.isEmpty() && !allowed.contains((int) label)) {
      throw error("expected one of the given classes " + new TreeSet<>(allowed));
    }
    return label;
  }

  private void cell() {
    int colon = text.indexOf(':', from);
    if (colon < 0 || colon >= to) {
      throw error("expected index:value, such as 3:0.5");
    }
    if (text.startsWith("qid:", from)) {
      throw error("expected index:value; ranking data with query ids are not supported");
    }
    int index = index(colon);
    if (index <= lastIndex) {
      throw error(
          "expected an index above the "
              + lastIndex
              + " before it; indices ascend without repeats");
    }
    lastIndex = index;
    int column = index - firstIndex;
    if (columns > 0 && column >= columns) {
      throw error(
          "expected an index of at most "
              + (columns - 1 + firstIndex)
              + ", since columns("
              + columns
              + ") is set");
    }
    double value = NumberText.parse(text, colon + 1, to, '.');
    if (!Double.isFinite(value)) {
      throw error("expected a finite number after the colon");
    }
    largestColumn = Math.max(largestColumn, column);
    if (value != 0) {
      cells.add(column, value, line);
    }
  }

  private int index(int colon) {
    long index = from == colon ? -1 : 0;
    for (int at = from; at < colon; at++) {
      char c = text.charAt(at);
      index = c < '0' || c > '9' || index < 0 ? -1 : 10 * index + (c - '0');
      if (index >= CsrCells.LONGEST_ARRAY) {
        throw error("expected an index below " + CsrCells.LONGEST_ARRAY);
      }
    }
    if (index < 0) {
      throw error("expected a whole number before the colon");
    }
    if (index < firstIndex) {
      throw error("expected indices from 1; where the file counts from 0, ask for zeroBased()");
    }
    return (int) index;
  }

  private String found() {
    String whole = text.substring(from, to);
    return whole.length() <= 60 ? whole : whole.substring(0, 60) + "...";
  }

  private DataFileException error(String expected) {
    return new DataFileException(
        source.name(), line, token, "", "found '" + found() + "', " + expected);
  }
}
