package dev.ridgeline.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.zip.CRC32C;

/** Tensors in memory and texts, to become a safetensors file with a checksum. Not thread-safe. */
final class SafetensorsDraft {
  private static final int BUFFER = 1 << 16;

  private final Map<String, String> metadata = new LinkedHashMap<>();
  private final List<Part> parts = new ArrayList<>();

  /** Puts cells from ... to - 1 of a tensor into a buffer. */
  @FunctionalInterface
  private interface Cells {
    void put(int from, int to, ByteBuffer into);
  }

  private record Part(
      String name, String type, int width, List<Long> shape, int size, Cells cells) {}

  /** A file of one of our kinds, which its metadata say. */
  SafetensorsDraft(FileKind kind) {
    kind.describe(metadata);
  }

  SafetensorsDraft put(String name, String text) {
    metadata.put(name, text);
    return this;
  }

  /** A part of an array as a tensor; the array is read when the file is written. */
  SafetensorsDraft floats(String name, float[] cells, int offset, long... shape) {
    int size = size(shape);
    return add(
        name,
        TensorEntry.FLOAT,
        4,
        shape,
        (from, to, into) -> into.asFloatBuffer().put(cells, offset + from, to - from),
        size);
  }

  SafetensorsDraft floats(String name, float[] cells) {
    return floats(name, cells, 0, cells.length);
  }

  SafetensorsDraft doubles(String name, double[] cells, long... shape) {
    return add(
        name,
        TensorEntry.DOUBLE,
        8,
        shape,
        (from, to, into) -> into.asDoubleBuffer().put(cells, from, to - from),
        size(shape));
  }

  SafetensorsDraft doubles(String name, double[] cells) {
    return doubles(name, cells, new long[] {cells.length});
  }

  SafetensorsDraft longs(String name, long... cells) {
    return add(
        name,
        TensorEntry.LONG,
        8,
        new long[] {cells.length},
        (from, to, into) -> into.asLongBuffer().put(cells, from, to - from),
        cells.length);
  }

  private SafetensorsDraft add(
      String name, String type, int width, long[] shape, Cells cells, int size) {
    parts.add(new Part(name, type, width, LongStream.of(shape).boxed().toList(), size, cells));
    return this;
  }

  private static int size(long... shape) {
    return Math.toIntExact(LongStream.of(shape).reduce(1, Math::multiplyExact));
  }

  /** Writes the file aside and renames it; the file is on the disk when this returns. */
  void write(Path target) throws IOException {
    // Wide cells first, so that every tensor begins at a multiple of its cells' width.
    List<Part> ordered = new ArrayList<>(parts);
    ordered.sort(Comparator.comparingInt(part -> -part.width));
    List<TensorEntry> entries = new ArrayList<>();
    long at = 0;
    for (Part p : ordered) {
      long end = at + (long) p.size * p.width;
      entries.add(new TensorEntry(p.name, p.type, p.shape, at, end));
      at = end;
    }
    SafetensorsHeader header = SafetensorsHeader.of(metadata, entries);
    DurableFile.write(target, channel -> write(channel, header, ordered));
  }

  private static void write(FileChannel channel, SafetensorsHeader header, List<Part> ordered)
      throws IOException {
    CRC32C checksum = new CRC32C();
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
    channel.position(header.dataStart());
    for (Part p : ordered) {
      int step = BUFFER / p.width;
      for (int from = 0; from < p.size; from += step) {
        int to = Math.min(p.size, from + step);
        p.cells.put(from, to, buffer.clear());
        checksum.update(buffer.limit((to - from) * p.width));
        writeFully(channel, buffer.rewind());
      }
    }
    checksum.update(header.text());
    channel.position(0);
    writeFully(channel, header.withChecksum(checksum.getValue()).bytes());
  }

  static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
