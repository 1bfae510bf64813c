package dev.ridgeline.examples;

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
    for (String problem : plugins.problems()) {
      assertTrue(report.contains(problem), report);
    }
  }
}
