package dev.ridgeline.io;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.FloatFeatures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How a pair of IDX files, images and labels, becomes a {@link Dataset} over {@link FloatFeatures}:
 * the format of MNIST and its successors. Immutable: every setting returns a new format.
 *
 * <p>A file is 00 00 08, the number of sizes, the sizes as big-endian 32-bit numbers, and the cells
 * as unsigned bytes, last index fastest. The first size counts the rows; the others make up the
 * columns of a row, named x0, x1, ... Label k is class k. Gzip is recognised by its first bytes.
 *
 * <pre>{@code
 * Dataset train = new IdxFormat().scaled().read(
 *     Path.of("train-images-idx3-ubyte.gz"), Path.of("train-labels-idx1-ubyte.gz"));
 * }</pre>
 *
 * <p>Errors of content are {@link DataFileException}s that name the byte, from 0, in the unpacked
 * file. Sizes are checked before memory is taken, and memory grows with the bytes that are there.
 * The format is that of Yann LeCun, Corinna Cortes and Christopher Burges, The MNIST database of
 * handwritten digits, 1998.
 */
public final class IdxFormat {
  private static final int PART_CELLS = 1 << 20;

  private final boolean scaled;
  private final List<String> classes;

  private IdxFormat(boolean scaled, List<String> classes) {
    this.scaled = scaled;
    this.classes = classes;
  }

  /** Cells from 0 to 255 as they are, classes 0 to the largest label. */
  public IdxFormat() {
    this(false, List.of());
  }

  /**
   * Cells are divided by 255, to lie in [0, 1].
   *
   * @return the changed format
   */
  public IdxFormat scaled() {
    return new IdxFormat(true, classes);
  }

  /**
   * The classes by name, so that a training and a test file get the same; without this call they
   * are "0" to the largest label that occurs.
   *
   * @param names at least two, all different; label k is the name at index k, not all need occur
   * @return the changed format
   * @throws IllegalArgumentException if there are fewer than two or one occurs twice
   */
  public IdxFormat classes(String... names) {
    List<String> given = List.of(names);
    if (given.size() < 2 || given.stream().distinct().count() != given.size()) {
      throw new IllegalArgumentException(
          "classes needs at least two different names, found " + given);
    }
    return new IdxFormat(scaled, given);
  }

  /**
   * Reads features and classes.
   *
   * @param images plain or gzipped IDX file, one row an example
   * @param labels plain or gzipped IDX file of one size, one label an example
   * @return dense features in single precision; the target is named "target"
   * @throws IOException if a file cannot be read
   * @throws DataFileException if its content is not as expected, naming file and byte
   */
  public Dataset read(Path images, Path labels) throws IOException {
    return read(DataSource.file(images), DataSource.file(labels));
  }

  /**
   * Reads features and classes, each source in one pass.
   *
   * @param images plain or gzipped IDX bytes, one row an example
   * @param labels plain or gzipped IDX bytes of one size, one label an example
   * @return dense features in single precision; the target is named "target"
   * @throws IOException if a source cannot be read
   * @throws DataFileException if its content is not as expected, naming source and byte
   */
  public Dataset read(DataSource images, DataSource labels) throws IOException {
    try (IdxBlock y = new IdxBlock(labels, true);
        IdxBlock x = new IdxBlock(images, true)) {
      checkPair(x, y, labels);
      byte[] found = y.cells();
      List<String> names = names(y, found);
      FloatFeatures features = features(x.cells(), x.rows(), x.cellsPerRow());
      return Dataset.classification(features, targets(found, 0, x.rows()), names);
    }
  }

  private static void checkPair(IdxBlock x, IdxBlock y, DataSource labels) {
    if (y.dimensions() != 1) {
      throw y.problem(3, "labels have 1 size, found " + y.dimensions() + "; is this the images?");
    }
    if (x.rows() != y.rows()) {
      throw x.problem(4, "found " + x.rows() + " images, but " + y.rows() + " labels in " + labels);
    }
  }

  private static double[] targets(byte[] labels, int from, int to) {
    double[] targets = new double[to - from];
    for (int i = from; i < to; i++) {
      targets[i - from] = labels[i] & 0xff;
    }
    return targets;
  }

  /**
   * Turns a pair of files that may be larger than memory into a {@link DatasetFile}, part by part;
   * only the labels, a byte each, are held whole.
   *
   * @param images plain or gzipped IDX file, one row an example
   * @param labels plain or gzipped IDX file of one size, one label an example
   * @param to written aside and renamed
   * @throws IOException if a file cannot be read or written
   * @throws DataFileException if the content is not as expected, naming file and byte
   */
  public void convert(Path images, Path labels, Path to) throws IOException {
    convert(DataSource.file(images), DataSource.file(labels), to, PART_CELLS);
  }

  /** The same in parts of another size, for tests. */
  void convert(DataSource images, DataSource labels, Path to, int partCells) throws IOException {
    try (IdxBlock y = new IdxBlock(labels, true);
        IdxBlock x = new IdxBlock(images, false);
        DatasetWriter writer = DatasetWriter.to(to)) {
      checkPair(x, y, labels);
      byte[] found = y.cells();
      List<String> names = names(y, found);
      int step = Math.max(1, partCells / x.cellsPerRow());
      for (int from = 0; from < x.rows(); from += step) {
        int count = Math.min(step, x.rows() - from);
        FloatFeatures part = features(x.nextRows(count), count, x.cellsPerRow());
        writer.add(Dataset.classification(part, targets(found, from, from + count), names));
      }
      x.checkEnd();
      writer.finish();
    }
  }

  /**
   * Reads features alone.
   *
   * @param images plain or gzipped IDX bytes, one row an example
   * @return dense features in single precision
   * @throws IOException if the source cannot be read
   * @throws DataFileException if its content is not as expected, naming source and byte
   */
  public FloatFeatures readFeatures(DataSource images) throws IOException {
    try (IdxBlock x = new IdxBlock(images, true)) {
      return features(x.cells(), x.rows(), x.cellsPerRow());
    }
  }

  private FloatFeatures features(byte[] cells, int rows, int columns) {
    float[] values = new float[cells.length];
    float unit = scaled ? 255 : 1;
    for (int i = 0; i < values.length; i++) {
      values[i] = (cells[i] & 0xff) / unit;
    }
    return new FloatFeatures(values, rows, columns);
  }

  private List<String> names(IdxBlock block, byte[] labels) {
    int largest = 0;
    for (int i = 0; i < labels.length; i++) {
      int label = labels[i] & 0xff;
      largest = Math.max(largest, label);
      if (!classes.isEmpty() && label >= classes.size()) {
        throw block.problem(
            block.firstCell() + (long) i,
            "label "
                + label
                + " of row "
                + i
                + " is none of the "
                + classes.size()
                + " classes "
                + classes);
      }
    }
    if (!classes.isEmpty()) {
      return classes;
    }
    if (largest == 0) {
      throw block.problem(
          block.firstCell(), "all labels are 0; classification needs at least two classes");
    }
    return IntStream.rangeClosed(0, largest).mapToObj(String::valueOf).toList();
  }

  /** The settings, for messages. */
  @Override
  public String toString() {
    return "IdxFormat["
        + (scaled ? "scaled by 1/255" : "cells 0 to 255")
        + ", "
        + (classes.isEmpty() ? "classes as found" : "classes " + classes)
        + "]";
  }
}
