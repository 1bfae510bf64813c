package dev.ridgeline.openblas;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Unpacks library files from jars into a folder of the user's, once for all processes.
 *
 * <p>A file is written aside and moved into place, so a process that is killed, or another that
 * unpacks at the same time, leaves no half a file; one of another size is replaced.
 *
 * @param folder where the files are; made when needed
 */
record LibraryCache(Path folder) {
  /** The user's cache folder, or a temporary one where that cannot be written. */
  static LibraryCache ofUser(String name) throws IOException {
    String given = System.getenv("XDG_CACHE_HOME");
    Path base =
        given != null && !given.isBlank()
            ? Path.of(given)
            : Path.of(System.getProperty("user.home"), ".cache");
    Path folder = base.resolve("ridgeline").resolve(name);
    try {
      Files.createDirectories(folder);
      if (Files.isWritable(folder)) {
        return new LibraryCache(folder);
      }
    } catch (IOException e) {
      // A read-only home: the temporary folder below serves as well, for this process only.
    }
    Path temporary = Files.createTempDirectory("ridgeline-" + name);
    temporary.toFile().deleteOnExit();
    return new LibraryCache(temporary);
  }

  /** The file that holds a resource; empty if there is no such resource. */
  Optional<Path> file(String resourceFolder, String name) throws IOException {
    URL url = LibraryCache.class.getResource(resourceFolder + "/" + name);
    if (url == null) {
      return Optional.empty();
    }
    Path target = folder.resolve(name);
    long size = url.openConnection().getContentLengthLong();
    if (!Files.exists(target) || Files.size(target) != size) {
      unpack(url, target);
    }
    return Optional.of(target);
  }

  private void unpack(URL url, Path target) throws IOException {
    Files.createDirectories(folder);
    Path aside = Files.createTempFile(folder, target.getFileName().toString(), ".part");
    try {
      try (InputStream in = url.openStream()) {
        Files.copy(in, aside, StandardCopyOption.REPLACE_EXISTING);
      }
      try {
        Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(aside, target, StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      Files.deleteIfExists(aside);
    }
  }
}
