package dev.ridgeline.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.function.Executable;

/** Sources written out in tests, and what reading them must say. */
final class Text {
  private Text() {}

  static DataSource of(String... lines) {
    return exactly(String.join("\n", lines) + "\n");
  }

  static DataSource exactly(String text) {
    return bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  static DataSource bytes(byte[] content) {
    return DataSource.stream("bad.csv", new ByteArrayInputStream(content));
  }

  /** Reading fails at this place with exactly this message. */
  static void refuses(long line, int column, String message, Executable reading) {
    DataFileException error = assertThrows(DataFileException.class, reading);
    assertEquals(message, error.getMessage());
    assertEquals("bad.csv", error.file());
    assertEquals(line, error.line());
    assertEquals(column, error.column());
  }
}
