package dev.ridgeline.io;

/**
 * What to do with a missing cell of a feature column; a missing target is always refused.
 *
 * <p>Mean, median and most frequent value are taken over ALL rows that are read. Where the rows are
 * split into training and dev or test sets afterwards, these numbers have therefore seen the dev
 * and test rows; with many missing cells, split the file first: a {@link CsvEncoding} of the
 * training file takes them from it alone.
 */
public enum MissingValues {
  /** An error that names line and column: the default. */
  REFUSE,
  /**
   * A number becomes the mean of its column, a category the most frequent of its column (the first
   * in order among equals).
   */
  MEAN,
  /**
   * A number becomes the median of its column (the mean of the two middle ones for an even count),
   * a category the most frequent of its column (the first in order among equals).
   */
  MEDIAN
}
