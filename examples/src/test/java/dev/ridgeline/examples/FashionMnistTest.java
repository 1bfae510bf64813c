package dev.ridgeline.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.evaluate.Metric;
import dev.ridgeline.select.SearchResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example on pictures of four by four pixels, in which the brightest of ten is the class. */
class FashionMnistTest {
  private static final int CLASSES = 10;
  private static final int SIDE = 4;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  @TempDir Path folder;

  private static ByteBuffer images(int rows) {
    ByteBuffer all = ByteBuffer.allocate(16 + rows * SIDE * SIDE);
    all.putInt(0x803).putInt(rows).putInt(SIDE).putInt(SIDE);
    for (int i = 0; i < rows; i++) {
      for (int cell = 0; cell < SIDE * SIDE; cell++) {
        int dim = (31 * i + 17 * cell) % 97;
        all.put((byte) (cell == i % CLASSES ? 255 - dim : dim));
      }
    }
    return all;
  }

  private static ByteBuffer labels(int rows) {
    ByteBuffer all = ByteBuffer.allocate(8 + rows).putInt(0x801).putInt(rows);
    for (int i = 0; i < rows; i++) {
      all.put((byte) (i % CLASSES));
    }
    return all;
  }

  private void writePacked(String name, ByteBuffer content) throws IOException {
    try (OutputStream file =
        new GZIPOutputStream(Files.newOutputStream(folder.resolve(name + ".gz")))) {
      file.write(content.array());
    }
  }

  @Test
  void it_chooses_lambda_on_held_out_pictures_and_looks_at_the_test_set_once() throws IOException {
    writePacked("train-images-idx3-ubyte", images(1200));
    writePacked("train-labels-idx1-ubyte", labels(1200));
    Files.write(folder.resolve("t10k-images-idx3-ubyte"), images(200).array());
    writePacked("t10k-labels-idx1-ubyte", labels(200));

    SearchResult result = FashionMnist.run(folder, 8, out);

    assertEquals(1100, (int) result.chosen().model().objective().m());
    assertEquals(200, result.test().orElseThrow().rows());
    double accuracy = result.test().orElseThrow().get(Metric.ACCURACY).value();
    assertTrue(accuracy > 0.95, "test accuracy " + accuracy);
    String printed = bytes.toString(StandardCharsets.UTF_8);
    assertTrue(printed.contains("epoch  8 of 8: "), printed);
    for (String part : new String[] {"train error", "dev   error", "test  error"}) {
      assertTrue(printed.contains(part), printed);
    }
  }

  @Test
  void a_missing_file_is_named_with_the_ways_to_get_it() throws IOException {
    writePacked("train-images-idx3-ubyte", images(12));
    String message =
        assertThrows(FashionMnist.MissingData.class, () -> FashionMnist.run(folder, 1, out))
            .getMessage();
    assertTrue(message.contains("train-labels-idx1-ubyte.gz in " + folder), message);
    assertTrue(message.contains("dataset-fashion-mnist"), message);
  }
}
