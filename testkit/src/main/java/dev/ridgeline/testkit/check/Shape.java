package dev.ridgeline.testkit.check;

import java.util.List;

/**
 * The shape of a sample matrix.
 *
 * @param rows at least 1
 * @param columns at least 1
 */
public record Shape(int rows, int columns) {
  /**
   * Shapes of 1, 2, 7 and 50 cells.
   *
   * @return the kit's usual shapes
   */
  public static List<Shape> usual() {
    return List.of(new Shape(1, 1), new Shape(1, 2), new Shape(7, 1), new Shape(5, 10));
  }

  /**
   * Number of cells.
   *
   * @return rows * columns
   */
  public int size() {
    return rows * columns;
  }

  /** Such as 5 x 10. */
  @Override
  public String toString() {
    return rows + " x " + columns;
  }
}
