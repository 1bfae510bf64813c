package dev.ridgeline.plugin;

/**
 * Makes components of one kind by name: the type that ServiceLoader finds, since a component with
 * settings has no constructor without arguments.
 *
 * <p>Usually nested in the class that it provides. A component without settings may be its own
 * provider. Needs a public constructor without arguments and one line in {@code
 * META-INF/services/<the provider interface>}.
 *
 * @param <T> the kind of component
 */
public interface Provider<T> {
  /**
   * The name, matching {@code [a-z][a-z0-9-]*} and unique in its kind.
   *
   * @return such as "elastic-net"
   */
  String name();

  /**
   * The settings that the component takes.
   *
   * @return none unless overridden
   */
  default Settings settings() {
    return Settings.none();
  }

  /**
   * Makes a component.
   *
   * @param values one checked value for each of {@link #settings}, given or default
   * @return a component whose {@code toString()} parses back to an equal one
   */
  T create(SettingValues values);
}
