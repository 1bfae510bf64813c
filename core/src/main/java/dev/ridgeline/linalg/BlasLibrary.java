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
   * What is known of the library once it is loaded, for people: at least its name. Asked by each
   * first fit, so it must be quick.
   *
   * @return such as "OpenBLAS"; called after {@link #file}
   */
  String description();

  /**
   * What the library says of itself: name, version and kernel. Asked once, by the first who wants
   * to know {@link Blas#backend()}.
   *
   * @return such as "OpenBLAS 0.3.31 (SkylakeX kernel, 1 thread)"; called after {@link #file}; the
   *     description unless the library says more
   */
  default String details() {
    return description();
  }
}
