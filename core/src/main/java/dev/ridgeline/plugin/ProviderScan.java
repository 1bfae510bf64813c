package dev.ridgeline.plugin;

import com.google.common.io.Resources;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Collections;
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
  private static final String REMEDY =
      "; mend the provider or the line that lists it, or take its jar off the class path";

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
                + (cause == broken ? "" : " (" + cause + ")")
                + listedIn(kind, loader, String.valueOf(broken.getMessage()))
                + REMEDY);
      }
    }
    return loaded;
  }

  /** The service files that name a class of the message, which itself names a file or none. */
  private static String listedIn(Kind kind, ClassLoader loader, String message) {
    StringBuilder places = new StringBuilder();
    try {
      String file = "META-INF/services/" + kind.providerType().getName();
      for (URL url : Collections.list(loader.getResources(file))) {
        boolean named =
            Resources.readLines(url, StandardCharsets.UTF_8).stream()
                .map(line -> line.replaceFirst("#.*", "").strip())
                .anyMatch(line -> !line.isEmpty() && message.contains(line));
        places.append(named && !message.contains(url.toString()) ? ", listed in " + url : "");
      }
    } catch (IOException unreadable) {
      places.append(", listed in a file that cannot be read: ").append(unreadable.getMessage());
    }
    return places.toString();
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
              + broken
              + REMEDY);
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
