package dev.ridgeline.linalg;

import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.JavaBLAS;
import dev.ludovic.netlib.blas.NativeBLAS;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Chooses the BLAS of this process, in this order: the library of netlib's own system properties, a
 * {@link BlasLibrary} on the class path, a system library, the Vector API, plain Java.
 *
 * <p>netlib chooses by system properties that it reads when its first class is initialised, prints
 * to standard error when it finds no library, and logs through java.util.logging. So the library is
 * looked for here, the properties are set for that moment only, and its logger is hushed.
 *
 * @param netlib does the work
 * @param description backend for people, as far as is known at once
 * @param details backend for people, as the library itself has it
 * @param isNative whether it is native code
 * @param findings what was looked at and passed over, one sentence each
 */
record BlasChoice(
    BLAS netlib,
    String description,
    Supplier<String> details,
    boolean isNative,
    List<String> findings) {
  private static final String PATH = "dev.ludovic.netlib.blas.nativeLibPath";
  private static final String NAME = "dev.ludovic.netlib.blas.nativeLib";
  private static final String ALLOW = "dev.ludovic.netlib.blas.allowNative";
  private static final String STUB = " through netlib's JNI stub";

  /** A library file and what to call it. */
  private record Found(Path file, String description, Supplier<String> details) {}

  static BlasChoice make() {
    List<String> findings = new ArrayList<>();
    Optional<Found> found = findLibrary(findings);
    Logger noisy = Logger.getLogger("dev.ludovic.netlib.blas.InstanceBuilder");
    Level before = noisy.getLevel();
    noisy.setLevel(Level.WARNING);
    try {
      return with(found, findings);
    } finally {
      noisy.setLevel(before);
    }
  }

  private static BlasChoice with(Optional<Found> found, List<String> findings) {
    String property = found.isPresent() ? PATH : ALLOW;
    String value = found.map(f -> f.file().toString()).orElse("false");
    String before = System.setProperty(property, value);
    try {
      if (found.isPresent()) {
        try {
          return of(NativeBLAS.getInstance(), found.get(), findings);
        } catch (RuntimeException | LinkageError e) {
          findings.add(found.get().file() + " does not serve netlib's JNI stub: " + e.getMessage());
        }
      }
      return java(findings);
    } finally {
      if (before == null) {
        System.clearProperty(property);
      } else {
        System.setProperty(property, before);
      }
    }
  }

  private static BlasChoice of(NativeBLAS netlib, Found found, List<String> findings) {
    Supplier<String> details = () -> found.details().get() + STUB;
    return new BlasChoice(netlib, found.description() + STUB, details, true, findings);
  }

  static BlasChoice java(JavaBLAS netlib, List<String> findings) {
    String loops = isVectorApi(netlib) ? "Java loops on the Vector API" : "plain Java loops";
    String description = "netlib's " + loops;
    return new BlasChoice(netlib, description, () -> description, false, findings);
  }

  private static BlasChoice java(List<String> findings) {
    JavaBLAS netlib = JavaBLAS.getInstance();
    if (!isVectorApi(netlib)) {
      findings.add(
          "the Vector API is off; --add-modules jdk.incubator.vector makes products without a"
              + " native library several times faster");
    }
    return java(netlib, findings);
  }

  private static boolean isVectorApi(JavaBLAS netlib) {
    return netlib.getClass().getSimpleName().equals("VectorBLAS");
  }

  private static Optional<Found> findLibrary(List<String> findings) {
    if (!Boolean.parseBoolean(System.getProperty(ALLOW, "true"))) {
      findings.add("native code is off by -D" + ALLOW);
      return Optional.empty();
    }
    for (String property : List.of(PATH, NAME)) {
      String given = System.getProperty(property);
      if (given != null) {
        return given(property, given, findings);
      }
    }
    Optional<Found> brought = broughtAlong(findings);
    return brought.isPresent()
        ? brought
        : SystemBlas.find(findings).map(file -> foreign("the system's " + file, file, findings));
  }

  private static Optional<Found> given(String property, String value, List<String> findings) {
    Path file = Path.of(value);
    if (property.equals(NAME)) {
      // A bare name is for the loader's own search path, which only netlib's stub can use.
      return Optional.of(foreign("the library of -D" + property + "=" + value, file, findings));
    }
    if (!SystemBlas.isLoadable(file, findings)) {
      return Optional.empty();
    }
    return Optional.of(foreign("the library of -D" + property + "=" + value, file, findings));
  }

  private static Found foreign(String description, Path file, List<String> findings) {
    findings.add(
        "threads of "
            + file
            + " are its own affair: set OPENBLAS_NUM_THREADS=1 (or MKL_, BLIS_, VECLIB_MAXIMUM_) in"
            + " the environment, Ridgeline brings the threads");
    return new Found(file, description, () -> description);
  }

  private static Optional<Found> broughtAlong(List<String> findings) {
    boolean any = false;
    for (var each : ServiceLoader.load(BlasLibrary.class).stream().toList()) {
      any = true;
      String name = each.type().getName();
      try {
        BlasLibrary library = each.get();
        Optional<Path> file = library.file();
        if (file.isPresent()) {
          return Optional.of(new Found(file.get(), library.description(), library::details));
        }
        findings.add(name + " has no library for this operating system and processor");
      } catch (RuntimeException | LinkageError | ServiceConfigurationError e) {
        findings.add(name + " failed: " + e);
      }
    }
    if (!any) {
      findings.add("ridgeline-openblas, which brings OpenBLAS, is not on the class path");
    }
    return Optional.empty();
  }
}
