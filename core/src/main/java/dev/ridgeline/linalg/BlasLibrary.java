package dev.ridgeline.linalg;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Brings a native BLAS along, found by ServiceLoader: a jar on the class path that holds the
 * library's file for this machine. Asked once, when {@link Blas} chooses its backend.
 */
public interface BlasLibrary {
  /**
   * The library's file, loadable and set to compute on one thread of the caller's.
   *
   * @return absolute path; empty if there is none for this operating system and processor
   * @throws java.io.UncheckedIOException if the file cannot be brought to disk
   */
  Optional<Path> file();

  /**
   * Name, version and kernel, for people.
   *
   * @return such as "OpenBLAS 0.3.31 (SkylakeX kernel, 1 thread)"; called after {@link #file}
   */
  String description();
}
