package dev.ridgeline.io;

import dev.ridgeline.data.Dataset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A data set in a safetensors file, mapped into memory rather than read: it may be larger than
 * memory.
 *
 * <pre>{@code
 * CsvFormat.withHeader().target("label").classes("no", "yes")
 *     .convert(Path.of("clicks.csv.gz"), Path.of("clicks.safetensors"));
 * Dataset data = DatasetFile.open(Path.of("clicks.safetensors"));
 * }</pre>
 *
 * <p>The tensors are {@code X}, F32 [rows, columns]; {@code y}, F64, F32 or I64 [rows]; and, where
 * there are sample weights, {@code w}, F64 or F32 [rows]. The metadata may name {@code classes} and
 * {@code features}, each a JSON list of texts, and the {@code target}. Without {@code classes}
 * whole numbers (I64) are classes 0, 1, ... and F32 and F64 are numbers to predict. So other
 * programs can write such files, too; docs/large-data.md has an example.
 *
 * <p>Networks train on such data as on any other, to the same bits, in the heap of a few batches
 * and of three numbers a row: targets, sample weights and the order of the epoch. Standardising and
 * splitting give views. The file must not change while it is used.
 */
public final class DatasetFile {
  static final String FEATURES = "X";
  static final String TARGETS = "y";
  static final String WEIGHTS = "w";
  static final String CLASS_NAMES = "classes";
  static final String FEATURE_NAMES = "features";
  static final String TARGET_NAME = "target";

  private static final int LARGEST_PIECE = 1 << 30;
  private static final int MOST_CLASSES = 1000;

  private DatasetFile() {}

  /**
   * Maps a file, and passes through it once to see that every cell is finite.
   *
   * @param path written by {@link DatasetWriter}, a {@code convert}, or another program
   * @return a data set whose features stay in the file
   * @throws IOException if the file cannot be read or mapped
   * @throws DataFileException if its sizes contradict each other, a tensor is missing or of another
   *     type, or a number is not allowed, with what was found
   */
  public static Dataset open(Path path) throws IOException {
    return open(path, LARGEST_PIECE);
  }

  /** The same in smaller pieces, for tests. */
  static Dataset open(Path path, int largestPiece) throws IOException {
    try (SafetensorsContent content = SafetensorsContent.open(path)) {
      content.checkSizes();
      MappedFeatures features = content.map(FEATURES, largestPiece);
      try {
        return dataset(content, features);
      } catch (IllegalArgumentException refused) {
        throw content.contradiction(refused);
      }
    }
  }

  private static Dataset dataset(SafetensorsContent content, MappedFeatures features)
      throws IOException {
    double[] targets = content.numbers(TARGETS, features.rows());
    List<String> classes = classes(content, targets);
    Dataset data =
        classes.isEmpty()
            ? Dataset.regression(features, targets)
            : Dataset.classification(features, targets, classes);
    Map<String, String> metadata = content.header().metadata();
    if (metadata.containsKey(FEATURE_NAMES)) {
      data = data.withFeatureNames(content.texts(FEATURE_NAMES));
    }
    if (content.has(WEIGHTS)) {
      data = data.withWeights(content.numbers(WEIGHTS, features.rows()));
    }
    return data.withTargetName(metadata.getOrDefault(TARGET_NAME, data.targetName()));
  }

  /** Empty for numbers to predict. */
  private static List<String> classes(SafetensorsContent content, double[] targets) {
    if (content.header().metadata().containsKey(CLASS_NAMES)) {
      return content.texts(CLASS_NAMES);
    }
    TensorEntry y = content.header().tensors().get(TARGETS);
    if (!y.type().equals(TensorEntry.LONG)) {
      return List.of();
    }
    double last = Arrays.stream(targets).max().getAsDouble();
    if (last >= MOST_CLASSES) {
      throw content.problem(
          "tensor " + y + " has the class " + (long) last + "; write numbers to predict as F64");
    }
    return IntStream.rangeClosed(0, (int) Math.max(1, last)).mapToObj(String::valueOf).toList();
  }

  /**
   * Writes a data set.
   *
   * @param data any; its cells are rounded to float
   * @param path written aside and renamed
   * @throws IOException if the file cannot be written
   * @throws IllegalArgumentException if a cell is beyond float, naming row and column
   */
  public static void write(Dataset data, Path path) throws IOException {
    try (DatasetWriter writer = DatasetWriter.to(path)) {
      writer.add(data);
      writer.finish();
    }
  }

  /**
   * Reads a whole file and compares it with its checksum.
   *
   * @param path written by {@link DatasetWriter}
   * @throws IOException if the file cannot be read
   * @throws DataFileException if it is damaged, or was written without a checksum
   */
  public static void verify(Path path) throws IOException {
    try (SafetensorsContent content = SafetensorsContent.open(path)) {
      content.checkSizes();
      content.checkChecksum();
    }
  }
}
