package dev.ridgeline.io;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Records whose fields stand apart by runs of blanks and tabs, one a line. A field in double quotes
 * may hold blanks; a quote within it is written twice.
 */
final class BlankRows implements RowSource {
  private final String file;
  private final BufferedReader text;
  private final CsvSettings settings;
  private long line;
  private List<String> fields = List.of();

  BlankRows(String file, BufferedReader text, CsvSettings settings) throws IOException {
    this.file = file;
    this.text = text;
    this.settings = settings;
    for (; line < settings.skipLines; line++) {
      if (text.readLine() == null) {
        throw CsvHeader.tooShort(file, settings.skipLines);
      }
    }
  }

  @Override
  public boolean advance() throws IOException {
    for (String read = text.readLine(); read != null; read = text.readLine()) {
      line++;
      String stripped = read.strip();
      boolean comment =
          settings.comment.isPresent()
              && !stripped.isEmpty()
              && stripped.charAt(0) == settings.comment.getAsInt();
      if (!comment) {
        fields = split(stripped);
        return true;
      }
    }
    return false;
  }

  private List<String> split(String record) {
    List<String> found = new ArrayList<>(Math.max(4, fields.size()));
    int at = 0;
    while (at < record.length()) {
      if (isBlank(record.charAt(at))) {
        at++;
      } else if (record.charAt(at) == '"') {
        StringBuilder field = new StringBuilder();
        at = quoted(record, at + 1, field, found.size() + 1);
        found.add(field.toString());
      } else {
        int from = at;
        while (at < record.length() && !isBlank(record.charAt(at))) {
          at++;
        }
        found.add(record.substring(from, at));
      }
    }
    return found;
  }

  private int quoted(String record, int from, StringBuilder field, int column) {
    int at = from;
    while (at < record.length()) {
      char c = record.charAt(at++);
      if (c != '"') {
        field.append(c);
      } else if (at < record.length() && record.charAt(at) == '"') {
        field.append(record.charAt(at++));
      } else if (at < record.length() && !isBlank(record.charAt(at))) {
        throw new DataFileException(
            file,
            line,
            column,
            "",
            "found '"
                + record.charAt(at)
                + "' after a closing quote, expected"
                + " a blank; a quote within a quoted field is written twice");
      } else {
        return at;
      }
    }
    throw new DataFileException(
        file,
        line,
        column,
        "",
        "the quoted field is not closed in its line; add the closing quote");
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  @Override
  public long line() {
    return line;
  }

  @Override
  public List<String> fields() {
    return fields;
  }

  @Override
  public void close() throws IOException {
    text.close();
  }
}
