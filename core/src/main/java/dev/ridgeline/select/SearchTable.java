package dev.ridgeline.select;

import dev.ridgeline.evaluate.Score;
import java.util.Locale;

/** Renders a {@link SearchResult} as text. */
final class SearchTable {
  private SearchTable() {}

  static String render(SearchResult result) {
    boolean classes = !result.trials().get(0).model().classNames().isEmpty();
    StringBuilder out = new StringBuilder();
    out.append(result.description()).append('\n');
    Columns table = new Columns(10, 10, 10, 11, 21, 9, 8);
    table.line(
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
      table.line(
          Columns.number(t.lambda()),
          error(t.trainError(), classes),
          error(t.devError(), classes),
          Columns.number(t.trainLoss().value()),
          Columns.number(t.devLoss().value())
              + " +/- "
              + Columns.number(t.devLoss().standardError()),
          Columns.number(t.weights().norm()),
          String.format(Locale.ROOT, "%.1f %%", 100 * t.weights().zeroShare()),
          t.verdict() + mark);
    }
    out.append(table);
    Trial chosen = result.chosen();
    out.append(
        String.format(
            Locale.ROOT,
            "chosen by %s on %s: lambda %s%n",
            result.rule() == Rule.MIN ? "least dev loss" : "one standard error",
            result.heldOut(),
            Columns.number(chosen.lambda())));
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
        : Columns.number(error.value());
  }
}
