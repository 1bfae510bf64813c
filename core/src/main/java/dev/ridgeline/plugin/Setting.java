package dev.ridgeline.plugin;

import com.google.common.collect.Range;
import dev.ridgeline.linalg.Decimal;
import java.util.List;

/** One typed setting of a component: name, allowed values, default, and meaning in one line. */
public sealed interface Setting {
  /**
   * The name, matching {@code [a-z][a-z0-9-]*}.
   *
   * @return such as "l1-ratio"
   */
  String name();

  /**
   * The value where none is given, as it would be written in a spec string.
   *
   * @return parses as a value of this setting
   */
  String defaultText();

  /**
   * What it means.
   *
   * @return one line
   */
  String meaning();

  /**
   * The values allowed, in words.
   *
   * @return such as "a number in [0, 1]"
   */
  String allowed();

  /**
   * A real number.
   *
   * @param name the name
   * @param defaultValue finite and within the range
   * @param range what is allowed; infinity never is
   * @param meaning one line
   */
  record Number(String name, double defaultValue, Range<Double> range, String meaning)
      implements Setting {
    /**
     * Checks the default.
     *
     * @param name the name
     * @param defaultValue finite and within the range
     * @param range what is allowed; infinity never is
     * @param meaning one line
     * @throws IllegalArgumentException if the default is not allowed
     */
    public Number {
      Ranges.checkDefault(
          name,
          Decimal.exact(defaultValue),
          Double.isFinite(defaultValue) && range.contains(defaultValue),
          "a number in " + Ranges.text(range));
    }

    boolean isAllowed(double value) {
      return Double.isFinite(value) && range.contains(value);
    }

    @Override
    public String defaultText() {
      return Decimal.exact(defaultValue);
    }

    @Override
    public String allowed() {
      return "a number in " + Ranges.text(range);
    }
  }

  /**
   * A whole number.
   *
   * @param name the name
   * @param defaultValue within the range
   * @param range what is allowed
   * @param meaning one line
   */
  record Whole(String name, int defaultValue, Range<Integer> range, String meaning)
      implements Setting {
    /**
     * Checks the default.
     *
     * @param name the name
     * @param defaultValue within the range
     * @param range what is allowed
     * @param meaning one line
     * @throws IllegalArgumentException if the default is not allowed
     */
    public Whole {
      Ranges.checkDefault(
          name,
          Integer.toString(defaultValue),
          range.contains(defaultValue),
          "a whole number in " + Ranges.text(range));
    }

    @Override
    public String defaultText() {
      return Integer.toString(defaultValue);
    }

    @Override
    public String allowed() {
      return "a whole number in " + Ranges.text(range);
    }
  }

  /**
   * Yes or no.
   *
   * @param name the name
   * @param defaultValue the default
   * @param meaning one line
   */
  record Flag(String name, boolean defaultValue, String meaning) implements Setting {
    @Override
    public String defaultText() {
      return Boolean.toString(defaultValue);
    }

    @Override
    public String allowed() {
      return "true or false";
    }
  }

  /**
   * One of some words.
   *
   * @param name the name
   * @param defaultText one of the words
   * @param words what is allowed
   * @param meaning one line
   */
  record Choice(String name, String defaultText, List<String> words, String meaning)
      implements Setting {
    /**
     * Checks the default.
     *
     * @param name the name
     * @param defaultText one of the words
     * @param words what is allowed
     * @param meaning one line
     * @throws IllegalArgumentException if the default is not allowed
     */
    public Choice {
      words = List.copyOf(words);
      Ranges.checkDefault(name, defaultText, words.contains(defaultText), "one of " + words);
    }

    @Override
    public String allowed() {
      return "one of " + words;
    }
  }

  /**
   * Another component, by its spec string.
   *
   * @param name the name
   * @param kind what kind of component
   * @param defaultText a spec string
   * @param meaning one line
   */
  record Component(String name, Kind kind, String defaultText, String meaning) implements Setting {
    @Override
    public String allowed() {
      return "the spec of one of the known " + kind.plural() + ", such as " + defaultText;
    }
  }
}
