package dev.ridgeline.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Directories that stand for jars: copied class files and a service file. */
final class Jars implements AutoCloseable {
  private static final String FIXTURES = "dev.ridgeline.plugin.fixtures.";

  private final Path root;
  private final List<URLClassLoader> loaders = new ArrayList<>();

  Jars(Path root) {
    this.root = root;
  }

  /** A jar with these fixture classes, and these lines in the service file of penalties. */
  Path jar(String name, List<String> classes, String... services) {
    try {
      Path jar = root.resolve(name);
      for (String c : classes) {
        String file = (FIXTURES + c).replace('.', '/') + ".class";
        Path to = jar.resolve(file);
        Files.createDirectories(to.getParent());
        try (InputStream bytes = Jars.class.getClassLoader().getResourceAsStream(file)) {
          Files.copy(bytes, to);
        }
      }
      Path service = jar.resolve("META-INF/services/" + PenaltyProvider.class.getName());
      Files.createDirectories(service.getParent());
      Files.write(service, Arrays.stream(services).map(s -> s.replace("~", FIXTURES)).toList());
      return jar;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A jar with one provider class, listed. */
  Path jarOf(String provider) {
    return jar(provider, List.of(provider), "~" + provider);
  }

  /** A class loader of these jars in this order; fixtures outside them cannot be seen. */
  ClassLoader loader(Path... jars) {
    ClassLoader hiding =
        new ClassLoader(Jars.class.getClassLoader()) {
          @Override
          protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith(FIXTURES)) {
              throw new ClassNotFoundException(name);
            }
            return super.loadClass(name, resolve);
          }
        };
    URL[] urls = Arrays.stream(jars).map(Jars::url).toArray(URL[]::new);
    URLClassLoader loader = new URLClassLoader(urls, hiding);
    loaders.add(loader);
    return loader;
  }

  static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      for (URLClassLoader loader : loaders) {
        loader.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
