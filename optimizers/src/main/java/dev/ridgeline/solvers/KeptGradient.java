package dev.ridgeline.solvers;

/**
 * A gradient that {@link ScreenedDesign} keeps.
 *
 * @param slopes of the mean loss, one a row
 * @param gradient what is known of slopes' X, one a column
 * @param errors bounds of the gradient's errors, 0 where it is exact
 */
record KeptGradient(double[] slopes, double[] gradient, double[] errors) {
  /** All 0. */
  static KeptGradient of(int rows, int columns) {
    return new KeptGradient(new double[rows], new double[columns], new double[columns]);
  }

  /** Whether the gradient of a column is exact. */
  boolean isExact(int column) {
    return errors[column] == 0;
  }

  /** Sets a column's gradient, or a number that is within an error of it. */
  void set(int column, double z, double error) {
    gradient[column] = z;
    errors[column] = error;
  }
}
