package dev.ridgeline.examples;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginJarsTest {
  @TempDir Path folder;

  @Test
  void jarsThatExistAndNoneAtAllPass() throws IOException {
    Path jar = Files.createFile(folder.resolve("mine.jar"));

    assertDoesNotThrow(() -> PluginJars.check(""));
    assertDoesNotThrow(() -> PluginJars.check(jar + ", " + jar));
  }

  @Test
  void missingFilesAndRelativePathsAreAllNamed() throws IOException {
    Path jar = Files.createFile(folder.resolve("mine.jar"));
    Path missing = folder.resolve("missing.jar");

    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> PluginJars.check(jar + "," + missing + ",pom.xml"))
            .getMessage();

    assertTrue(message.contains(": " + missing + ", pom.xml;"), message);
  }
}
