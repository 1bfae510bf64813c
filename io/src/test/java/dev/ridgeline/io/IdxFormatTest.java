package dev.ridgeline.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.FloatFeatures;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxFormatTest {
  private static final IdxFormat FORMAT = new IdxFormat();

  /** Three images of 2 x 2. */
  private static final byte[] IMAGES =
      bytes(
          0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 1, 2, 3, 127, 128, 200, 255, 9, 8, 7,
          6);

  private static final byte[] LABELS = bytes(0, 0, 8, 1, 0, 0, 0, 3, 2, 0, 2);

  private static byte[] bytes(int... values) {
    byte[] all = new byte[values.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) values[i];
    }
    return all;
  }

  private static DataSource images(byte[] content) {
    return DataSource.stream("images", new ByteArrayInputStream(content));
  }

  private static DataSource labels(byte[] content) {
    return DataSource.stream("labels", new ByteArrayInputStream(content));
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(content);
    }
    return packed.toByteArray();
  }

  private static void refuses(String message, byte[] images, byte[] labels) {
    refuses(FORMAT, message, images, labels);
  }

  private static void refuses(IdxFormat format, String message, byte[] images, byte[] labels) {
    DataFileException error =
        assertThrows(DataFileException.class, () -> format.read(images(images), labels(labels)));
    assertEquals(message, error.getMessage());
  }

  // Values

  @Test
  void images_become_rows_of_unsigned_bytes_and_labels_classes() throws IOException {
    Dataset data = FORMAT.read(images(IMAGES), labels(LABELS));
    FloatFeatures x = (FloatFeatures) data.features();
    assertEquals(3, x.rows());
    assertEquals(4, x.columns());
    double[] row = new double[4];
    x.copyRow(1, row, 0);
    assertArrayEquals(new double[] {127, 128, 200, 255}, row);
    assertEquals(6, x.get(2, 3));
    assertArrayEquals(new double[] {2, 0, 2}, data.targets());
    assertEquals(List.of("0", "1", "2"), data.classNames());
  }

  @Test
  void cells_are_divided_by_255_on_request() throws IOException {
    FloatFeatures x = FORMAT.scaled().readFeatures(images(IMAGES));
    assertEquals(0, x.get(0, 0));
    assertEquals(0.498039215686, x.get(1, 0), 1e-7);
    assertEquals(1, x.get(1, 3));
  }

  @Test
  void classes_have_the_names_given() throws IOException {
    Dataset data =
        FORMAT.classes("shirt", "coat", "bag", "boot").read(images(IMAGES), labels(LABELS));
    assertEquals(List.of("shirt", "coat", "bag", "boot"), data.classNames());
    assertArrayEquals(new double[] {2, 0, 2}, data.targets());
  }

  @Test
  void files_plain_and_gzipped_are_read_whatever_their_names(@TempDir Path folder)
      throws IOException {
    Path x = Files.write(folder.resolve("images"), gzip(IMAGES));
    Path y = Files.write(folder.resolve("labels.gz"), LABELS);
    Dataset data = FORMAT.read(x, y);
    assertEquals(255, data.features().get(1, 3));
    assertEquals(2, data.target(0));
  }

  // Errors

  @Test
  void other_contents_are_refused_with_what_was_found() {
    refuses(
        "images: byte 0: found 00 00 0d 03, expected 00 00 08 and the number of sizes, with which"
            + " IDX files of unsigned bytes begin",
        bytes(0, 0, 13, 3, 0, 0, 0, 1),
        LABELS);
    refuses(
        "labels: byte 0: found nothing, expected 00 00 08 and the number of sizes, with which IDX"
            + " files of unsigned bytes begin",
        IMAGES,
        bytes());
  }

  @Test
  void a_file_that_ends_early_names_where_it_ends_and_what_it_needs() {
    refuses(
        "images: byte 25: the file ends, but its sizes [3, 2, 2] need 28 bytes; fetch it again",
        Arrays.copyOf(IMAGES, 25),
        LABELS);
    refuses("images: byte 10: the file ends within its 3 sizes", Arrays.copyOf(IMAGES, 10), LABELS);
  }

  @Test
  void a_file_that_goes_on_is_refused() {
    refuses(
        "labels: byte 11: the file goes on after the last cell of its sizes [3]; fetch it again",
        IMAGES,
        Arrays.copyOf(LABELS, 12));
  }

  @Test
  void sizes_of_nothing_or_beyond_an_array_are_refused_before_cells_are_read() {
    byte[] none = IMAGES.clone();
    none[15] = 0;
    refuses(
        "images: byte 12: size 3 of 3 is 0; sizes must be at least 1 and their product at most"
            + " 2147483639",
        none,
        LABELS);
    byte[] huge = IMAGES.clone();
    huge[8] = 0x40;
    refuses(
        "images: byte 8: size 2 of 3 is 1073741826; sizes must be at least 1 and their product at"
            + " most 2147483639",
        huge,
        LABELS);
    byte[] unsigned = IMAGES.clone();
    unsigned[4] = -1;
    refuses(
        "images: byte 4: size 1 of 3 is 4278190083; sizes must be at least 1 and their product at"
            + " most 2147483639",
        unsigned,
        LABELS);
  }

  @Test
  void a_stated_size_of_two_billion_cells_takes_no_memory_for_cells_that_are_not_there() {
    byte[] stated = bytes(0, 0, 8, 1, 0x7f, 0xff, 0xff, 0xf0, 1, 2);
    DataFileException error =
        assertThrows(DataFileException.class, () -> FORMAT.readFeatures(images(stated)));
    assertEquals(
        "images: byte 10: the file ends, but its sizes [2147483632] need 2147483640 bytes; fetch"
            + " it again",
        error.getMessage());
  }

  @Test
  void images_and_labels_must_belong_together() {
    refuses(
        "images: byte 4: found 3 images, but 2 labels in labels",
        IMAGES,
        bytes(0, 0, 8, 1, 0, 0, 0, 2, 0, 1));
    refuses("labels: byte 3: labels have 1 size, found 3; is this the images?", LABELS, IMAGES);
  }

  @Test
  void labels_outside_the_classes_or_all_of_one_are_refused() {
    refuses(
        FORMAT.classes("a", "b"),
        "labels: byte 8: label 2 of row 0 is none of the 2 classes [a, b]",
        IMAGES,
        LABELS);
    refuses(
        "labels: byte 8: all labels are 0; classification needs at least two classes",
        IMAGES,
        bytes(0, 0, 8, 1, 0, 0, 0, 3, 0, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> FORMAT.classes("a", "a"));
  }

  @Test
  void gzip_that_is_cut_off_is_refused() throws IOException {
    byte[] packed = gzip(IMAGES);
    DataFileException error =
        assertThrows(
            DataFileException.class,
            () -> FORMAT.readFeatures(images(Arrays.copyOf(packed, packed.length - 12))));
    assertEquals("images", error.file());
    assertTrue(error.getMessage().startsWith("images: the gzip data are cut off"));
  }
}
