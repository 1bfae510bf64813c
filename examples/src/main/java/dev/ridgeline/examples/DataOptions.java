package dev.ridgeline.examples;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.io.CsvFormat;
import dev.ridgeline.io.MissingValues;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The command-line options that say which data to read and how. */
final class DataOptions {
  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      description = {
        "a shipped set: breast-cancer, ad-data, pd-speech, digits, diabetes, heart-scale.",
        "Default: ${DEFAULT-VALUE}"
      })
  private String dataset = ShippedData.PD_SPEECH.toString();

  @Option(
      names = "--data",
      paramLabel = "FILE",
      description = "your own CSV file, plain or gzip, instead of a shipped set")
  private Optional<Path> file = Optional.empty();

  @Option(
      names = "--target",
      paramLabel = "COLUMN",
      description = "name of the target column, or its index from 0 (-1 is the last)")
  private Optional<String> target = Optional.empty();

  @Option(names = "--no-header", description = "the first line is a row, not the column names")
  private boolean noHeader;

  @Option(
      names = "--separator",
      paramLabel = "CHAR",
      description = "between cells. Default: ${DEFAULT-VALUE}")
  private char separator = ',';

  @Option(
      names = "--drop",
      split = ",",
      paramLabel = "COLUMN",
      description = "columns to leave out, by name or index, such as identifiers")
  private List<String> drop = List.of();

  @Option(
      names = "--categorical",
      split = ",",
      paramLabel = "COLUMN",
      description = "columns to turn into one 0/1 column for each of their texts or numbers")
  private List<String> categorical = List.of();

  @Option(
      names = "--classes",
      description = "the target is a class although it is written as a number")
  private boolean classes;

  @Option(
      names = "--impute",
      description = "replace missing values by the column's mean or most frequent value")
  private boolean impute;

  /** What is read, for the headline. */
  String name() {
    return file.map(Path::toString).orElse(dataset);
  }

  /** Reads it. */
  Dataset read() {
    if (file.isEmpty()) {
      return Arrays.stream(ShippedData.values())
          .filter(d -> d.toString().equals(dataset))
          .findFirst()
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "no shipped data set '"
                          + dataset
                          + "'; there are "
                          + Arrays.toString(ShippedData.values())))
          .load();
    }
    String column =
        target.orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--data needs --target: the name of the column to predict, or its index"));
    CsvFormat format =
        (noHeader ? CsvFormat.withoutHeader() : CsvFormat.withHeader()).separator(separator);
    format = isIndex(column) ? format.target(Integer.parseInt(column)) : format.target(column);
    for (String name : drop) {
      format = isIndex(name) ? format.drop(Integer.parseInt(name)) : format.drop(name);
    }
    for (String name : categorical) {
      format =
          isIndex(name) ? format.categorical(Integer.parseInt(name)) : format.categorical(name);
    }
    format = classes ? format.classification() : format;
    format = impute ? format.missingValues(MissingValues.MEAN) : format;
    try {
      return format.read(file.get());
    } catch (NoSuchFileException missing) {
      throw new IllegalArgumentException("no file " + missing.getFile(), missing);
    } catch (IOException unreadable) {
      throw new IllegalArgumentException(
          "cannot read " + file.get() + ": " + unreadable.getMessage(), unreadable);
    }
  }

  private static boolean isIndex(String column) {
    return column.matches("-?\\d{1,9}");
  }
}
