package dev.ridgeline.parameter;

/**
 * A parameter that a layer asks for: name, role and shape.
 *
 * @param name unique within its layer, such as "weight" or "bias"
 * @param role what it does
 * @param rows at least 1; for weights one row a unit
 * @param columns at least 1; for weights one column an input
 */
public record ParameterSpec(String name, Role role, int rows, int columns) {
  /**
   * Checks the shape.
   *
   * @param name unique within its layer, such as "weight" or "bias"
   * @param role what it does
   * @param rows at least 1; for weights one row a unit
   * @param columns at least 1; for weights one column an input
   * @throws IllegalArgumentException if a size is below 1 or the parameter has 2^31 cells or more
   */
  public ParameterSpec {
    if (rows < 1 || columns < 1 || (long) rows * columns > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "parameter '"
              + name
              + "' asks for "
              + rows
              + " x "
              + columns
              + "; allowed are sizes from 1 and at most "
              + (Integer.MAX_VALUE - 8)
              + " cells");
    }
  }
}
