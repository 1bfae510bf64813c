package dev.ridgeline.linalg;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Looks for a BLAS that the operating system's own packages installed. Only files that exist are
 * tried: netlib's stub prints to standard error when it finds nothing.
 */
final class SystemBlas {
  private static final List<String> NAMES =
      List.of("libopenblas.so.0", "libblis.so.4", "libmkl_rt.so.2", "libblas.so.3");
  private static final List<String> OPTIMISED =
      List.of("openblas", "blis", "mkl", "atlas", "armpl", "flexiblas", "accelerate");
  private static final String MAC_ACCELERATE = "/usr/lib/libblas.dylib";

  private SystemBlas() {}

  /** An optimised library that loads; says in the findings what was passed over. */
  static Optional<Path> find(List<String> findings) {
    if (System.getProperty("os.name", "").startsWith("Mac")) {
      Path accelerate = Path.of(MAC_ACCELERATE);
      return isLoadable(accelerate, findings) ? Optional.of(accelerate) : Optional.empty();
    }
    for (Path directory : directories()) {
      for (String name : NAMES) {
        Path file = directory.resolve(name);
        if (Files.exists(file) && isOptimised(file, findings) && isLoadable(file, findings)) {
          return Optional.of(file);
        }
      }
    }
    findings.add("no optimised system BLAS among " + NAMES);
    return Optional.empty();
  }

  /** Whether the loader takes a file; unlike netlib's stub it says nothing on standard error. */
  static boolean isLoadable(Path file, List<String> findings) {
    try {
      System.load(file.toAbsolutePath().toString());
      return true;
    } catch (UnsatisfiedLinkError e) {
      findings.add("cannot load " + file + ": " + e.getMessage());
      return false;
    }
  }

  private static boolean isOptimised(Path file, List<String> findings) {
    try {
      String real = file.toRealPath().toString().toLowerCase(Locale.ROOT);
      if (OPTIMISED.stream().anyMatch(real::contains)) {
        return true;
      }
      findings.add(file + " is the reference BLAS (" + real + "), slower than Java's; not used");
    } catch (IOException e) {
      findings.add("cannot read " + file + ": " + e.getMessage());
    }
    return false;
  }

  private static List<Path> directories() {
    List<Path> all = new ArrayList<>();
    String given = System.getProperty("java.library.path", "");
    for (String entry : given.split(File.pathSeparator)) {
      if (!entry.isBlank()) {
        all.add(Path.of(entry).toAbsolutePath());
      }
    }
    String arch = System.getProperty("os.arch", "");
    String triplet = (arch.equals("amd64") ? "x86_64" : arch) + "-linux-gnu";
    for (String fixed :
        List.of("/usr/lib/" + triplet, "/usr/lib64", "/usr/lib", "/usr/local/lib")) {
      all.add(Path.of(fixed));
    }
    return all;
  }
}
