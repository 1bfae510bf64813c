package dev.ridgeline.openblas;

import com.sun.jna.Function;
import com.sun.jna.Library;
import com.sun.jna.NativeLibrary;
import dev.ridgeline.linalg.BlasLibrary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * OpenBLAS of {@code org.bytedeco:openblas}, unpacked once into the user's cache folder and set to
 * one thread. Keeps the library loaded as long as it lives.
 *
 * <p>OpenBLAS reads its number of threads from the environment when it is loaded, and makes its
 * pool then: asked for one, it makes none. Where the process was started with {@code
 * OPENBLAS_NUM_THREADS=1}, the JVM loads it; elsewhere JNA has to set the variable before, and to
 * load JNA takes several times as long as to load OpenBLAS.
 */
public final class OpenBlasLibrary implements BlasLibrary {
  private static final String THREADS = "OPENBLAS_NUM_THREADS";
  private static final Map<String, Object> LOCAL = Map.of(Library.OPTION_OPEN_FLAGS, 1);
  // libgcc_s is the process's own where it has one: two copies would not catch each other's errors.
  private static final String UNWINDER = "libgcc_s.so.1";
  private static final List<String> NEEDED = List.of("libquadmath.so.0", "libgfortran.so.5");
  private static final String OPENBLAS = "libopenblas.so.0";

  private final List<NativeLibrary> loaded = new ArrayList<>();
  private Optional<Path> openBlas = Optional.empty();
  private String description = "OpenBLAS";

  /** For ServiceLoader. */
  public OpenBlasLibrary() {}

  @Override
  public Optional<Path> file() {
    Optional<String> platform = platform();
    if (platform.isEmpty()) {
      return Optional.empty();
    }
    String resources = "/org/bytedeco/openblas/" + platform.get();
    try {
      LibraryCache cache = LibraryCache.ofUser("openblas-" + platform.get());
      openBlas = cache.file(resources, OPENBLAS);
      if (openBlas.isPresent() && !loadsAsItIs(cache, resources)) {
        loadNeeded(cache, resources);
        loadSingleThreaded(openBlas.get());
      }
      return openBlas;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unpack OpenBLAS", e);
    }
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public String details() {
    return openBlas
        .map(file -> describe(NativeLibrary.getInstance(file.toString(), LOCAL)))
        .orElse(description);
  }

  /**
   * Lets the JVM load the library where the environment asks for one thread. Not where another
   * class loader has done so, which the JVM forbids, or the system lacks the unwinder: false then.
   */
  private boolean loadsAsItIs(LibraryCache cache, String resources) throws IOException {
    if (!"1".equals(System.getenv(THREADS))) {
      return false;
    }
    try {
      for (String name : NEEDED) {
        cache.file(resources, name).ifPresent(file -> System.load(file.toString()));
      }
      System.load(openBlas.orElseThrow().toString());
    } catch (UnsatisfiedLinkError e) {
      return false;
    }
    description = "OpenBLAS (1 thread by " + THREADS + ")";
    return true;
  }

  private void loadNeeded(LibraryCache cache, String resources) throws IOException {
    try {
      loaded.add(NativeLibrary.getInstance(UNWINDER, LOCAL));
    } catch (UnsatisfiedLinkError e) {
      load(cache.file(resources, UNWINDER));
    }
    for (String name : NEEDED) {
      load(cache.file(resources, name));
    }
  }

  private void load(Optional<Path> file) {
    file.ifPresent(f -> loaded.add(NativeLibrary.getInstance(f.toString(), LOCAL)));
  }

  private void loadSingleThreaded(Path file) {
    NativeLibrary process = NativeLibrary.getProcess();
    String before = System.getenv(THREADS);
    process.getFunction("setenv").invokeInt(new Object[] {THREADS, "1", 1});
    NativeLibrary library;
    try {
      library = NativeLibrary.getInstance(file.toString(), LOCAL);
    } finally {
      Function restore = process.getFunction(before == null ? "unsetenv" : "setenv");
      restore.invokeInt(
          before == null ? new Object[] {THREADS} : new Object[] {THREADS, before, 1});
    }
    loaded.add(library);
    library.getFunction("openblas_set_num_threads").invokeVoid(new Object[] {1});
    description = describe(library);
  }

  private static String describe(NativeLibrary library) {
    int threads = library.getFunction("openblas_get_num_threads").invokeInt(new Object[0]);
    String config = library.getFunction("openblas_get_config").invokeString(new Object[0], false);
    String core = library.getFunction("openblas_get_corename").invokeString(new Object[0], false);
    String[] words = config.split(" ");
    return "OpenBLAS "
        + (words.length > 1 ? words[1] : "of unknown version")
        + " ("
        + core
        + " kernel, "
        + threads
        + (threads == 1 ? " thread)" : " threads)");
  }

  private static Optional<String> platform() {
    if (!System.getProperty("os.name", "").equals("Linux")) {
      return Optional.empty();
    }
    return switch (System.getProperty("os.arch", "")) {
      case "amd64", "x86_64" -> Optional.of("linux-x86_64");
      case "aarch64" -> Optional.of("linux-arm64");
      default -> Optional.empty();
    };
  }
}
