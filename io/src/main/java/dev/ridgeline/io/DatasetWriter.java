package dev.ridgeline.io;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.Task;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Writes a {@link DatasetFile} in parts, so that the whole need not fit into memory.
 *
 * <pre>{@code
 * try (DatasetWriter writer = DatasetWriter.to(Path.of("all.safetensors"))) {
 *   for (Path day : days) {
 *     writer.add(format.read(day));
 *   }
 *   writer.finish();
 * }
 * }</pre>
 *
 * <p>The file is written aside and gets its name, whole, by {@link #finish}; closing without it
 * leaves nothing behind. Holds two numbers a row on the heap, target and sample weight. Not
 * thread-safe.
 */
public final class DatasetWriter implements Closeable {
  private static final int BUFFER = 1 << 18;

  private final Path target;
  private final ByteBuffer buffer =
      ByteBuffer.allocateDirect(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
  private final CRC32C checksum = new CRC32C();
  private Optional<FileChannel> channel = Optional.empty();
  private Optional<Dataset> first = Optional.empty();
  private int headerLength;
  private double[] targets = new double[64];
  private double[] weights = new double[64];
  private int rows;
  private boolean weighted;

  private DatasetWriter(Path target) {
    this.target = target;
  }

  /**
   * A writer that has nothing yet.
   *
   * @param file what the finished file is called; a file that is there is replaced
   * @return the writer
   */
  public static DatasetWriter to(Path file) {
    return new DatasetWriter(file);
  }

  /**
   * Appends rows.
   *
   * @param part of the same columns, names and classes as the parts before it; cells are rounded to
   *     float
   * @throws IOException if the file cannot be written
   * @throws IllegalArgumentException if the part does not fit the ones before it, with both, or a
   *     cell is beyond float, naming row and column; the writer is then of no more use
   */
  public void add(Dataset part) throws IOException {
    if (first.isEmpty()) {
      begin(part);
    }
    checkFits(first.get(), part);
    if ((long) rows + part.rows() > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "with this part there are " + ((long) rows + part.rows()) + " rows; at most 2^31 - 9");
    }
    int columns = part.columns();
    int[] row = new int[1];
    float[] cells = new float[columns];
    for (int i = 0; i < part.rows(); i++) {
      row[0] = i;
      part.features().copyRows(row, 0, 1, cells, 0);
      for (int j = 0; j < columns; j++) {
        if (!Float.isFinite(cells[j])) {
          throw new IllegalArgumentException(
              "row "
                  + rows
                  + ", column "
                  + j
                  + " ("
                  + part.featureNames().get(j)
                  + ") is "
                  + part.features().get(i, j)
                  + ", beyond the largest float, 3.4e38");
        }
        if (buffer.remaining() < 4) {
          flush();
        }
        buffer.putFloat(cells[j]);
      }
      addRow(part.target(i), part.weight(i));
    }
  }

  private void addRow(double y, double w) {
    if (rows == targets.length) {
      int larger = (int) Math.min(Integer.MAX_VALUE - 8L, 2L * rows);
      targets = Arrays.copyOf(targets, larger);
      weights = Arrays.copyOf(weights, larger);
    }
    targets[rows] = y;
    weights[rows++] = w;
    weighted |= w != 1;
  }

  /** The header gets the room that it needs at most, since it comes before rows to be counted. */
  private void begin(Dataset part) throws IOException {
    first = Optional.of(part.select(new int[] {heaviest(part)}));
    headerLength = header(Integer.MAX_VALUE, true).text().length;
    channel = Optional.of(DurableFile.open(target));
    channel.get().position(8L + headerLength);
  }

  /** A row that is a data set of its own. */
  private static int heaviest(Dataset part) {
    int row = 0;
    while (part.weight(row) == 0) {
      row++;
    }
    return row;
  }

  private static void checkFits(Dataset before, Dataset part) {
    boolean fits =
        before.task() == part.task()
            && before.classNames().equals(part.classNames())
            && before.featureNames().equals(part.featureNames());
    if (!fits) {
      throw new IllegalArgumentException(
          "the parts before this one have the features "
              + shown(before.featureNames())
              + " and "
              + (before.task() == Task.REGRESSION ? "numbers" : before.classNames())
              + " to predict, this part has "
              + shown(part.featureNames())
              + " and "
              + (part.task() == Task.REGRESSION ? "numbers" : part.classNames()));
    }
  }

  private static String shown(List<String> names) {
    return names.size() <= 10
        ? names.toString()
        : names.size() + " names from " + names.get(0) + " to " + names.get(names.size() - 1);
  }

  private SafetensorsHeader header(long count, boolean weights) {
    Dataset like = first.get();
    Map<String, String> metadata = new LinkedHashMap<>();
    if (like.task() == Task.CLASSIFICATION) {
      metadata.put(DatasetFile.CLASS_NAMES, Json.array(like.classNames()));
    }
    metadata.put(DatasetFile.FEATURE_NAMES, Json.array(like.featureNames()));
    metadata.put(DatasetFile.TARGET_NAME, like.targetName());
    List<TensorEntry> tensors = new ArrayList<>();
    long end = count * like.columns() * 4;
    tensors.add(
        new TensorEntry(
            DatasetFile.FEATURES,
            TensorEntry.FLOAT,
            List.of(count, (long) like.columns()),
            0,
            end));
    if (end % 8 != 0 || count == Integer.MAX_VALUE) {
      // Some programs read doubles at multiples of eight bytes only, and a file has no gaps.
      tensors.add(new TensorEntry("padding", TensorEntry.FLOAT, List.of(1L), end, end + 4));
      end += 4;
    }
    tensors.add(
        new TensorEntry(
            DatasetFile.TARGETS, TensorEntry.DOUBLE, List.of(count), end, end + 8 * count));
    end += 8 * count;
    if (weights) {
      tensors.add(
          new TensorEntry(
              DatasetFile.WEIGHTS, TensorEntry.DOUBLE, List.of(count), end, end + 8 * count));
    }
    return SafetensorsHeader.of(metadata, tensors);
  }

  private void flush() throws IOException {
    checksum.update(buffer.flip());
    SafetensorsDraft.writeFully(channel.get(), buffer.rewind());
    buffer.clear();
  }

  private void write(double[] column) throws IOException {
    for (int i = 0; i < rows; i++) {
      if (buffer.remaining() < 8) {
        flush();
      }
      buffer.putDouble(column[i]);
    }
  }

  /**
   * Completes the file; it is on the disk under its name when this returns.
   *
   * @throws IOException if the file cannot be written
   * @throws IllegalStateException if no part was added
   */
  public void finish() throws IOException {
    if (channel.isEmpty()) {
      throw new IllegalStateException("no part was added to " + target + ", or it is finished");
    }
    if ((long) rows * first.get().columns() % 2 != 0) {
      if (buffer.remaining() < 4) {
        flush();
      }
      buffer.putFloat(0);
    }
    write(targets);
    if (weighted) {
      write(weights);
    }
    flush();
    SafetensorsHeader header = header(rows, weighted).paddedTo(headerLength);
    checksum.update(header.text());
    channel.get().position(0);
    SafetensorsDraft.writeFully(channel.get(), header.withChecksum(checksum.getValue()).bytes());
    DurableFile.commit(channel.get(), target);
    channel = Optional.empty();
  }

  /** Ends the writing; what is not finished is deleted. */
  @Override
  public void close() throws IOException {
    if (channel.isPresent()) {
      DurableFile.abandon(channel.get(), target);
      channel = Optional.empty();
    }
  }
}
