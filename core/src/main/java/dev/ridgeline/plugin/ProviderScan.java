package dev.ridgeline.plugin;

import java.net.URL;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One look at the class path: every provider that loads, and a sentence for each that does not. */
record ProviderScan(Map<Kind, TreeMap<String, Provider<?>>> providers, List<String> problems) {
  private static final Logger LOG = LoggerFactory.getLogger(ProviderScan.class);
  // A corrupt service file could make the iterator fail at the same place for ever.
  private static final int MOST_FAILURES = 1000;

  static ProviderScan of(ClassLoader loader) {
    Map<Kind, TreeMap<String, Provider<?>>> providers = new EnumMap<>(Kind.class);
    List<String> problems = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      TreeMap<String, Provider<?>> found = new TreeMap<>();
      for (Provider<?> provider : load(kind, loader, problems)) {
        add(kind, provider, found, problems);
      }
      providers.put(kind, found);
    }
    problems.sort(null);
    problems.forEach(problem -> LOG.warn("{}", problem));
    return new ProviderScan(providers, problems);
  }

  private static List<Provider<?>> load(Kind kind, ClassLoader loader, List<String> problems) {
    List<Provider<?>> loaded = new ArrayList<>();
    Iterator<? extends Provider<?>> all =
        ServiceLoader.load(kind.providerType(), loader).iterator();
    for (int failures = 0; failures < MOST_FAILURES; ) {
      try {
        if (!all.hasNext()) {
          break;
        }
        loaded.add(all.next());
      } catch (ServiceConfigurationError | LinkageError broken) {
        failures++;
        Throwable cause = broken.getCause() == null ? broken : broken.getCause();
        problems.add(
            "a "
                + kind.word()
                + " provider is broken and left out: "
                + broken.getMessage()
                + (cause == broken ? "" : " (" + cause + ")"));
      }
    }
    return loaded;
  }

  private static void add(
      Kind kind, Provider<?> provider, TreeMap<String, Provider<?>> found, List<String> problems) {
    String name;
    try {
      name = provider.name();
      Spec.checkName(name);
      Objects.requireNonNull(provider.settings(), "settings() returned null");
    } catch (RuntimeException | LinkageError broken) {
      problems.add(
          "the "
              + kind.word()
              + " provider "
              + provider.getClass().getName()
              + " in "
              + origin(provider)
              + " is broken and left out: "
              + broken);
      return;
    }
    Provider<?> first = found.put(name, provider);
    if (first != null) {
      List<String> both =
          new ArrayList<>(
              List.of(
                  first.getClass().getName() + " in " + origin(first),
                  provider.getClass().getName() + " in " + origin(provider)));
      both.sort(null);
      throw new PluginException(
          "two providers of "
              + kind.word()
              + " '"
              + name
              + "': "
              + both.get(0)
              + " and "
              + both.get(1)
              + "; rename one, or take one jar off the class path");
    }
  }

  private static String origin(Provider<?> provider) {
    CodeSource source = provider.getClass().getProtectionDomain().getCodeSource();
    URL location = source == null ? null : source.getLocation();
    return location == null ? "an unknown place" : location.toString();
  }
}
