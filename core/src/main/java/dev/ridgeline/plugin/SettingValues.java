package dev.ridgeline.plugin;

import com.google.common.collect.ImmutableMap;
import java.util.Map;

/** The checked value of each declared setting, given or default. Immutable. */
public final class SettingValues {
  private final Map<String, Object> values;

  SettingValues(Map<String, Object> values) {
    this.values = ImmutableMap.copyOf(values);
  }

  /**
   * A real number.
   *
   * @param name a {@link Setting.Number}
   * @return within its range
   */
  public double number(String name) {
    return get(name, Double.class);
  }

  /**
   * A whole number.
   *
   * @param name a {@link Setting.Whole}
   * @return within its range
   */
  public int whole(String name) {
    return get(name, Integer.class);
  }

  /**
   * A yes-or-no.
   *
   * @param name a {@link Setting.Flag}
   * @return the value
   */
  public boolean flag(String name) {
    return get(name, Boolean.class);
  }

  /**
   * A word.
   *
   * @param name a {@link Setting.Choice}
   * @return one of its words
   */
  public String word(String name) {
    return get(name, String.class);
  }

  /**
   * A component.
   *
   * @param <T> the kind of component
   * @param name a {@link Setting.Component}
   * @param type its contract
   * @return the component
   */
  public <T> T component(String name, Class<T> type) {
    return get(name, type);
  }

  private <T> T get(String name, Class<T> type) {
    Object value = values.get(name);
    if (!type.isInstance(value)) {
      throw new IllegalStateException(
          "the provider reads setting '"
              + name
              + "' as "
              + type.getSimpleName()
              + ", but declares "
              + (value == null ? "no such setting" : "a " + value.getClass().getSimpleName())
              + "; it declares "
              + values.keySet());
    }
    return type.cast(value);
  }
}
