package dev.ridgeline.testkit.provider;

import dev.ridgeline.plugin.Kind;
import dev.ridgeline.plugin.Provider;
import dev.ridgeline.testkit.check.Probe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The service file of the jar or directory that holds a provider, against its classes. */
final class ServiceFile {
  private ServiceFile() {}

  static void check(Kind kind, Provider<?> provider, Probe probe) {
    String file = "META-INF/services/" + kind.providerType().getName();
    URI place = place(provider);
    probe.at(0, () -> file + " in " + place);
    Set<String> listed = within(place, root -> lines(root.resolve(file)));
    Set<String> there = within(place, root -> providers(root, kind, provider));
    Set<String> forgotten = new TreeSet<>(there);
    forgotten.removeAll(listed);
    Set<String> strangers = new TreeSet<>(listed);
    strangers.removeAll(there);
    probe.isTrue(forgotten.isEmpty(), "every provider listed", () -> "not listed: " + forgotten);
    probe.isTrue(
        strangers.isEmpty(), "only providers of this module listed", () -> "also " + strangers);
    probe.isTrue(
        listed.contains(provider.getClass().getName()),
        provider.getClass().getName() + " listed",
        listed::toString);
  }

  private static URI place(Provider<?> provider) {
    try {
      return provider.getClass().getProtectionDomain().getCodeSource().getLocation().toURI();
    } catch (URISyntaxException odd) {
      throw new IllegalStateException("a class path entry that is no URI", odd);
    }
  }

  /** Reads below the root of a directory or a jar. */
  private static Set<String> within(URI place, Function<Path, Set<String>> read) {
    Path path = Path.of(place);
    if (Files.isDirectory(path)) {
      return read.apply(path);
    }
    try (FileSystem jar = FileSystems.newFileSystem(path, Map.of())) {
      return read.apply(jar.getPath("/"));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static Set<String> lines(Path file) {
    if (!Files.exists(file)) {
      return Set.of();
    }
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .map(line -> line.replaceAll("#.*", "").strip())
          .filter(line -> !line.isEmpty())
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static Set<String> providers(Path root, Kind kind, Provider<?> provider) {
    ClassLoader loader = provider.getClass().getClassLoader();
    try (Stream<Path> files = Files.walk(root)) {
      List<String> names =
          files
              .map(file -> root.relativize(file).toString())
              .filter(name -> name.endsWith(".class") && !name.endsWith("-info.class"))
              .map(name -> name.replace('\\', '/').replace('/', '.'))
              .map(name -> name.substring(0, name.length() - ".class".length()))
              .toList();
      Set<String> found = new TreeSet<>();
      for (String name : names) {
        if (isProvider(name, kind, loader)) {
          found.add(name);
        }
      }
      return found;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static boolean isProvider(String name, Kind kind, ClassLoader loader) {
    try {
      Class<?> type = Class.forName(name, false, loader);
      return kind.providerType().isAssignableFrom(type)
          && !type.isInterface()
          && !Modifier.isAbstract(type.getModifiers());
    } catch (ClassNotFoundException | LinkageError optional) {
      // A class whose optional dependency is missing cannot be a provider that loads.
      return false;
    }
  }
}
