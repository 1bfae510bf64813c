package dev.ridgeline.examples;

import dev.ridgeline.linalg.Blas;
import dev.ridgeline.plugin.Kind;
import dev.ridgeline.plugin.Plugins;
import dev.ridgeline.plugin.Provider;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryManagerMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Prints what this machine and class path give Ridgeline: the backend of matrix products and its
 * measured speed, processors, the cost of new memory, every component found by name, every problem,
 * and what to do.
 *
 * <pre>
 * {@code ./mvnw -q -pl examples -am compile exec:java -Dexec.mainClass=dev.ridgeline.examples.Doctor}
 * </pre>
 */
public final class Doctor {
  private static final int BATCH = 128;
  private static final int UNITS = 512;
  private static final int INPUTS = 784;
  private static final double SLOW_GFLOPS = 40;

  private final PrintStream out;
  private final List<String> advice = new ArrayList<>();

  private Doctor(PrintStream out) {
    this.out = out;
  }

  /**
   * Examines and prints.
   *
   * @param args not used
   */
  public static void main(String[] args) {
    new Doctor(System.out).examine(Plugins.load());
  }

  /**
   * Examines and prints.
   *
   * @param out where to
   * @param plugins what was found on the class path
   */
  static void examine(PrintStream out, Plugins plugins) {
    new Doctor(out).examine(plugins);
  }

  private void examine(Plugins plugins) {
    out.println("Java          " + System.getProperty("java.vm.name") + " " + Runtime.version());
    out.println(
        "system        " + System.getProperty("os.name") + " on " + System.getProperty("os.arch"));
    out.println("processors    " + Runtime.getRuntime().availableProcessors());
    out.println("memory        " + (Runtime.getRuntime().maxMemory() >> 20) + " MiB heap at most");
    memory();
    blas();
    components(plugins);
    out.println();
    if (advice.isEmpty()) {
      out.println("All well.");
    }
    advice.forEach(line -> out.println("advice: " + line));
  }

  private void memory() {
    out.println(
        "collector     "
            + ManagementFactory.getGarbageCollectorMXBeans().stream()
                .map(MemoryManagerMXBean::getName)
                .collect(Collectors.joining(", ")));
    NewMemory memory = NewMemory.measure();
    out.printf(
        Locale.ROOT,
        "new memory    %.2f ms per MiB to fill at first, %.2f ms again%n",
        memory.first(),
        memory.again());
    if (memory.slow()) {
      advice.add(NewMemory.advice());
    }
  }

  private void blas() {
    Blas best = Blas.best();
    double speed = gflops(best);
    out.println("products by   " + best.backend());
    out.printf(
        Locale.ROOT,
        "speed         %.0f GFLOP/s on one thread, float, %d x %d x %d%n",
        speed,
        BATCH,
        UNITS,
        INPUTS);
    out.println("SIMD          " + simd());
    best.findings().forEach(finding -> out.println("  looked at: " + finding));
    if (!best.isNative()) {
      advice.add(
          "networks train several times faster on native code: put ridgeline-openblas on the class"
              + " path (Linux), install an OpenBLAS package, or name a library by"
              + " -Ddev.ludovic.netlib.blas.nativeLibPath=FILE");
    } else if (speed < SLOW_GFLOPS) {
      advice.add(
          "products are slow for native code; look for other work on this machine, or for"
              + " OPENBLAS_CORETYPE in the environment, which may choose an old kernel");
    }
    if (System.getenv("OPENBLAS_CORETYPE") != null) {
      advice.add(
          "OPENBLAS_CORETYPE="
              + System.getenv("OPENBLAS_CORETYPE")
              + " overrides the kernel that OpenBLAS would choose for this processor");
    }
  }

  private void components(Plugins plugins) {
    out.println();
    for (Kind kind : Kind.values()) {
      out.println(kind.plural());
      var all = plugins.providers(kind);
      for (Provider<?> provider : all) {
        out.println("  " + provider.name() + " (" + provider.getClass().getName() + ")");
      }
      if (all.isEmpty()) {
        out.println("  none");
        advice.add("no " + kind.plural() + " found; the built-ins are in " + kind.artifact());
      }
    }
    if (!plugins.problems().isEmpty()) {
      out.println("problems");
      for (String problem : plugins.problems()) {
        out.println("  " + problem);
      }
      advice.add("mend or remove what is listed under problems; the others work");
    }
  }

  /** How wide the just-in-time compiler's own loops are: what the update of weights runs on. */
  private static String simd() {
    try {
      Class<?> shape = Class.forName("jdk.incubator.vector.FloatVector");
      Object species = shape.getField("SPECIES_PREFERRED").get(null);
      return species + " (Vector API module is on)";
    } catch (ReflectiveOperationException | LinkageError e) {
      return "chosen by the just-in-time compiler; the width shows with --add-modules"
          + " jdk.incubator.vector";
    }
  }

  private static double gflops(Blas blas) {
    float[] a = new float[BATCH * INPUTS];
    float[] b = new float[UNITS * INPUTS];
    float[] c = new float[BATCH * UNITS];
    for (int i = 0; i < b.length; i++) {
      b[i] = i % 7 - 3;
      a[i % a.length] = i % 5 - 2;
    }
    double flop = 2.0 * BATCH * UNITS * INPUTS;
    double best = 0;
    long end = System.nanoTime() + 1_000_000_000L;
    do {
      long start = System.nanoTime();
      blas.multiply(false, true, BATCH, UNITS, INPUTS, a, 0, b, 0, 0f, c, 0);
      best = Math.max(best, flop / (System.nanoTime() - start));
    } while (System.nanoTime() < end);
    return best;
  }
}
