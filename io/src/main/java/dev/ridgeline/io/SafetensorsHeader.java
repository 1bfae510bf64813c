package dev.ridgeline.io;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The head of a safetensors file: eight bytes with the length of a JSON text, little-endian, and
 * the text, which names the tensors and may hold metadata, texts by name. The tensors' bytes follow
 * without gaps.
 *
 * @param metadata texts by name
 * @param tensors in the order of their bytes
 * @param text the JSON, padded with blanks
 */
record SafetensorsHeader(
    Map<String, String> metadata, Map<String, TensorEntry> tensors, byte[] text) {
  /** The longest text that the format's own library reads. */
  static final int LONGEST = 100_000_000;

  private static final String METADATA = "__metadata__";
  private static final int LENGTH_BYTES = 8;
  private static final String CHECKSUM = "crc32c";
  private static final String NO_CHECKSUM = "00000000";

  /** A header to be written, with a checksum still to be set; tensors without gaps from 0. */
  static SafetensorsHeader of(Map<String, String> metadata, List<TensorEntry> tensors) {
    Map<String, String> all = new LinkedHashMap<>(metadata);
    all.put(CHECKSUM, NO_CHECKSUM);
    Map<String, TensorEntry> byName = new LinkedHashMap<>();
    tensors.forEach(t -> byName.put(t.name(), t));
    String json = json(all, byName);
    byte[] text = json.getBytes(StandardCharsets.UTF_8);
    // Tensors then begin at multiples of eight.
    return new SafetensorsHeader(all, byName, text).paddedTo((text.length + 7) / 8 * 8);
  }

  /** The same header with blanks behind it up to a length. */
  SafetensorsHeader paddedTo(int length) {
    byte[] padded = Arrays.copyOf(text, length);
    Arrays.fill(padded, text.length, length, (byte) ' ');
    return new SafetensorsHeader(metadata, tensors, padded);
  }

  private static String json(Map<String, String> metadata, Map<String, TensorEntry> tensors) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = Json.generator(out)) {
      json.writeStartObject();
      json.writeObjectFieldStart(METADATA);
      for (Map.Entry<String, String> e : metadata.entrySet()) {
        json.writeStringField(e.getKey(), e.getValue());
      }
      json.writeEndObject();
      for (TensorEntry t : tensors.values()) {
        json.writeObjectFieldStart(t.name());
        json.writeStringField("dtype", t.type());
        json.writeFieldName("shape");
        writeNumbers(json, t.shape());
        json.writeFieldName("data_offsets");
        writeNumbers(json, List.of(t.begin(), t.end()));
        json.writeEndObject();
      }
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return out.toString();
  }

  private static void writeNumbers(JsonGenerator json, List<Long> numbers) throws IOException {
    json.writeStartArray();
    for (long number : numbers) {
      json.writeNumber(number);
    }
    json.writeEndArray();
  }

  /** Reads the head of a file; what the tensors say is not checked yet. */
  static SafetensorsHeader read(String file, FileChannel channel) throws IOException {
    long size = channel.size();
    ByteBuffer length = ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    long stated = size < LENGTH_BYTES ? -1 : readFully(file, channel, length, 0).getLong(0);
    if (stated < 2 || stated > Math.min(LONGEST, size - LENGTH_BYTES)) {
      throw new DataFileException(
          file,
          "found "
              + (size < LENGTH_BYTES
                  ? size + " bytes"
                  : "a header of " + Long.toUnsignedString(stated) + " in " + size + " bytes")
              + ", expected a safetensors file: eight bytes with the length of its header, at most "
              + LONGEST
              + ", and the header; the file is cut off or of another format");
    }
    ByteBuffer text = ByteBuffer.allocate((int) stated);
    return parse(file, readFully(file, channel, text, LENGTH_BYTES).array());
  }

  /** Fills a buffer from a place in a file and makes it ready to be read. */
  static ByteBuffer readFully(String file, FileChannel channel, ByteBuffer into, long from)
      throws IOException {
    long at = from;
    while (into.hasRemaining()) {
      int count = channel.read(into, at);
      if (count < 0) {
        throw new DataFileException(file, "the file ended at byte " + at + " while it was read");
      }
      at += count;
    }
    return into.flip();
  }

  private static SafetensorsHeader parse(String file, byte[] text) {
    Map<String, String> metadata = new LinkedHashMap<>();
    List<TensorEntry> tensors = new ArrayList<>();
    try (JsonParser json = Json.parser(text)) {
      if (text[0] != '{') {
        throw new IOException("its first byte is " + text[0] + ", not '{'");
      }
      Json.expect(json, json.nextToken(), JsonToken.START_OBJECT);
      while (json.nextToken() != JsonToken.END_OBJECT) {
        Json.expect(json, json.currentToken(), JsonToken.FIELD_NAME);
        String name = json.currentName();
        Json.expect(json, json.nextToken(), JsonToken.START_OBJECT);
        if (name.equals(METADATA)) {
          readMetadata(json, metadata);
        } else {
          tensors.add(readTensor(json, name));
        }
      }
      Json.expect(json, json.nextToken(), null);
    } catch (IOException malformed) {
      DataFileException error =
          new DataFileException(
              file,
              "the header is not that of a safetensors file: "
                  + malformed.getMessage().lines().findFirst().orElse("")
                  + "; the file is damaged or of another format");
      error.initCause(malformed);
      throw error;
    }
    tensors.sort(Comparator.comparingLong(TensorEntry::begin).thenComparing(TensorEntry::end));
    Map<String, TensorEntry> byName = new LinkedHashMap<>();
    tensors.forEach(t -> byName.put(t.name(), t));
    return new SafetensorsHeader(metadata, byName, text);
  }

  private static void readMetadata(JsonParser json, Map<String, String> into) throws IOException {
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      Json.expect(json, json.nextToken(), JsonToken.VALUE_STRING);
      into.put(name, json.getText());
    }
  }

  private static TensorEntry readTensor(JsonParser json, String name) throws IOException {
    String type = "";
    List<Long> shape = List.of();
    List<Long> offsets = List.of();
    int known = 0;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      known++;
      switch (field) {
        case "dtype" -> {
          Json.expect(json, value, JsonToken.VALUE_STRING);
          type = json.getText();
        }
        case "shape" -> shape = readNumbers(json, value);
        case "data_offsets" -> offsets = readNumbers(json, value);
        default -> throw new IOException("tensor '" + name + "' has an unknown field " + field);
      }
    }
    if (known != 3 || offsets.size() != 2) {
      throw new IOException(
          "tensor '" + name + "' needs dtype, shape and two data_offsets, found " + offsets);
    }
    return new TensorEntry(name, type, shape, offsets.get(0), offsets.get(1));
  }

  private static List<Long> readNumbers(JsonParser json, JsonToken first) throws IOException {
    Json.expect(json, first, JsonToken.START_ARRAY);
    List<Long> numbers = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      Json.expect(json, json.currentToken(), JsonToken.VALUE_NUMBER_INT);
      numbers.add(json.getLongValue());
    }
    return List.copyOf(numbers);
  }

  /** Position in the file of the first tensor's first byte. */
  long dataStart() {
    return LENGTH_BYTES + (long) text.length;
  }

  /** Refuses tensors that overlap, leave gaps, or do not end where the file ends. */
  void checkTensors(String file, long fileSize) {
    long next = 0;
    for (TensorEntry t : tensors.values()) {
      if (!t.problem().isEmpty()) {
        throw damaged(file, "tensor '" + t.name() + "' " + t.problem());
      }
      if (t.begin() != next) {
        throw damaged(
            file,
            "tensor '"
                + t.name()
                + "' begins at byte "
                + t.begin()
                + " of the data, "
                + (t.begin() < next ? "within" : "after a gap behind")
                + " the one before it, which ends at "
                + next);
      }
      next = t.end();
    }
    if (fileSize - dataStart() != next) {
      throw damaged(
          file,
          "the header asks for "
              + next
              + " bytes of tensors, the file has "
              + (fileSize - dataStart())
              + " after it");
    }
  }

  private static DataFileException damaged(String file, String problem) {
    return new DataFileException(file, problem + "; the file is cut off or damaged");
  }

  /** The eight bytes and the text, as they stand in the file. */
  ByteBuffer bytes() {
    return ByteBuffer.allocate(LENGTH_BYTES + text.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(text.length)
        .put(text)
        .flip();
  }

  /** The same header with its checksum set. */
  SafetensorsHeader withChecksum(long checksum) {
    byte[] set = text.clone();
    byte[] digits =
        String.format(Locale.ROOT, "%08x", checksum).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(digits, 0, set, checksumPlace(), digits.length);
    return new SafetensorsHeader(metadata, tensors, set);
  }

  /** The text with zeros for the checksum: what the checksum covers after the tensors. */
  byte[] textWithoutChecksum() {
    return withChecksum(0).text;
  }

  /** Whether there is a checksum where this class writes it. */
  boolean hasChecksum() {
    return checksumPlace() >= 0 && metadata.get(CHECKSUM).matches("[0-9a-f]{8}");
  }

  long checksum() {
    return Long.parseLong(metadata.get(CHECKSUM), 16);
  }

  /** Within a text quotes have a backslash before them, so that these bytes occur once. */
  private int checksumPlace() {
    String key = "\"" + CHECKSUM + "\":\"";
    int at = new String(text, StandardCharsets.ISO_8859_1).indexOf(key);
    return at < 0 ? -1 : at + key.length();
  }
}
