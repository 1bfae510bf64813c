package dev.ridgeline.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.DenseFeatures;
import dev.ridgeline.data.Features;
import dev.ridgeline.data.FloatFeatures;
import dev.ridgeline.data.Split;
import dev.ridgeline.data.Standardizer;
import dev.ridgeline.data.Task;
import dev.ridgeline.linalg.RandomStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetFileTest {
  @TempDir Path folder;

  private static FloatFeatures cells(int rows, int columns) {
    RandomStream random = new RandomStream(4);
    float[] cells = new float[rows * columns];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = (float) (10 + random.gaussian(i));
    }
    return new FloatFeatures(cells, rows, columns);
  }

  private static Dataset classes(int rows, int columns) {
    double[] y = new double[rows];
    for (int i = 0; i < rows; i++) {
      y[i] = i % 3;
    }
    return Dataset.classification(cells(rows, columns), y, List.of("a", "b \"b\"", "\u00e4"))
        .withTargetName("kind");
  }

  private static double[] weights(int rows) {
    double[] weights = new double[rows];
    for (int i = 0; i < rows; i++) {
      weights[i] = new RandomStream(1).below(i, 3);
    }
    return weights;
  }

  private static void assertSame(Features expected, Features found) {
    assertEquals(expected.rows(), found.rows());
    assertEquals(expected.columns(), found.columns());
    assertFalse(found.isSparse());
    assertEquals((long) expected.rows() * expected.columns(), found.storedCells());
    int p = expected.columns();
    double[] w = new double[p + 1];
    for (int j = 0; j <= p; j++) {
      w[j] = Math.sin(j + 1);
    }
    int[] order = new RandomStream(5).permutation(expected.rows());
    float[] left = new float[(order.length - 1) * p + 2];
    float[] right = left.clone();
    expected.copyRows(order, 1, order.length, left, 2);
    found.copyRows(order, 1, order.length, right, 2);
    assertArrayEquals(left, right);
    for (int i = 0; i < expected.rows(); i++) {
      double[] a = new double[p + 1];
      double[] b = new double[p + 1];
      expected.copyRow(i, a, 1);
      found.copyRow(i, b, 1);
      assertArrayEquals(a, b);
      assertEquals(expected.get(i, p - 1), found.get(i, p - 1));
      assertEquals(expected.dotRow(i, w, 1), found.dotRow(i, w, 1));
      expected.addRowTo(i, 0.3, a, 0);
      found.addRowTo(i, 0.3, b, 0);
      assertArrayEquals(a, b);
    }
  }

  private static void assertSame(Dataset expected, Dataset found) {
    assertArrayEquals(expected.targets(), found.targets());
    assertArrayEquals(expected.weights(), found.weights());
    assertEquals(expected.task(), found.task());
    assertEquals(expected.classNames(), found.classNames());
    assertEquals(expected.featureNames(), found.featureNames());
    assertEquals(expected.targetName(), found.targetName());
    assertSame(expected.features(), found.features());
  }

  /** The same data in single precision, which is what a file holds. */
  private static Dataset rounded(Dataset data) {
    float[] cells = new float[data.rows() * data.columns()];
    for (int i = 0; i < data.rows(); i++) {
      for (int j = 0; j < data.columns(); j++) {
        cells[i * data.columns() + j] = (float) data.features().get(i, j);
      }
    }
    return data.withFeatures(new FloatFeatures(cells, data.rows(), data.columns()));
  }

  @Test
  void a_data_set_comes_back_with_its_names_and_weights() throws IOException {
    Path file = folder.resolve("data.safetensors");
    for (Dataset data :
        List.of(
            classes(7, 3),
            classes(8, 3).withFeatureNames(List.of("x", "y\n", "z")),
            classes(9, 5).withWeights(new double[] {0, 1, 2, 3, 0.1, 1, 1, 1, 1}),
            Dataset.regression(cells(5, 1), new double[] {0.1, -2, 1e300, 0, 1 / 3.0}))) {
      DatasetFile.write(data, file);
      assertSame(data, DatasetFile.open(file));
      DatasetFile.verify(file);
    }
    try (Stream<Path> all = Files.list(folder)) {
      assertEquals(1, all.count());
    }
  }

  @Test
  void mapped_rows_are_those_in_memory_whatever_the_pieces() throws IOException {
    Path file = folder.resolve("data.safetensors");
    Dataset data = classes(23, 5);
    DatasetFile.write(data, file);
    for (int piece : new int[] {20, 21, 59, 60, 100, 460, 1 << 30}) {
      Dataset mapped = DatasetFile.open(file, piece);
      assertSame(data, mapped);
      int[] some = {3, 22, 0, 3, 11};
      assertSame(data.select(some), mapped.select(some));
      assertSame(
          data.select(some).select(new int[] {4, 0}), mapped.select(some).select(new int[] {4, 0}));
      assertSame(Standardizer.fit(data).apply(data), Standardizer.fit(mapped).apply(mapped));
      Standardizer twice = Standardizer.fit(Standardizer.fit(data).apply(data));
      assertSame(
          twice.apply(Standardizer.fit(data).apply(data)).select(some),
          twice.apply(Standardizer.fit(mapped).apply(mapped)).select(some));
      Split inMemory = Split.of(data, 0.2, 0.3, 6);
      Split inFile = Split.of(mapped, 0.2, 0.3, 6);
      assertSame(inMemory.train(), inFile.train());
      assertSame(inMemory.test(), inFile.test());
    }
    assertThrows(
        IndexOutOfBoundsException.class, () -> DatasetFile.open(file).select(new int[] {23}));
    assertThrows(
        IllegalArgumentException.class,
        () -> Standardizer.identity(4).apply(DatasetFile.open(file).features()));
  }

  @Test
  void tables_of_more_cells_than_an_array_has_are_read_at_both_ends() throws IOException {
    int rows = 2_400_001;
    int columns = 1000;
    Path file = folder.resolve("sparse");
    // A file with holes: three rows of it take room on the disk.
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.SPARSE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      for (int row : new int[] {0, 2_200_000, rows - 1}) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * columns).order(ByteOrder.LITTLE_ENDIAN);
        for (int j = 0; j < columns; j++) {
          bytes.putFloat(row + j / 1024f);
        }
        channel.write(bytes.flip(), 8 + 4L * columns * row);
      }
      assertEquals(8 + 4L * rows * columns, channel.size());
      MappedFeatures features = new MappedFeatures(channel, 8, rows, columns, 1 << 30);
      assertEquals(2_400_001_000L, features.storedCells());
      float[] out = new float[3 * columns];
      features.copyRows(new int[] {rows - 1, 1_100_000, 2_200_000}, 0, 3, out, 0);
      for (int j = 0; j < columns; j++) {
        assertEquals((float) (rows - 1 + j / 1024.0), out[j]);
        assertEquals(0, out[columns + j]);
        assertEquals((float) (2_200_000 + j / 1024.0), out[2 * columns + j]);
        assertEquals(j / 1024.0, features.get(0, j));
      }
      Features view = features.selectRows(new int[] {rows - 1});
      assertEquals(out[999], view.get(0, 999));
    } finally {
      Files.delete(file);
    }
  }

  @Test
  void parts_become_one_file_and_closing_early_leaves_nothing() throws IOException {
    Path file = folder.resolve("data.safetensors");
    Dataset whole = classes(50, 3).withWeights(weights(50));
    try (DatasetWriter writer = DatasetWriter.to(file)) {
      for (int from = 0; from < 50; from += 7) {
        int[] rows = new int[Math.min(7, 50 - from)];
        for (int i = 0; i < rows.length; i++) {
          rows[i] = from + i;
        }
        writer.add(whole.select(rows));
      }
      assertFalse(Files.exists(file));
      writer.finish();
      assertThrows(IllegalStateException.class, writer::finish);
    }
    assertSame(whole, DatasetFile.open(file));
    byte[] before = Files.readAllBytes(file);
    try (DatasetWriter writer = DatasetWriter.to(file)) {
      writer.add(whole);
      String message =
          assertThrows(IllegalArgumentException.class, () -> writer.add(classes(4, 2)))
              .getMessage();
      assertTrue(message.contains("the features [x0, x1, x2] and [a, b \"b\", \u00e4]"), message);
      assertTrue(message.endsWith("this part has [x0, x1] and [a, b \"b\", \u00e4]"), message);
    }
    assertArrayEquals(before, Files.readAllBytes(file));
    try (Stream<Path> all = Files.list(folder)) {
      assertEquals(List.of(file), all.toList());
    }
    try (DatasetWriter empty = DatasetWriter.to(folder.resolve("none"))) {
      assertThrows(IllegalStateException.class, empty::finish);
    }
  }

  @Test
  void cells_beyond_float_are_refused_with_row_and_column() {
    Dataset data =
        Dataset.regression(DenseFeatures.of(new double[][] {{1, 2}, {3, 1e39}}), new double[2]);
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> DatasetFile.write(data, folder.resolve("data.safetensors")))
            .getMessage();
    assertEquals("row 1, column 1 (x1) is 1.0E39, beyond the largest float, 3.4e38", message);
  }

  @Test
  void a_flipped_bit_is_found_by_verify() throws IOException {
    Path file = folder.resolve("data.safetensors");
    DatasetFile.write(classes(7, 3), file);
    byte[] whole = Files.readAllBytes(file);
    whole[whole.length - 70] ^= 1;
    Files.write(file, whole);
    DataFileException error = assertThrows(DataFileException.class, () -> DatasetFile.verify(file));
    assertTrue(error.getMessage().contains("the file is damaged"), error.getMessage());
  }

  /** What another program writes: a header without blanks of ours, no checksum, its own types. */
  private Path foreign(String tensors, float[] x, Number... y) throws IOException {
    byte[] text = ("{" + tensors + "}").getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(1000).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(text.length).put(text);
    for (float cell : x) {
      bytes.putFloat(cell);
    }
    for (Number target : y) {
      if (target instanceof Long whole) {
        bytes.putLong(whole);
      } else if (target instanceof Float single) {
        bytes.putFloat(single);
      } else {
        bytes.putDouble(target.doubleValue());
      }
    }
    bytes.flip();
    byte[] all = new byte[bytes.limit()];
    bytes.get(all);
    return Files.write(folder.resolve("foreign.safetensors"), all);
  }

  private static String tensor(String name, String type, String shape, int from, int to) {
    return "\"%s\": {\"dtype\": \"%s\", \"shape\": %s, \"data_offsets\": [%d, %d]}"
        .formatted(name, type, shape, from, to);
  }

  @Test
  void files_of_other_programs_are_read() throws IOException {
    String x = tensor("X", "F32", "[2,3]", 0, 24);
    float[] cells = {1, 2, 3, 4, 5, 6};
    Dataset classes =
        DatasetFile.open(foreign(x + "," + tensor("y", "I64", "[2]", 24, 40), cells, 2L, 0L));
    assertEquals(List.of("0", "1", "2"), classes.classNames());
    assertArrayEquals(new double[] {2, 0}, classes.targets());
    assertSame(new FloatFeatures(cells, 2, 3), classes.features());
    Dataset numbers =
        DatasetFile.open(foreign(tensor("y", "F32", "[2]", 24, 32) + "," + x, cells, 1.5f, 2f));
    assertEquals(Task.REGRESSION, numbers.task());
    assertArrayEquals(new double[] {1.5, 2}, numbers.targets());
    Dataset named =
        DatasetFile.open(
            foreign(
                "\"__metadata__\": {\"classes\": \"[\\\"no\\\", \\\"yes\\\"]\"},"
                    + x
                    + ","
                    + tensor("y", "F64", "[2]", 24, 40)
                    + ","
                    + tensor("w", "F32", "[2]", 40, 48),
                cells,
                1.0,
                0.0,
                2f,
                0.5f));
    assertEquals(List.of("no", "yes"), named.classNames());
    assertArrayEquals(new double[] {2, 0.5}, named.weights());
    assertThrows(
        DataFileException.class, () -> DatasetFile.verify(folder.resolve("foreign.safetensors")));
  }

  @Test
  void what_is_no_data_set_is_refused_with_what_was_found() throws IOException {
    String x = tensor("X", "F32", "[2,1]", 0, 8);
    float[] cells = {1, 2};
    Map<String, Path> files =
        new java.util.LinkedHashMap<>(
            Map.of(
                "there is no tensor 'y' among [X F32[2, 1]]",
                Files.copy(foreign(x, cells), folder.resolve("1")),
                "tensor y F64[3] was expected to have one number for each of 2 rows",
                Files.copy(
                    foreign(x + "," + tensor("y", "F64", "[3]", 8, 32), cells, 1.0, 1.0, 1.0),
                    folder.resolve("2")),
                "tensor X F64[1, 1] was expected to be of type F32",
                Files.copy(
                    foreign(tensor("X", "F64", "[1,1]", 0, 8), new float[2]), folder.resolve("3")),
                "tensor X F32[2] was expected to have 1 to 2147483639 rows",
                Files.copy(foreign(tensor("X", "F32", "[2]", 0, 8), cells), folder.resolve("4")),
                "tensor y I64[2] has the class 5000; write numbers to predict as F64",
                Files.copy(
                    foreign(x + "," + tensor("y", "I64", "[2]", 8, 24), cells, 1L, 5000L),
                    folder.resolve("5")),
                "row 1, column 0 (x0) is NaN; features must be finite",
                Files.copy(
                    foreign(
                        x + "," + tensor("y", "F64", "[2]", 8, 24),
                        new float[] {1, Float.NaN},
                        1.0,
                        1.0),
                    folder.resolve("6")),
                "row 0 has target -1.0; allowed are the class indices 0 to 1",
                Files.copy(
                    foreign(x + "," + tensor("y", "I64", "[2]", 8, 24), cells, -1L, 0L),
                    folder.resolve("7"))));
    files.forEach(
        (expected, file) -> {
          String message =
              assertThrows(DataFileException.class, () -> DatasetFile.open(file)).getMessage();
          assertTrue(message.contains(expected), message);
        });
  }

  private static DataSource text(String text) {
    return DataSource.stream(
        "text", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static String csv(int rows) {
    StringBuilder csv = new StringBuilder("kind,a,b\n");
    for (int i = 0; i < rows; i++) {
      csv.append(i % 2 == 0 ? "yes" : "no").append(',').append(i / 7.0).append(',').append(-i);
      csv.append(i % 5 == 0 ? "\n\n" : "\n");
    }
    return csv.toString();
  }

  @Test
  void a_csv_file_in_parts_is_the_csv_file_whole() throws IOException {
    CsvFormat format = CsvFormat.withHeader().target("kind").classes("no", "yes");
    Path file = folder.resolve("data.safetensors");
    Dataset whole = rounded(format.read(text(csv(41))));
    for (int cells : new int[] {1, 6, 30, 1000}) {
      format.convert(text(csv(41)), file, cells);
      assertSame(whole, DatasetFile.open(file));
    }
    CsvFormat numbers = CsvFormat.withHeader().target("b").drop("kind");
    numbers.convert(text(csv(41)), file, 12);
    assertSame(rounded(numbers.read(text(csv(41)))), DatasetFile.open(file));
  }

  @Test
  void what_a_part_of_a_csv_file_cannot_tell_is_refused() throws IOException {
    Path file = folder.resolve("data.safetensors");
    CsvFormat format = CsvFormat.withHeader().target("kind");
    String message =
        assertThrows(DataFileException.class, () -> format.convert(text(csv(9)), file, 6))
            .getMessage();
    assertTrue(message.contains("give them with classes(...)"), message);
    message =
        assertThrows(
                DataFileException.class,
                () -> CsvFormat.withHeader().target("a").convert(text(csv(9)), file, 6))
            .getMessage();
    assertTrue(
        message.startsWith("text, line 2, column 1 ('kind'): found 'yes', expected a number"),
        message);
    message =
        assertThrows(
                DataFileException.class,
                () -> format.classes("no", "yes").convert(text(csv(9).replace("-7", "x")), file, 6))
            .getMessage();
    assertTrue(message.startsWith("text, line 11, column 3 ('b'): found 'x'"), message);
    CsvFormat categories = CsvFormat.withHeader().target("a").categorical("kind");
    message =
        assertThrows(DataFileException.class, () -> categories.convert(text(csv(9)), file, 6))
            .getMessage();
    assertTrue(message.contains("'kind'") && message.contains("the column holds texts"), message);
    assertThrows(
        IllegalStateException.class,
        () -> format.missingValues(MissingValues.MEAN).convert(text(csv(9)), file, 6));
    assertThrows(
        IllegalStateException.class, () -> CsvFormat.withHeader().convert(text(csv(9)), file, 6));
    assertFalse(Files.exists(file));
    try (Stream<Path> all = Files.list(folder)) {
      assertEquals(0, all.count());
    }
  }

  @Test
  void a_libsvm_file_in_parts_is_the_file_whole() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      lines.append(i % 3 == 0 ? "+1" : "-1").append(" ").append(1 + i % 4).append(":0.1");
      lines.append(" 6:").append(i).append("\n# a comment\n");
    }
    LibsvmFormat format = new LibsvmFormat().columns(7).classes(-1, 1);
    Path file = folder.resolve("data.safetensors");
    for (int rows : new int[] {1, 3, 10, 20, 50}) {
      format.convert(text(lines.toString()), file, rows);
      assertSame(rounded(format.read(text(lines.toString()))), DatasetFile.open(file));
    }
    assertThrows(
        IllegalStateException.class,
        () -> new LibsvmFormat().columns(7).convert(text(lines.toString()), file, 3));
    assertThrows(
        IllegalStateException.class,
        () -> new LibsvmFormat().regression().convert(text(lines.toString()), file, 3));
    DataFileException error =
        assertThrows(DataFileException.class, () -> format.convert(text("1 3:x\n"), file, 3));
    assertTrue(error.getMessage().startsWith("text, line 1, column 2"), error.getMessage());
    assertThrows(DataFileException.class, () -> format.convert(text("# none\n"), file, 3));
  }

  @Test
  void idx_files_in_parts_are_the_files_whole() throws IOException {
    byte[] images = new byte[4 + 12 + 5 * 6];
    byte[] labels = new byte[4 + 4 + 5];
    images[2] = labels[2] = 8;
    images[3] = 3;
    labels[3] = 1;
    images[7] = labels[7] = 5;
    images[11] = 2;
    images[15] = 3;
    for (int i = 16; i < images.length; i++) {
      images[i] = (byte) (37 * i);
    }
    for (int i = 8; i < labels.length; i++) {
      labels[i] = (byte) (i % 3);
    }
    Path x = Files.write(folder.resolve("x"), images);
    Path y = Files.write(folder.resolve("y"), labels);
    Path file = folder.resolve("data.safetensors");
    IdxFormat format = new IdxFormat().scaled();
    for (int cells : new int[] {1, 12, 100}) {
      format.convert(DataSource.file(x), DataSource.file(y), file, cells);
      assertSame(format.read(x, y), DatasetFile.open(file));
    }
    Files.delete(file);
    for (int length : new int[] {images.length - 1, images.length + 1}) {
      Files.write(x, java.util.Arrays.copyOf(images, length));
      DataFileException error =
          assertThrows(
              DataFileException.class,
              () -> format.convert(DataSource.file(x), DataSource.file(y), file, 12));
      assertTrue(error.getMessage().endsWith("fetch it again"), error.getMessage());
      assertFalse(Files.exists(file));
    }
  }
}
