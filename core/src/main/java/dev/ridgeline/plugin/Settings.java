package dev.ridgeline.plugin;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The settings that a component takes, in the order of its spec string. Immutable.
 *
 * <pre>{@code
 * Settings settings = Settings.none()
 *     .number("l1-ratio", 0.5, Range.closed(0.0, 1.0), "share of the l1 part")
 *     .flag("nesterov", false, "look ahead");
 * }</pre>
 */
public final class Settings {
  private static final Settings NONE = new Settings(ImmutableList.of());

  private final ImmutableList<Setting> all;

  private Settings(ImmutableList<Setting> all) {
    this.all = all;
  }

  /**
   * No settings.
   *
   * @return the empty list, to which settings can be added
   */
  public static Settings none() {
    return NONE;
  }

  /**
   * These settings and a real number.
   *
   * @param name the name
   * @param defaultValue within the range
   * @param range what is allowed
   * @param meaning one line
   * @return a new list
   * @throws IllegalArgumentException if the default is not allowed, or the name is none or taken
   */
  public Settings number(String name, double defaultValue, Range<Double> range, String meaning) {
    return with(new Setting.Number(name, defaultValue, range, meaning));
  }

  /**
   * These settings and a whole number.
   *
   * @param name the name
   * @param defaultValue within the range
   * @param range what is allowed
   * @param meaning one line
   * @return a new list
   * @throws IllegalArgumentException if the default is not allowed, or the name is none or taken
   */
  public Settings whole(String name, int defaultValue, Range<Integer> range, String meaning) {
    return with(new Setting.Whole(name, defaultValue, range, meaning));
  }

  /**
   * These settings and a yes-or-no.
   *
   * @param name the name
   * @param defaultValue the default
   * @param meaning one line
   * @return a new list
   */
  public Settings flag(String name, boolean defaultValue, String meaning) {
    return with(new Setting.Flag(name, defaultValue, meaning));
  }

  /**
   * These settings and a choice of words.
   *
   * @param name the name
   * @param defaultWord one of the words
   * @param words what is allowed
   * @param meaning one line
   * @return a new list
   * @throws IllegalArgumentException if the default is not allowed, or the name is none or taken
   */
  public Settings choice(String name, String defaultWord, List<String> words, String meaning) {
    return with(new Setting.Choice(name, defaultWord, words, meaning));
  }

  /**
   * These settings and another component.
   *
   * @param name the name
   * @param kind what kind of component
   * @param defaultSpec its spec string
   * @param meaning one line
   * @return a new list
   */
  public Settings component(String name, Kind kind, String defaultSpec, String meaning) {
    return with(new Setting.Component(name, kind, defaultSpec, meaning));
  }

  private Settings with(Setting setting) {
    Spec.checkName(setting.name());
    if (find(setting.name()).isPresent()) {
      throw new IllegalArgumentException("setting '" + setting.name() + "' is declared twice");
    }
    return new Settings(ImmutableList.<Setting>builder().addAll(all).add(setting).build());
  }

  /**
   * The settings in order.
   *
   * @return immutable
   */
  public List<Setting> all() {
    return all;
  }

  /**
   * A setting by name.
   *
   * @param name the name
   * @return empty if there is none
   */
  public Optional<Setting> find(String name) {
    return all.stream().filter(s -> s.name().equals(name)).findFirst();
  }

  /** One line a setting: name, allowed values, default, meaning. */
  @Override
  public String toString() {
    List<String> lines = new ArrayList<>();
    for (Setting s : all) {
      lines.add(
          s.name() + ": " + s.allowed() + ", default " + s.defaultText() + " - " + s.meaning());
    }
    return lines.isEmpty() ? "no settings" : String.join("\n", lines);
  }
}
