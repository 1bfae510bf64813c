package dev.ridgeline.data;

/** Along what a sparse table is stored, and how its arrays are checked and spoken of. */
enum CompressedAxis {
  /** Row after row, CSR. */
  ROWS("CSR", "row", "column"),

  /** Column after column, CSC. */
  COLUMNS("CSC", "column", "row");

  private final String form;
  private final String line;
  private final String across;

  CompressedAxis(String form, String line, String across) {
    this.form = form;
    this.line = line;
    this.across = across;
  }

  /**
   * Checks that arrays describe a table.
   *
   * @param starts where each line begins, and the end of the last
   * @param indices places within the lines
   * @param values how many values there are
   * @param length of a line
   * @throws IllegalArgumentException if they do not, naming the line
   */
  void check(int[] starts, int[] indices, int values, int length) {
    if (starts.length == 0 || starts[0] != 0) {
      throw new IllegalArgumentException(
          form
              + " "
              + line
              + " starts must have "
              + line
              + "s + 1 entries and begin with 0, found "
              + (starts.length == 0 ? "none" : "first entry " + starts[0]));
    }
    int lines = starts.length - 1;
    if (starts[lines] != indices.length || indices.length != values) {
      throw new IllegalArgumentException(
          form
              + " arrays disagree: the last "
              + line
              + " ends at "
              + starts[lines]
              + ", with "
              + indices.length
              + " "
              + across
              + " numbers and "
              + values
              + " values");
    }
    if (length < 0) {
      throw new IllegalArgumentException(
          "features need at least 0 " + across + "s, found " + length);
    }
    // The starts first: a line that ends past the arrays comes before one that ends too early.
    for (int i = 0; i < lines; i++) {
      if (starts[i + 1] < starts[i]) {
        throw new IllegalArgumentException(
            line + " " + i + " ends at " + starts[i + 1] + ", before its start " + starts[i]);
      }
    }
    for (int i = 0; i < lines; i++) {
      for (int k = starts[i]; k < starts[i + 1]; k++) {
        if (indices[k] < 0 || indices[k] >= length) {
          throw new IllegalArgumentException(
              number(i, indices[k]) + ", allowed 0 to " + (length - 1));
        }
        if (k > starts[i] && indices[k] <= indices[k - 1]) {
          throw new IllegalArgumentException(
              number(i, indices[k])
                  + " after "
                  + indices[k - 1]
                  + "; they must ascend without repeats");
        }
      }
    }
  }

  private String number(int at, int index) {
    return line + " " + at + " has " + across + " number " + index;
  }
}
