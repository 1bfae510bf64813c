package dev.ridgeline.io;

/** How a caller names a column: by its name, or by a number from 0 (negative: from the end). */
sealed interface ColumnKey {
  /** A column by name. */
  record Name(String name) implements ColumnKey {
    public Name {
      if (name.isEmpty()) {
        throw new IllegalArgumentException("a column name cannot be empty; use the column's index");
      }
    }

    @Override
    public String toString() {
      return '"' + name + '"';
    }
  }

  /** A column by index. */
  record Index(int index) implements ColumnKey {
    @Override
    public String toString() {
      return Integer.toString(index);
    }
  }
}
