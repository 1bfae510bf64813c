package dev.ridgeline.select;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A text table: columns to the right, as wide as usual or wider, but for the last. */
final class Columns {
  private final int[] usual;
  private final List<String[]> lines = new ArrayList<>();

  /**
   * An empty table.
   *
   * @param usual least widths of all columns but the last
   */
  Columns(int... usual) {
    this.usual = usual;
  }

  void line(String... cells) {
    lines.add(cells);
  }

  static String number(double x) {
    if (x != 0 && (Math.abs(x) >= 1e5 || Math.abs(x) < 1e-3)) {
      return String.format(Locale.ROOT, "%.3g", x);
    }
    String text = String.format(Locale.ROOT, "%.4f", x);
    return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
  }

  @Override
  public String toString() {
    int[] widths = usual.clone();
    for (String[] line : lines) {
      for (int j = 0; j < widths.length; j++) {
        widths[j] = Math.max(widths[j], line[j].length());
      }
    }
    StringBuilder out = new StringBuilder();
    for (String[] line : lines) {
      for (int j = 0; j < widths.length; j++) {
        out.append(" ".repeat(widths[j] - line[j].length())).append(line[j]).append(' ');
      }
      out.append(' ').append(line[widths.length]).append('\n');
    }
    return out.toString();
  }
}
