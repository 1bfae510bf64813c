package dev.ridgeline.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.data.Standardizer;
import dev.ridgeline.optimizer.OptimizerState;
import dev.ridgeline.train.Epoch;
import dev.ridgeline.train.TrainingState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {
  private static final float[] PARAMETERS = {1.5f, -0.0f, Float.MIN_VALUE, 3e38f, 0.1f};

  @TempDir Path folder;

  private static TrainingState state(long steps) {
    OptimizerState optimizer = new OptimizerState(5, 2);
    for (int i = 0; i < 5; i++) {
      optimizer.slot(0)[i] = i / 3f;
      optimizer.slot(1)[i] = -i * i / 7f;
    }
    optimizer.setSteps(steps);
    List<Epoch> history =
        List.of(
            new Epoch(1, 4, 0.1 + 0.2, 1e-300, OptionalDouble.empty(), 0.01),
            new Epoch(2, 8, Math.PI, 0, OptionalDouble.of(1 / 3.0), 0.02));
    return new TrainingState(
        Map.of("layers", "dense(units=2)", "seed", "7", "a \"quoted\" name", "umlaut \u00e4\n"),
        16,
        0.1 + 0.7,
        PARAMETERS,
        optimizer,
        Standardizer.of(new double[] {0.1, -1e300}, new double[] {1 / 3.0, 1}),
        history,
        Optional.of(new TrainingState.Best(2, new float[] {1, 2, 3, 4, 5})));
  }

  private Path save(TrainingState state) throws IOException {
    Checkpoints checkpoints = Checkpoints.in(folder);
    checkpoints.save(state);
    return checkpoints.files().get(checkpoints.files().size() - 1);
  }

  private static void assertSame(TrainingState a, TrainingState b) {
    assertEquals(a.recipe(), b.recipe());
    assertEquals(a.row(), b.row());
    assertEquals(a.lossSum(), b.lossSum());
    assertEquals(a.steps(), b.steps());
    assertArrayEquals(a.parameters(), b.parameters());
    assertEquals(a.optimizer().slotCount(), b.optimizer().slotCount());
    for (int k = 0; k < a.optimizer().slotCount(); k++) {
      assertArrayEquals(a.optimizer().slot(k), b.optimizer().slot(k));
    }
    assertArrayEquals(a.standardizer().center(), b.standardizer().center());
    assertArrayEquals(a.standardizer().scale(), b.standardizer().scale());
    assertEquals(a.history(), b.history());
    assertEquals(a.best().isPresent(), b.best().isPresent());
    if (a.best().isPresent()) {
      assertEquals(a.best().get().epoch(), b.best().get().epoch());
      assertArrayEquals(a.best().get().parameters(), b.best().get().parameters());
    }
  }

  private static String refusal(Path file) {
    return assertThrows(DataFileException.class, () -> Checkpoints.read(file)).getMessage();
  }

  @Test
  void a_state_comes_back_to_the_last_bit() throws IOException {
    TrainingState whole = state(10);
    assertSame(whole, Checkpoints.read(save(whole)));
    TrainingState first =
        new TrainingState(
            Map.of(),
            0,
            0,
            new float[0],
            new OptimizerState(0, 0),
            Standardizer.identity(0),
            List.of(),
            Optional.empty());
    Checkpoints other = Checkpoints.in(folder.resolve("other"));
    other.begin(0);
    other.save(first);
    assertSame(first, other.latest().orElseThrow());
  }

  @Test
  void parameters_of_more_than_one_buffer_come_back() throws IOException {
    float[] many = new float[100_003];
    OptimizerState optimizer = new OptimizerState(many.length, 1);
    for (int i = 0; i < many.length; i++) {
      many[i] = (float) Math.sin(i);
      optimizer.slot(0)[i] = (float) Math.cos(i);
    }
    TrainingState whole =
        new TrainingState(
            Map.of(), 0, 0, many, optimizer, Standardizer.identity(3), List.of(), Optional.empty());
    assertSame(whole, Checkpoints.read(save(whole)));
  }

  /** The bytes as the format's description has them, read with nothing of the subject. */
  @Test
  void the_bytes_are_those_of_the_safetensors_format() throws IOException {
    ByteBuffer bytes =
        ByteBuffer.wrap(Files.readAllBytes(save(state(10)))).order(ByteOrder.LITTLE_ENDIAN);
    int length = (int) bytes.getLong(0);
    assertEquals(0, length % 8);
    String header = new String(bytes.array(), 8, length, StandardCharsets.UTF_8);
    assertTrue(
        header.startsWith("{\"__metadata__\":{\"format\":\"ridgeline-checkpoint\","), header);
    assertTrue(header.stripTrailing().endsWith("}"), header);
    // steps 0-8, row 8-16, loss-sum 16-24, history 24-120, centres 120-136, scales 136-152,
    // best.epoch 152-160; then the floats.
    String[] tensors = {
      "\"steps\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[0,8]}",
      "\"history\":{\"dtype\":\"F64\",\"shape\":[2,6],\"data_offsets\":[24,120]}",
      "\"parameters\":{\"dtype\":\"F32\",\"shape\":[5],\"data_offsets\":[160,180]}",
      "\"optimizer.slot1\":{\"dtype\":\"F32\",\"shape\":[5],\"data_offsets\":[200,220]}",
      "\"best.parameters\":{\"dtype\":\"F32\",\"shape\":[5],\"data_offsets\":[220,240]}"
    };
    for (String tensor : tensors) {
      assertTrue(header.contains(tensor), tensor + " is not in " + header);
    }
    int data = 8 + length;
    assertEquals(data + 240, bytes.capacity());
    assertEquals(10, bytes.getLong(data));
    assertEquals(0.1 + 0.2, bytes.getDouble(data + 24 + 16));
    assertTrue(Double.isNaN(bytes.getDouble(data + 24 + 32)));
    assertEquals(1 / 3.0, bytes.getDouble(data + 24 + 48 + 32));
    for (int i = 0; i < 5; i++) {
      assertEquals(PARAMETERS[i], bytes.getFloat(data + 160 + 4 * i));
      assertEquals(-i * i / 7f, bytes.getFloat(data + 200 + 4 * i));
    }
  }

  @Test
  void every_flipped_bit_is_noticed() throws IOException {
    Path file = save(state(10));
    byte[] whole = Files.readAllBytes(file);
    for (int bit = 0; bit < 8 * whole.length; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(file, flipped);
      int at = bit;
      assertThrows(DataFileException.class, () -> Checkpoints.read(file), () -> "bit " + at);
    }
  }

  @Test
  void every_length_but_the_right_one_is_refused() throws IOException {
    Path file = save(state(10));
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length <= whole.length + 9; length++) {
      if (length != whole.length) {
        Files.write(file, java.util.Arrays.copyOf(whole, length));
        String message = refusal(file);
        assertTrue(message.contains("cut off"), message);
      }
    }
  }

  /** A file with a header of one's own before data of zeros. */
  private Path foreign(String header, int dataBytes) throws IOException {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(8 + text.length + dataBytes);
    bytes.order(ByteOrder.LITTLE_ENDIAN).putLong(text.length).put(text);
    return Files.write(folder.resolve("foreign.safetensors"), bytes.array());
  }

  private static String described(String... tensors) {
    return "{\"__metadata__\":{\"format\":\"ridgeline-checkpoint\",\"version\":\"1\","
        + "\"crc32c\":\"00000000\"},"
        + String.join(",", tensors)
        + "}";
  }

  private static String tensor(String name, String type, String shape, long from, long to) {
    return "\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
        .formatted(name, type, shape, from, to);
  }

  @Test
  void headers_that_contradict_themselves_are_refused_with_what_is_wrong() throws IOException {
    Map<String, String> headers =
        Map.of(
            "begins at byte 4 of the data, within the one before it, which ends at 8",
            described(tensor("a", "F32", "[2]", 0, 8), tensor("b", "F32", "[2]", 4, 12)),
            "begins at byte 12 of the data, after a gap behind the one before it",
            described(tensor("a", "F32", "[2]", 0, 8), tensor("b", "F32", "[2]", 12, 20)),
            "needs 3 cells of 4 bytes, its offsets give it 8 bytes",
            described(tensor("a", "F32", "[3]", 0, 8)),
            "their product below 2^63",
            described(tensor("a", "F32", "[4611686018427387904,4]", 0, 8)),
            "has the shape [-1, -2]",
            described(tensor("a", "F32", "[-1,-2]", 0, 8)),
            "which is no range",
            described(tensor("a", "F32", "[2]", 8, 0)),
            "has the unknown type 'F33', known are BF16",
            described(tensor("a", "F33", "[2]", 0, 8)),
            "asks for 36028797018963968 bytes of tensors, the file has 8 after it",
            described(tensor("a", "F64", "[4503599627370496]", 0, 1L << 55)),
            "Duplicate field 'a'",
            described(tensor("a", "F32", "[1]", 0, 4), tensor("a", "F32", "[1]", 4, 8)),
            "has an unknown field strides",
            described("\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"strides\":[0,8]}"));
    for (Map.Entry<String, String> header : headers.entrySet()) {
      String message = refusal(foreign(header.getValue(), 8));
      assertTrue(message.contains(header.getKey()), message);
      assertTrue(message.startsWith(folder.toString()), message);
    }
    assertTrue(refusal(foreign("[1, 2]", 8)).contains("not '{'"));
    assertTrue(refusal(foreign("{\"a\":{\"b\":{\"c\":{\"d\":1}}}}", 8)).contains("is not that of"));
    assertTrue(refusal(foreign("{} {}", 0)).contains("expected the end"));
    Path huge = foreign("{}", 8);
    byte[] bytes = Files.readAllBytes(huge);
    bytes[6] = 1;
    Files.write(huge, bytes);
    assertTrue(refusal(huge).contains("found a header of 281474976710658 in 18 bytes"));
  }

  /** A whole file with its checksum, whose numbers nobody would have written. */
  private Path written(long row, long bestEpoch, int... historyShape) throws IOException {
    Path file = folder.resolve("lie.safetensors");
    long cells = 1;
    for (int n : historyShape) {
      cells *= n;
    }
    long[] shape = java.util.Arrays.stream(historyShape).asLongStream().toArray();
    new SafetensorsDraft(FileKind.CHECKPOINT)
        .longs("steps", 8)
        .longs("row", row)
        .doubles("loss-sum", new double[1])
        .doubles("history", new double[(int) cells], shape)
        .doubles("standardizer.center", new double[1])
        .doubles("standardizer.scale", new double[] {1})
        .floats("parameters", new float[2])
        .longs("best.epoch", bestEpoch)
        .floats("best.parameters", new float[2])
        .write(file);
    return file;
  }

  @Test
  void numbers_that_no_run_has_are_refused_with_the_tensor() throws IOException {
    assertEquals(
        folder.resolve("lie.safetensors")
            + ": tensor row I64[1] holds 1099511627776, expected a whole number below 2^31",
        refusal(written(1L << 40, 0, 0, 6)));
    String message = refusal(written(0, -(1L << 40), 0, 6));
    assertTrue(message.contains("tensor best.epoch I64[1] holds -1099511627776"), message);
    for (int[] shape : new int[][] {{1, 5}, {7}, {2, 3}, {6}, {1, 6, 1}}) {
      message = refusal(written(0, 1, shape));
      assertTrue(message.contains("tensor history F64["), message);
      assertTrue(message.endsWith("was expected to have rows of 6 cells"), message);
    }
  }

  @Test
  void another_kind_a_newer_version_and_a_rewritten_file_are_told_apart() throws IOException {
    String message = refusal(foreign("{" + tensor("x", "F32", "[2]", 0, 8) + "}", 8));
    assertTrue(
        message.contains("expected a checkpoint (format 'ridgeline-checkpoint'")
            && message.contains("found a safetensors file of other origin with the tensors [x]"),
        message);
    // A type that this version does not know comes after the version.
    String newer = described(tensor("a", "F4", "[2]", 0, 1)).replace("\"1\"", "\"2\"");
    message = refusal(foreign(newer, 1));
    assertTrue(message.contains("found a checkpoint in version 2 of its layout"), message);
    assertTrue(message.contains("this Ridgeline reads version 1"), message);
    String spaced = described(tensor("a", "F32", "[2]", 0, 8)).replace(":", ": ");
    assertTrue(refusal(foreign(spaced, 8)).contains("there is no checksum"));
    assertTrue(
        refusal(foreign(described(tensor("a", "F32", "[2]", 0, 8)), 8))
            .contains("the checksum of the content is"));
    assertTrue(
        refusal(Files.writeString(folder.resolve("text"), "hello")).contains("found 5 bytes"));
    assertThrows(IOException.class, () -> Checkpoints.read(folder.resolve("nothing")));
  }

  @Test
  void the_last_ones_are_kept_and_found() throws IOException {
    Checkpoints checkpoints = Checkpoints.in(folder.resolve("a/b"));
    assertTrue(checkpoints.latest().isEmpty());
    checkpoints.begin(0);
    for (long steps : new long[] {9, 10, 100, 1000}) {
      checkpoints.save(state(steps));
      assertEquals(steps, checkpoints.latest().orElseThrow().steps());
    }
    assertEquals(
        List.of("checkpoint-000000000100.safetensors", "checkpoint-000000001000.safetensors"),
        checkpoints.files().stream().map(f -> f.getFileName().toString()).toList());
    checkpoints.keeping(1).save(state(1001));
    assertEquals(1, checkpoints.files().size());
    assertThrows(IllegalArgumentException.class, () -> checkpoints.keeping(0));
  }

  @Test
  void a_half_written_file_is_never_taken_for_a_checkpoint_and_goes_with_the_next_run()
      throws IOException {
    Checkpoints checkpoints = Checkpoints.in(folder);
    checkpoints.save(state(8));
    byte[] whole = Files.readAllBytes(checkpoints.files().get(0));
    Path half = folder.resolve("checkpoint-000000000012.safetensors.tmp");
    Path mine = Files.writeString(folder.resolve("notes.tmp"), "mine");
    for (int length : new int[] {0, 1, 8, 100, whole.length - 1, whole.length}) {
      Files.write(half, java.util.Arrays.copyOf(whole, length));
      assertEquals(8, checkpoints.latest().orElseThrow().steps());
    }
    checkpoints.begin(8);
    assertFalse(Files.exists(half));
    assertTrue(Files.exists(mine));
    assertEquals(8, checkpoints.latest().orElseThrow().steps());
  }

  @Test
  void a_new_run_does_not_overwrite_an_older_one() {
    Checkpoints checkpoints = Checkpoints.in(folder);
    checkpoints.save(state(8));
    String message =
        assertThrows(IllegalStateException.class, () -> checkpoints.begin(0)).getMessage();
    assertTrue(message.contains("holds checkpoint-000000000008.safetensors of another"), message);
    assertThrows(IllegalStateException.class, () -> checkpoints.begin(7));
    checkpoints.begin(8);
    checkpoints.begin(9);
  }

  @Test
  void a_damaged_last_checkpoint_is_refused_with_the_one_before_it() throws IOException {
    Checkpoints checkpoints = Checkpoints.in(folder);
    checkpoints.save(state(8));
    Path last = save(state(9));
    Files.write(last, new byte[100]);
    String message = assertThrows(DataFileException.class, checkpoints::latest).getMessage();
    assertTrue(message.startsWith(last + ": found a header of 0"), message);
    assertTrue(
        message.endsWith("delete this file to resume from checkpoint-000000000008.safetensors"),
        message);
    Files.delete(last);
    assertEquals(8, checkpoints.latest().orElseThrow().steps());
    Files.write(checkpoints.files().get(0), new byte[100]);
    message = assertThrows(DataFileException.class, checkpoints::latest).getMessage();
    assertTrue(message.endsWith("there is no other checkpoint: delete this file and begin anew"));
  }

  @Test
  void a_checkpoint_that_cannot_be_written_leaves_the_others_and_no_rest() throws IOException {
    Checkpoints checkpoints = Checkpoints.in(folder);
    checkpoints.save(state(8));
    // A folder in the place of the file that is to be.
    Files.createDirectories(folder.resolve("checkpoint-000000000009.safetensors/x"));
    UncheckedIOException error =
        assertThrows(UncheckedIOException.class, () -> checkpoints.save(state(9)));
    assertTrue(error.getMessage().endsWith("earlier ones are kept"), error.getMessage());
    assertEquals(8, Checkpoints.read(checkpoints.files().get(0)).steps());
    try (Stream<Path> all = Files.list(folder)) {
      assertEquals(2, all.count());
    }
  }
}
