package dev.ridgeline.select;

import dev.ridgeline.evaluate.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Renders a {@link SearchResult} as text. */
final class SearchTable {
  private static final int[] WIDTHS = {10, 10, 10, 11, 21, 9, 8};

  private SearchTable() {}

  static String render(SearchResult result) {
    boolean classes = !result.trials().get(0).model().classNames().isEmpty();
    StringBuilder out = new StringBuilder();
    out.append(result.description()).append('\n');
    List<List<String>> lines = new ArrayList<>();
    line(
        lines,
        "lambda",
        classes ? "train err" : "train MSE",
        classes ? "dev err" : "dev MSE",
        "train loss",
        "dev loss +/- s.e.",
        "||W||",
        "zeros",
        "verdict");
    Trial min = result.best(Rule.MIN);
    Trial oneSe = result.best(Rule.ONE_STANDARD_ERROR);
    for (Trial t : result.trials()) {
      String mark = t == min ? "  <- least dev loss" : "";
      mark += t == oneSe && t != min ? "  <- simplest within one s.e." : "";
      line(
          lines,
          number(t.lambda()),
          error(t.trainError(), classes),
          error(t.devError(), classes),
          number(t.trainLoss().value()),
          number(t.devLoss().value()) + " +/- " + number(t.devLoss().standardError()),
          number(t.weights().norm()),
          String.format(Locale.ROOT, "%.1f %%", 100 * t.weights().zeroShare()),
          t.verdict() + mark);
    }
    layOut(lines, out);
    Trial chosen = result.chosen();
    out.append(
        String.format(
            Locale.ROOT,
            "chosen by %s on %s: lambda %s%n",
            result.rule() == Rule.MIN ? "least dev loss" : "one standard error",
            result.heldOut(),
            number(chosen.lambda())));
    out.append(chosen.model().objective()).append('\n');
    out.append("fit: ").append(chosen.model().fitStatus()).append('\n');
    result.advice().ifPresent(a -> out.append("note: ").append(a).append('\n'));
    result.notes().forEach(n -> out.append("note: ").append(n).append('\n'));
    result.test().ifPresent(t -> out.append("test, looked at once: ").append(t).append('\n'));
    return out.toString().replace(System.lineSeparator(), "\n");
  }

  private static String error(Score error, boolean classes) {
    return classes
        ? String.format(Locale.ROOT, "%.1f %%", 100 * error.value())
        : number(error.value());
  }

  static String number(double x) {
    if (x != 0 && (Math.abs(x) >= 1e5 || Math.abs(x) < 1e-3)) {
      return String.format(Locale.ROOT, "%.3g", x);
    }
    String text = String.format(Locale.ROOT, "%.4f", x);
    return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
  }

  private static void line(List<List<String>> lines, String... cells) {
    lines.add(List.of(cells));
  }

  /** Columns to the right, as wide as the usual figures or wider, but for the last. */
  private static void layOut(List<List<String>> lines, StringBuilder out) {
    int[] widths = WIDTHS.clone();
    for (List<String> line : lines) {
      for (int j = 0; j < widths.length; j++) {
        widths[j] = Math.max(widths[j], line.get(j).length());
      }
    }
    for (List<String> line : lines) {
      for (int j = 0; j < widths.length; j++) {
        out.append(" ".repeat(widths[j] - line.get(j).length())).append(line.get(j)).append(' ');
      }
      out.append(' ').append(line.get(widths.length)).append('\n');
    }
  }
}
