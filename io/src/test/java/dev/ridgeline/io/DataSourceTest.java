package dev.ridgeline.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataSourceTest {
  private static final CsvFormat FORMAT = CsvFormat.withHeader().target("y");

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream packed = new GZIPOutputStream(bytes)) {
      packed.write(content);
    }
    return bytes.toByteArray();
  }

  private static byte[] rows() {
    StringBuilder text = new StringBuilder("\uFEFFa,y\n");
    for (int i = 0; i < 50_000; i++) {
      text.append(i).append(',').append(i * 7919 % 104729).append('\n');
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void gzip_and_byte_order_mark_are_seen_through() throws IOException {
    assertEquals(50_000, FORMAT.read(Text.bytes(gzip(rows()))).rows());
  }

  @Test
  void gzip_that_is_cut_off_is_refused_not_read_half() throws IOException {
    byte[] whole = gzip(rows());
    byte[] half = Arrays.copyOf(whole, whole.length / 2);
    Text.refuses(
        0,
        0,
        "bad.csv: the gzip data are cut off or damaged (Unexpected end of ZLIB input stream); fetch"
            + " it again",
        () -> FORMAT.read(Text.bytes(half)));
    Text.refuses(
        0,
        0,
        "bad.csv: the gzip data are cut off or damaged (Unexpected end of ZLIB input stream); fetch"
            + " it again",
        () -> new LibsvmFormat().read(Text.bytes(gzipHalf())));
  }

  private static byte[] gzipHalf() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 50_000; i++) {
      text.append("1 1:").append(i * 7919 % 104729).append('\n');
    }
    byte[] whole = gzip(text.toString().getBytes(StandardCharsets.UTF_8));
    return Arrays.copyOf(whole, whole.length / 2);
  }

  @Test
  void gzip_with_a_wrong_checksum_is_refused() throws IOException {
    byte[] wrong = gzip(rows());
    wrong[wrong.length - 6] ^= 1;
    Text.refuses(
        0,
        0,
        "bad.csv: the gzip data are cut off or damaged (Corrupt GZIP trailer); fetch it again",
        () -> FORMAT.read(Text.bytes(wrong)));
  }

  @Test
  void spreadsheets_and_sixteen_bit_text_are_recognised() {
    Text.refuses(
        0,
        0,
        "bad.csv: found a zip archive (spreadsheets as .xlsx are such), expected text or gzipped"
            + " text; unpack it, or export the sheet as CSV",
        () -> FORMAT.read(Text.bytes(new byte[] {'P', 'K', 3, 4, 9})));
    Text.refuses(
        0,
        0,
        "bad.csv: the byte order mark says UTF-16, the format says UTF-8; save it as UTF-8, or read"
            + " it with charset(StandardCharsets.UTF_16)",
        () -> FORMAT.read(Text.bytes("a,y\n".getBytes(StandardCharsets.UTF_16))));
  }

  @Test
  void what_cannot_be_opened_is_an_input_output_error_with_its_name(@TempDir Path folder) {
    Path absent = folder.resolve("absent.csv");
    NoSuchFileException file = assertThrows(NoSuchFileException.class, () -> FORMAT.read(absent));
    assertEquals(absent.toString(), file.getMessage());
    FileNotFoundException resource =
        assertThrows(
            FileNotFoundException.class,
            () -> FORMAT.read(DataSource.resource(DataSourceTest.class, "absent.csv")));
    assertEquals(
        "no resource 'absent.csv' beside dev.ridgeline.io.DataSourceTest", resource.getMessage());
  }

  @Test
  void a_stream_is_left_open() throws IOException {
    boolean[] closed = {false};
    ByteArrayInputStream stream =
        new ByteArrayInputStream("a,y\n1,2\n".getBytes(StandardCharsets.UTF_8)) {
          @Override
          public void close() {
            closed[0] = true;
          }
        };
    assertEquals(1, FORMAT.read(DataSource.stream("mine", stream)).rows());
    assertTrue(!closed[0]);
  }

  @Test
  void an_error_while_reading_stays_an_input_output_error() {
    ByteArrayInputStream failing =
        new ByteArrayInputStream("a,y\n1,2\n".getBytes(StandardCharsets.UTF_8)) {
          @Override
          public synchronized int read(byte[] bytes, int from, int length) {
            int count = super.read(bytes, from, length);
            if (count < 0) {
              throw new java.io.UncheckedIOException(new IOException("disk gone"));
            }
            return count;
          }
        };
    assertEquals(
        "disk gone",
        assertThrows(IOException.class, () -> FORMAT.read(DataSource.stream("mine", failing)))
            .getMessage());
  }
}
