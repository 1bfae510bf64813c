package dev.ridgeline.examples;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.linalg.Blas;
import dev.ridgeline.plugin.Plugins;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DoctorTest {
  @Test
  void prints_the_backend_every_kind_of_component_and_the_problems() {
    Plugins plugins = Plugins.load();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Doctor.examine(new PrintStream(bytes, true, StandardCharsets.UTF_8), plugins);
    String report = bytes.toString(StandardCharsets.UTF_8);
    assertTrue(report.contains("products by   " + Blas.best().backend()), report);
    assertTrue(report.contains("GFLOP/s on one thread"), report);
    assertTrue(report.contains("  l1 (dev.ridgeline.penalties.L1$Provider)"), report);
    assertTrue(report.contains("  adam (dev.ridgeline.optimizers.Adam$Provider)"), report);
    assertTrue(report.matches("(?s).*\\nnew memory +[0-9.]+ ms per MiB .*"), report);
    for (String problem : plugins.problems()) {
      assertTrue(report.contains(problem), report);
    }
  }

  @Test
  void new_memory_is_slow_only_beside_memory_in_use() {
    assertTrue(new NewMemory(4, 0.1).slow());
    assertFalse(new NewMemory(4, 3).slow(), "all memory is slow: no page of it is to blame");
    assertFalse(new NewMemory(0.3, 0.01).slow(), "fast enough");
    assertTrue(NewMemory.advice().contains("-XX:+AlwaysPreTouch"), NewMemory.advice());
  }
}
