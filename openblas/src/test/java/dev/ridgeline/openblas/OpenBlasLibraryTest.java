package dev.ridgeline.openblas;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ridgeline.linalg.Blas;
import dev.ridgeline.linalg.BlasLibrary;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenBlasLibraryTest {
  private static boolean isSupported() {
    String arch = System.getProperty("os.arch");
    return System.getProperty("os.name").equals("Linux")
        && (arch.equals("amd64") || arch.equals("aarch64"));
  }

  @Test
  void is_found_by_service_loader() {
    assertTrue(
        ServiceLoader.load(BlasLibrary.class).stream()
            .anyMatch(p -> p.type() == OpenBlasLibrary.class));
  }

  @Test
  void core_computes_by_it_with_one_thread_and_says_nothing_on_standard_error() {
    assumeTrue(isSupported());
    PrintStream before = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
    Blas blas;
    try {
      blas = Blas.best();
    } finally {
      System.setErr(before);
    }
    assertTrue(blas.isNative(), () -> blas.backend() + " " + blas.findings());
    assertTrue(blas.backend().contains("OpenBLAS"), blas.backend());
    assertTrue(blas.backend().contains("1 thread)"), blas.backend());
    assertEquals("", printed.toString(StandardCharsets.UTF_8));
  }

  @Test
  void a_process_told_to_use_one_thread_loads_jna_only_for_those_who_ask_what_computes()
      throws IOException, InterruptedException {
    assumeTrue(isSupported());
    ProcessBuilder child =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-verbose:class",
            "-cp",
            System.getProperty("java.class.path"),
            LoadedClasses.class.getName());
    child.environment().put("OPENBLAS_NUM_THREADS", "1");
    Process process = child.redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), printed);
    String[] parts = printed.split(LoadedClasses.PRODUCT);
    assertEquals(2, parts.length, printed);
    assertTrue(parts[0].contains("dev.ludovic.netlib.blas.JNIBLAS"), printed);
    assertFalse(parts[0].contains("com.sun.jna.Native "), printed);
    assertTrue(parts[1].contains("com.sun.jna.Native "), printed);
    assertTrue(parts[1].contains(" kernel, 1 thread) through"), printed);
  }

  @Test
  void its_product_of_small_whole_numbers_is_exact() {
    // (1 2; 3 4; 5 6) (7 8 9; 10 11 12), worked by hand.
    float[] c = new float[9];
    Blas.best()
        .multiply(
            false,
            false,
            3,
            3,
            2,
            new float[] {1, 2, 3, 4, 5, 6},
            0,
            new float[] {7, 8, 9, 10, 11, 12},
            0,
            0f,
            c,
            0);
    assertArrayEquals(new float[] {27, 30, 33, 61, 68, 75, 95, 106, 117}, c);
  }

  @Test
  void a_cached_file_of_the_wrong_size_is_replaced(@TempDir Path folder) throws IOException {
    LibraryCache cache = new LibraryCache(folder.resolve("new"));
    String resources = "/dev/ridgeline/openblas";
    Path file = cache.file(resources, "OpenBlasLibrary.class").orElseThrow();
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, new byte[] {1, 2, 3});
    cache.file(resources, "OpenBlasLibrary.class");
    assertArrayEquals(whole, Files.readAllBytes(file));
    try (var files = Files.list(folder.resolve("new"))) {
      assertEquals(1, files.count(), "nothing is left aside");
    }
    assertTrue(cache.file(resources, "no-such-library").isEmpty());
  }
}
