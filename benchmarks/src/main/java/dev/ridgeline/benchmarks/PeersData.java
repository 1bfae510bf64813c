package dev.ridgeline.benchmarks;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.DenseFeatures;
import dev.ridgeline.data.Features;
import dev.ridgeline.data.SparseFeatures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** A workload's folder: {@code meta.json} and the arrays of numpy beside it. */
final class PeersData {
  private final Path folder;
  private final String meta;

  PeersData(Path folder) throws IOException {
    this.folder = folder;
    this.meta = Files.readString(folder.resolve("meta.json"));
  }

  /** A number of meta.json. */
  double number(String key) {
    return Double.parseDouble(find(key, "(-?[0-9.eE+-]+)"));
  }

  int rows() {
    return (int) number("n");
  }

  int columns() {
    return (int) number("p");
  }

  boolean isSparse() {
    return find("sparse", "(true|false)").equals("true");
  }

  /** All lambdas, largest first. */
  double[] lambdas() {
    return Arrays.stream(find("lambdas", "\\[([^\\]]*)\\]").split(","))
        .mapToDouble(s -> Double.parseDouble(s.trim()))
        .toArray();
  }

  private String find(String key, String value) {
    Matcher found = Pattern.compile("\"" + key + "\":\\s*" + value).matcher(meta);
    if (!found.find()) {
      throw new IllegalStateException(folder.resolve("meta.json") + " has no " + key);
    }
    return found.group(1);
  }

  /** Features and targets, as the workload's loss wants them. */
  Dataset dataset() throws IOException {
    double[] y = doubles("y.npy");
    Features x = isSparse() ? sparse() : new DenseFeatures(doubles("X.npy"), rows(), columns());
    if (find("loss", "\"([a-z]+)\"").equals("squared")) {
      return Dataset.regression(x, y);
    }
    int classes = (int) Arrays.stream(y).max().orElse(0) + 1;
    List<String> names = IntStream.range(0, classes).mapToObj(Integer::toString).toList();
    return Dataset.classification(x, y, names);
  }

  private Features sparse() throws IOException {
    ByteBuffer starts = open("indptr.npy");
    int[] rowStarts = new int[starts.remaining() / Long.BYTES];
    for (int i = 0; i < rowStarts.length; i++) {
      rowStarts[i] = Math.toIntExact(starts.getLong());
    }
    ByteBuffer columns = open("indices.npy");
    int[] indices = new int[columns.remaining() / Integer.BYTES];
    columns.asIntBuffer().get(indices);
    return new SparseFeatures(rowStarts, indices, doubles("data.npy"), columns());
  }

  /** A float64 array, row by row. */
  double[] doubles(String file) throws IOException {
    ByteBuffer body = open(file);
    double[] values = new double[body.remaining() / Double.BYTES];
    body.asDoubleBuffer().get(values);
    return values;
  }

  /** The cells of an array, after the header of numpy's format 1. */
  private ByteBuffer open(String file) throws IOException {
    try (FileChannel channel = FileChannel.open(folder.resolve(file))) {
      MappedByteBuffer all = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
      all.order(ByteOrder.LITTLE_ENDIAN);
      all.position(10 + (all.getShort(8) & 0xffff));
      return all.slice().order(ByteOrder.LITTLE_ENDIAN);
    }
  }

  /** Writes a float64 array in numpy's format 1. */
  static void write(Path file, double[][] rows) throws IOException {
    String shape = "(" + rows.length + ", " + rows[0].length + ")";
    if (rows.length == 1) {
      shape = "(" + rows[0].length + ",)";
    }
    String header = "{'descr': '<f8', 'fortran_order': False, 'shape': " + shape + ", }";
    int length = (header.length() + 11 + 63) / 64 * 64 - 10;
    header = header + " ".repeat(length - header.length() - 1) + "\n";
    ByteBuffer out =
        ByteBuffer.allocate(10 + length + Double.BYTES * rows.length * rows[0].length)
            .order(ByteOrder.LITTLE_ENDIAN);
    out.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII)).put((byte) 1);
    out.put((byte) 0).putShort((short) length).put(header.getBytes(StandardCharsets.US_ASCII));
    for (double[] row : rows) {
      for (double v : row) {
        out.putDouble(v);
      }
    }
    Files.write(file, out.array());
  }
}
