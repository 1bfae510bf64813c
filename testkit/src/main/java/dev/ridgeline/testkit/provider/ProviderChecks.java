package dev.ridgeline.testkit.provider;

import dev.ridgeline.plugin.Kind;
import dev.ridgeline.plugin.Plugins;
import dev.ridgeline.plugin.Provider;
import dev.ridgeline.plugin.Setting;
import dev.ridgeline.plugin.Spec;
import dev.ridgeline.testkit.check.Check;
import dev.ridgeline.testkit.check.Probe;
import dev.ridgeline.testkit.check.Variants;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The contract of providers, PRO-1 to PRO-6. */
public final class ProviderChecks {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");

  private ProviderChecks() {}

  /**
   * All checks of a provider that is on the class path.
   *
   * @param provider the provider under test
   * @return checks, not yet run
   */
  public static List<Check> all(Provider<?> provider) {
    return List.of(
        new Check(
            "PRO-1",
            "the name matches [a-z][a-z0-9-]*, every setting says what it means",
            "name() and settings()",
            probe -> names(provider, probe)),
        new Check(
            "PRO-2",
            "the registry finds it, and its defaults make a component of that name",
            "META-INF/services; defaults outside their range; toString()",
            probe -> defaults(provider, probe)),
        new Check(
            "PRO-3",
            "every other value of a setting shows in toString(), which parses to an equal"
                + " component",
            "create() and toString(): a setting that one of them forgets; equals",
            probe -> roundTrip(provider, probe)),
        new Check(
            "PRO-4",
            "an unknown setting is refused with the allowed ones",
            "create() or a registry of its own",
            probe -> unknown(provider, probe)),
        new Check(
            "PRO-5",
            "all bad settings are reported together",
            "ranges declared in settings() rather than checked in create()",
            probe -> bad(provider, probe)),
        new Check(
            "PRO-6",
            "the module's service file lists every provider of this kind in the module and no"
                + " other",
            "META-INF/services/<provider interface> of the module",
            probe -> ServiceFile.check(kind(provider), provider, probe)));
  }

  /**
   * The kind of a provider.
   *
   * @param provider the provider
   * @return what it makes
   * @throws IllegalArgumentException if it implements none of the provider interfaces
   */
  public static Kind kind(Provider<?> provider) {
    for (Kind kind : Kind.values()) {
      if (kind.providerType().isInstance(provider)) {
        return kind;
      }
    }
    throw new IllegalArgumentException(
        provider.getClass().getName()
            + " implements none of the provider interfaces, such as PenaltyProvider");
  }

  private static void names(Provider<?> provider, Probe probe) {
    probe.at(0, () -> provider.getClass().getName());
    String name = String.valueOf(provider.name());
    probe.isTrue(NAME.matcher(name).matches(), "a name [a-z][a-z0-9-]*", () -> name);
    for (Setting setting : provider.settings().all()) {
      String s = setting.name();
      probe.isTrue(NAME.matcher(s).matches(), "a setting's name [a-z][a-z0-9-]*", () -> s);
      probe.isTrue(
          !setting.meaning().isBlank() && !setting.meaning().contains("\n"),
          "one line that says what " + s + " means",
          () -> "'" + setting.meaning() + "'");
    }
  }

  private static void defaults(Provider<?> provider, Probe probe) {
    Plugins plugins = Plugins.load();
    Kind kind = kind(provider);
    probe.at(0, provider::name);
    Optional<Provider<?>> found = plugins.find(kind, provider.name());
    probe.isTrue(
        found.isPresent() && found.get().getClass() == provider.getClass(),
        "the registry's " + kind.word() + " '" + provider.name() + "' is " + provider.getClass(),
        () -> found + ", problems " + plugins.problems());
    Object made = Variants.make(kind, provider.name(), plugins);
    same(made, kind, plugins, probe);
    probe.isTrue(
        Spec.parse(made.toString()).name().equals(provider.name()),
        "toString() that begins with " + provider.name(),
        made::toString);
    Object again = Variants.make(kind, provider.name(), plugins);
    equal(made, again, probe);
  }

  private static void same(Object made, Kind kind, Plugins plugins, Probe probe) {
    equal(made, Variants.make(kind, made.toString(), plugins), probe);
  }

  private static void equal(Object one, Object other, Probe probe) {
    probe.isTrue(
        one.equals(other) && one.hashCode() == other.hashCode(),
        "a component equal to " + one + ", with its hash code",
        () -> other + ", which is not (a setting outside the text, or no equals)");
    probe.isTrue(one.toString().equals(other.toString()), "the same text, " + one, other::toString);
  }

  private static void roundTrip(Provider<?> provider, Probe probe) {
    if (provider.settings().all().isEmpty()) {
      probe.skip(provider.name() + " has no settings");
    }
    Plugins plugins = Plugins.load();
    Kind kind = kind(provider);
    Object plain = Variants.make(kind, provider.name(), plugins);
    for (Map.Entry<String, String> variant : Variants.specs(provider, plugins).entrySet()) {
      probe.at(0, variant::getValue);
      Object made = made(kind, variant, plugins, probe);
      probe.isTrue(
          !made.toString().equals(plain.toString()),
          "toString() that shows " + variant.getKey(),
          made::toString);
      probe.isTrue(!made.equals(plain), "a component unequal to the default", made::toString);
      same(made, kind, plugins, probe);
    }
  }

  /** A component may refuse a combination of settings, but not one that differs in one only. */
  private static Object made(
      Kind kind, Map.Entry<String, String> variant, Plugins plugins, Probe probe) {
    try {
      return Variants.make(kind, variant.getValue(), plugins);
    } catch (IllegalArgumentException refused) {
      probe.fail("a component, since the value is in the declared range", refused.getMessage());
      throw refused;
    }
  }

  private static void unknown(Provider<?> provider, Probe probe) {
    Plugins plugins = Plugins.load();
    String spec = Spec.of(provider.name()).with("no-such-setting", 1).toString();
    probe.at(0, () -> spec);
    String[] names = provider.settings().all().stream().map(Setting::name).toArray(String[]::new);
    probe.refuses(
        "an unknown setting",
        () -> Variants.make(kind(provider), spec, plugins),
        "no-such-setting");
    probe.refuses("an unknown setting", () -> Variants.make(kind(provider), spec, plugins), names);
  }

  private static void bad(Provider<?> provider, Probe probe) {
    Map<String, String> values = new LinkedHashMap<>();
    for (Setting setting : provider.settings().all()) {
      values.put(setting.name(), "no-such-value");
    }
    if (values.isEmpty()) {
      probe.skip(provider.name() + " has no settings");
    }
    Plugins plugins = Plugins.load();
    String spec = new Spec(provider.name(), values).toString();
    probe.at(0, () -> spec);
    probe.refuses(
        "all settings bad at once",
        () -> Variants.make(kind(provider), spec, plugins),
        values.keySet().toArray(String[]::new));
  }
}
