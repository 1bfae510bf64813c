package dev.ridgeline.io;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.Features;
import java.io.IOException;
import java.nio.file.Path;

/** Reads files as the settings of a {@link CsvFormat} say. */
final class CsvReader {
  /** Cells of a part of a file that is converted. */
  static final int PART_CELLS = 1 << 18;

  private final CsvSettings settings;

  CsvReader(CsvSettings settings) {
    this.settings = settings;
  }

  CsvEncoding fit(DataSource source) throws IOException {
    return new CsvEncoding(CsvTable.read(source, settings), settings);
  }

  Dataset read(DataSource source) throws IOException {
    checkTarget();
    return dataset(CsvTable.read(source, settings));
  }

  private Dataset dataset(CsvTable table) {
    return new CsvEncoding(table, settings).dataset(table);
  }

  Features readFeatures(DataSource source) throws IOException {
    CsvTable table = tableWithoutTarget(source);
    return new CsvEncoding(table, settings).features(table);
  }

  double[] readColumn(DataSource source) throws IOException {
    CsvTable table = tableWithoutTarget(source);
    CsvEncoding encoding = new CsvEncoding(table, settings);
    if (table.features().size() != 1 || !table.features().get(0).isNumeric()) {
      throw new DataFileException(
          source.name(),
          "expected one column of numbers, found the features "
              + encoding.featureNames().stream().limit(10).toList()
              + (encoding.featureNames().size() > 10 ? " and more" : "")
              + "; drop the others");
    }
    Features column = encoding.features(table);
    double[] numbers = new double[column.rows()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = column.get(i, 0);
    }
    return numbers;
  }

  /** Part by part, of so many cells. */
  void convert(DataSource source, Path to, int partCells) throws IOException {
    checkTarget();
    if (settings.missing != MissingValues.REFUSE) {
      throw new IllegalStateException(
          "convert sees a part of the file at a time and cannot impute by "
              + settings.missing
              + "; leave missingValues out, or read the file whole");
    }
    try (CsvParts parts = new CsvParts(source, settings, true);
        DatasetWriter writer = DatasetWriter.to(to)) {
      while (parts.hasMore()) {
        CsvTable part = parts.next(Math.max(1, partCells / parts.width()));
        part.checkStreams(settings);
        writer.add(dataset(part));
      }
      writer.finish();
    }
  }

  private void checkTarget() {
    if (settings.target.isEmpty()) {
      throw new IllegalStateException(
          "no target is set: use target(name) or target(index), or readFeatures for features"
              + " alone");
    }
  }

  private CsvTable tableWithoutTarget(DataSource source) throws IOException {
    if (settings.target.isPresent()) {
      throw new IllegalStateException(
          "the format has the target " + settings.target.get() + ": use read, or drop the column");
    }
    return CsvTable.read(source, settings);
  }
}
