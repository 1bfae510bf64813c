package dev.ridgeline.penalty;

import dev.ridgeline.parameter.Parameter;
import dev.ridgeline.parameter.ParameterLayout;
import dev.ridgeline.parameter.Role;
import java.util.List;
import java.util.Locale;

/** Renders a {@link Regularization} as text. */
final class RegularizationTable {
  private static final String FORMAT = "%-22s %-13s %-12s %-28s %10s %12s  %s%n";

  private RegularizationTable() {}

  static String render(Regularization plan, ParameterLayout layout, double m) {
    StringBuilder out = new StringBuilder();
    row(out, "parameter", "role", "shape", "penalty", "lambda", "lambda/m", "why");
    List<Regularization.Term> terms = plan.terms(layout, m);
    for (Parameter p : layout.parameters()) {
      List<Regularization.Term> mine = terms.stream().filter(t -> t.parameter() == p).toList();
      if (mine.isEmpty()) {
        row(out, p.name(), role(p), shape(p), "-", "-", "-", reason(plan, p));
      }
      for (Regularization.Term t : mine) {
        row(
            out,
            p.name(),
            role(p),
            shape(p),
            t.rule().penalty().toString(),
            number(t.rule().lambda()),
            number(t.strength()),
            t.rule().application() == Regularization.Application.SUBGRADIENT
                ? "by subgradient, as asked"
                : "chosen by the plan");
      }
    }
    return out.toString();
  }

  private static String reason(Regularization plan, Parameter p) {
    if (p.role() == Role.STATISTIC) {
      return "excluded: measured, not trained";
    }
    if (plan.rules().isEmpty()) {
      return "excluded: the plan is empty";
    }
    boolean roleChosen =
        plan.rules().stream().anyMatch(r -> r.selector().roles().contains(p.role()));
    if (!roleChosen) {
      return p.role() == Role.BIAS
          ? "excluded: biases are not penalised unless asked for"
          : "excluded: no rule selects role " + role(p);
    }
    return "excluded: no rule selects layer " + p.layer();
  }

  private static String role(Parameter p) {
    return p.role().name().toLowerCase(Locale.ROOT);
  }

  private static String shape(Parameter p) {
    return p.spec().rows() + " x " + p.spec().columns();
  }

  private static String number(double x) {
    return String.format(Locale.ROOT, "%.4g", x);
  }

  private static void row(StringBuilder out, Object... cells) {
    out.append(String.format(Locale.ROOT, FORMAT, cells).replaceAll("\\s+$", "")).append('\n');
  }
}
