package dev.ridgeline.plugin;

import com.google.common.collect.ImmutableMap;
import dev.ridgeline.linalg.Decimal;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A component in writing: {@code name} or {@code name(setting=value, other=nested(a=1))}.
 *
 * @param name what {@link Provider#name} says
 * @param values the text of each given setting, in the order given
 */
public record Spec(String name, Map<String, String> values) {
  /**
   * Checks the names.
   *
   * @param name what {@link Provider#name} says
   * @param values the text of each given setting, in the order given
   * @throws IllegalArgumentException if a name does not match {@code [a-z][a-z0-9-]*}
   */
  public Spec {
    checkName(name);
    values.keySet().forEach(Spec::checkName);
    values = ImmutableMap.copyOf(values);
  }

  /**
   * A spec without settings.
   *
   * @param name the component's name
   * @return the spec
   */
  public static Spec of(String name) {
    return new Spec(name, Map.of());
  }

  /**
   * This spec with a number, written so that it parses back to the same bits.
   *
   * @param setting the setting's name
   * @param value the number
   * @return a new spec
   */
  public Spec with(String setting, double value) {
    return with(setting, Decimal.exact(value));
  }

  /**
   * This spec with a setting.
   *
   * @param setting the setting's name
   * @param value its text; the {@code toString()} of a nested component, a flag or a word
   * @return a new spec
   */
  public Spec with(String setting, Object value) {
    Map<String, String> more = new LinkedHashMap<>(values);
    more.put(setting, value.toString());
    return new Spec(name, more);
  }

  /**
   * Reads a spec.
   *
   * @param text such as {@code weight-decay(base=adam(learning-rate=0.01))}
   * @return the spec; nested specs stay text
   * @throws IllegalArgumentException if the text does not have this form, with the place
   */
  public static Spec parse(String text) {
    String all = text.strip();
    int open = all.indexOf('(');
    if (open < 0) {
      return of(all);
    }
    if (!all.endsWith(")")) {
      throw malformed(text, "it has '(' but does not end in ')'");
    }
    Map<String, String> values = new LinkedHashMap<>();
    String inside = all.substring(open + 1, all.length() - 1);
    int depth = 0;
    int start = 0;
    for (int i = 0; i <= inside.length(); i++) {
      char c = i < inside.length() ? inside.charAt(i) : ',';
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (depth < 0 || (i == inside.length() && depth > 0)) {
        throw malformed(text, "its parentheses do not match");
      }
      if (c == ',' && depth == 0) {
        addSetting(values, inside.substring(start, i), text);
        start = i + 1;
      }
    }
    return new Spec(all.substring(0, open).strip(), values);
  }

  private static void addSetting(Map<String, String> values, String part, String text) {
    if (part.isBlank()) {
      if (values.isEmpty() && text.strip().endsWith("()")) {
        return;
      }
      throw malformed(text, "a setting is empty");
    }
    int equals = part.indexOf('=');
    if (equals < 0) {
      throw malformed(text, "'" + part.strip() + "' is not of the form setting=value");
    }
    String setting = part.substring(0, equals).strip();
    if (values.put(setting, part.substring(equals + 1).strip()) != null) {
      throw malformed(text, "setting '" + setting + "' is given twice");
    }
  }

  private static IllegalArgumentException malformed(String text, String why) {
    return new IllegalArgumentException(
        "'" + text + "' is not a spec: " + why + "; write name or name(setting=value, ...)");
  }

  static void checkName(String name) {
    if (!isName(name)) {
      throw new IllegalArgumentException(
          "'" + name + "' is not a name; names match [a-z][a-z0-9-]*, such as elastic-net");
    }
  }

  /** Every solution of a path spells its penalty: a loop, several times as fast as a pattern. */
  private static boolean isName(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean isLetter = c >= 'a' && c <= 'z';
      if (!isLetter && (i == 0 || c != '-' && (c < '0' || c > '9'))) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  /** The text form, which {@link #parse} reads back. */
  @Override
  public String toString() {
    if (values.isEmpty()) {
      return name;
    }
    StringBuilder out = new StringBuilder(name).append('(');
    values.forEach(
        (k, v) -> out.append(out.charAt(out.length() - 1) == '(' ? "" : ", ").append(k + "=" + v));
    return out.append(')').toString();
  }
}
