package dev.ridgeline.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A {@link NetTask} in files, for contenders that are processes of their own: {@code
 * task.properties} and arrays of little-endian numbers without a header: {@code train.features} and
 * {@code test.features} (float), {@code train.labels} and {@code test.labels} (int), {@code start}
 * (float), {@code orders} (int, epoch by epoch) and {@code rates} (double, step by step). Closing
 * it deletes it.
 *
 * @param path the folder
 */
record TaskFolder(Path path) implements AutoCloseable {
  static TaskFolder of(NetTask task) {
    try {
      TaskFolder folder = new TaskFolder(Files.createTempDirectory("ridgeline-net"));
      folder.write(task);
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(NetTask task) throws IOException {
    NetWorkload net = task.net();
    String sizes = net.sizes().stream().map(String::valueOf).collect(Collectors.joining(" "));
    Files.write(
        path.resolve("task.properties"),
        List.of(
            "sizes=" + sizes,
            "hidden=" + net.hidden(),
            "rule=" + net.rule(),
            "batch=" + net.batch(),
            "rows=" + net.rows(),
            "epochs=" + net.epochs(),
            "strength=" + net.strength()));
    floats("train.features", task.train().features());
    ints("train.labels", task.train().labels());
    floats("test.features", task.test().features());
    ints("test.labels", task.test().labels());
    floats("start", task.start());
    int[] orders = new int[net.epochs() * net.rows()];
    for (int e = 0; e < net.epochs(); e++) {
      System.arraycopy(task.order(e + 1), 0, orders, e * net.rows(), net.rows());
    }
    ints("orders", orders);
    ByteBuffer rates = bytes(net.epochs() * task.stepsOfEpoch() * Double.BYTES);
    for (long step = 1; rates.hasRemaining(); step++) {
      rates.putDouble(task.rate(step));
    }
    Files.write(path.resolve("rates"), rates.array());
  }

  private void floats(String name, float[] values) throws IOException {
    ByteBuffer bytes = bytes(values.length * Float.BYTES);
    bytes.asFloatBuffer().put(values);
    Files.write(path.resolve(name), bytes.array());
  }

  private void ints(String name, int[] values) throws IOException {
    ByteBuffer bytes = bytes(values.length * Integer.BYTES);
    bytes.asIntBuffer().put(values);
    Files.write(path.resolve(name), bytes.array());
  }

  private static ByteBuffer bytes(int count) {
    return ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.list(path)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
