package dev.ridgeline.io;

/** What to do with a value of a categorical column that the file of an encoding did not have. */
public enum UnseenLevels {
  /** An error that names line, column and the known values: the default. */
  REFUSE,
  /**
   * All 0/1 columns of the row are 0: the model judges it by its other features. After {@link
   * CsvFormat#dropFirstLevel} that is also what the first value is.
   */
  ZEROS
}
