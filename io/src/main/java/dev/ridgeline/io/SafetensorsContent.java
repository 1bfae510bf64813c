package dev.ridgeline.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32C;

/**
 * A safetensors file of ours, open for reading; its header, its sizes and its checksum have been
 * checked before memory is taken for any tensor. Not thread-safe.
 */
final class SafetensorsContent implements AutoCloseable {
  private static final int BUFFER = 1 << 16;
  private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

  private final String file;
  private final FileChannel channel;
  private final SafetensorsHeader header;
  private final ByteBuffer buffer =
      ByteBuffer.allocateDirect(BUFFER).order(ByteOrder.LITTLE_ENDIAN);

  private SafetensorsContent(String file, FileChannel channel, SafetensorsHeader header) {
    this.file = file;
    this.channel = channel;
    this.header = header;
  }

  /** Opens a file of whatever kind of ours; the kind is still to be checked. */
  static SafetensorsContent open(Path path) throws IOException {
    FileChannel channel = FileChannel.open(path);
    try {
      String file = path.toString();
      return new SafetensorsContent(file, channel, SafetensorsHeader.read(file, channel));
    } catch (IOException | RuntimeException refused) {
      channel.close();
      throw refused;
    }
  }

  boolean is(FileKind kind) {
    return kind.isKindOf(header);
  }

  /** Refuses another kind, a newer version, wrong sizes and a wrong checksum, in this order. */
  void check(FileKind kind) throws IOException {
    kind.check(file, header);
    checkSizes();
    checkChecksum();
  }

  void checkSizes() throws IOException {
    header.checkTensors(file, channel.size());
  }

  /** Passes through the whole file. */
  void checkChecksum() throws IOException {
    if (!header.hasChecksum()) {
      throw problem("there is no checksum; another program has written it anew, use the original");
    }
    CRC32C checksum = new CRC32C();
    long size = channel.size();
    for (long at = header.dataStart(); at < size; at += BUFFER) {
      checksum.update(read(at, (int) Math.min(BUFFER, size - at)));
    }
    checksum.update(header.textWithoutChecksum());
    if (checksum.getValue() != header.checksum()) {
      throw problem(
          String.format(
              Locale.ROOT,
              "the checksum of the content is %08x, the header says %08x; the file is damaged",
              checksum.getValue(),
              header.checksum()));
    }
  }

  private ByteBuffer read(long at, int count) throws IOException {
    return SafetensorsHeader.readFully(file, channel, buffer.clear().limit(count), at);
  }

  boolean has(String tensor) {
    return header.tensors().containsKey(tensor);
  }

  SafetensorsHeader header() {
    return header;
  }

  String text(String name) {
    String text = header.metadata().get(name);
    if (text == null) {
      throw problem("there is no '" + name + "' in the metadata");
    }
    return text;
  }

  List<String> texts(String name) {
    try {
      return Json.texts(text(name));
    } catch (IOException malformed) {
      throw problem("'" + name + "' in the metadata is no list: " + malformed.getMessage());
    }
  }

  /** The sizes of a tensor. */
  List<Long> shape(String name) {
    return entry(name).shape();
  }

  float[] floats(String name) throws IOException {
    float[] cells = new float[size(name, TensorEntry.FLOAT)];
    readFloats(name, cells, 0);
    return cells;
  }

  /** A tensor into a part of an array that is there. */
  void readFloats(String name, float[] into, int offset) throws IOException {
    int size = size(name, TensorEntry.FLOAT);
    int step = BUFFER / 4;
    for (int from = 0; from < size; from += step) {
      int count = Math.min(step, size - from);
      at(name, from, count, 4).asFloatBuffer().get(into, offset + from, count);
    }
  }

  double[] doubles(String name) throws IOException {
    double[] cells = new double[size(name, TensorEntry.DOUBLE)];
    int step = BUFFER / 8;
    for (int from = 0; from < cells.length; from += step) {
      int count = Math.min(step, cells.length - from);
      at(name, from, count, 8).asDoubleBuffer().get(cells, from, count);
    }
    return cells;
  }

  /** The one cell of a tensor. */
  double number(String name) throws IOException {
    checkSize(name, TensorEntry.DOUBLE, 1);
    return at(name, 0, 1, 8).getDouble();
  }

  /** The one cell of a tensor. */
  long whole(String name) throws IOException {
    checkSize(name, TensorEntry.LONG, 1);
    return at(name, 0, 1, 8).getLong();
  }

  /** The one cell of a tensor, as an int. */
  int wholeInt(String name) throws IOException {
    long found = whole(name);
    if (found != (int) found) {
      throw problem(
          "tensor " + entry(name) + " holds " + found + ", expected a whole number below 2^31");
    }
    return (int) found;
  }

  private ByteBuffer at(String name, int from, int count, int width) throws IOException {
    return read(header.dataStart() + entry(name).begin() + (long) from * width, count * width);
  }

  /** Refuses a tensor of another size. */
  void checkSize(String name, String type, long cells) {
    if (size(name, type) != cells) {
      throw problem("tensor " + entry(name) + " was expected to have " + cells + " cells");
    }
  }

  /** Refuses a tensor that is no table of so many columns. */
  void checkColumns(String name, long columns) {
    List<Long> shape = entry(name).shape();
    if (shape.size() != 2 || shape.get(1) != columns) {
      throw problem(
          "tensor " + entry(name) + " was expected to have rows of " + columns + " cells");
    }
  }

  private int size(String name, String type) {
    TensorEntry entry = entry(name, List.of(type));
    if (entry.cells() > LONGEST_ARRAY) {
      throw problem(
          "tensor " + entry + " was expected to have at most " + LONGEST_ARRAY + " cells");
    }
    return (int) entry.cells();
  }

  /** A tensor of one size, of any type of number, as doubles. */
  double[] numbers(String name, int size) throws IOException {
    TensorEntry entry =
        entry(name, List.of(TensorEntry.DOUBLE, TensorEntry.FLOAT, TensorEntry.LONG));
    if (!entry.shape().equals(List.of((long) size))) {
      throw problem(
          "tensor " + entry + " was expected to have one number for each of " + size + " rows");
    }
    double[] cells = new double[size];
    int width = entry.width();
    for (int i = 0; i < size; ) {
      int count = Math.min(size - i, BUFFER / width);
      ByteBuffer bytes = at(name, i, count, width);
      for (int end = i + count; i < end; i++) {
        cells[i] =
            switch (entry.type()) {
              case TensorEntry.FLOAT -> bytes.getFloat();
              case TensorEntry.LONG -> bytes.getLong();
              default -> bytes.getDouble();
            };
      }
    }
    return cells;
  }

  /** A table of floats, mapped in pieces; it outlives this object. */
  MappedFeatures map(String name, int largestPiece) throws IOException {
    TensorEntry entry = entry(name, List.of(TensorEntry.FLOAT));
    List<Long> shape = entry.shape();
    int mostColumns = largestPiece / 4;
    if (shape.size() != 2
        || shape.get(0) < 1
        || shape.get(0) > LONGEST_ARRAY
        || shape.get(1) < 1
        || shape.get(1) > mostColumns) {
      throw problem(
          "tensor "
              + entry
              + " was expected to have 1 to "
              + LONGEST_ARRAY
              + " rows and 1 to "
              + mostColumns
              + " columns");
    }
    return new MappedFeatures(
        channel,
        header.dataStart() + entry.begin(),
        shape.get(0).intValue(),
        shape.get(1).intValue(),
        largestPiece);
  }

  /** A tensor of one of some types. */
  TensorEntry entry(String name, List<String> types) {
    TensorEntry entry = entry(name);
    if (!types.contains(entry.type())) {
      throw problem(
          "tensor " + entry + " was expected to be of type " + String.join(" or ", types));
    }
    return entry;
  }

  private TensorEntry entry(String name) {
    TensorEntry entry = header.tensors().get(name);
    if (entry == null) {
      throw problem("there is no tensor '" + name + "' among " + header.tensors().values());
    }
    return entry;
  }

  DataFileException problem(String text) {
    return new DataFileException(file, text);
  }

  /** The error of a part that does not fit the others. */
  DataFileException contradiction(RuntimeException refused) {
    DataFileException error = problem(refused.getMessage());
    error.initCause(refused);
    return error;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
