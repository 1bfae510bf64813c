package dev.ridgeline.testkit.check;

import dev.ridgeline.linalg.DoubleMatrix;
import dev.ridgeline.linalg.FloatMatrix;
import dev.ridgeline.linalg.Matrix;
import java.util.Arrays;

/**
 * One sample matrix; every cell is a float, so that both storages hold the same numbers.
 *
 * @param label what is special about it
 * @param seed what it was made from
 * @param shape its shape
 * @param cells row-major; not to be modified
 */
public record Sample(String label, long seed, Shape shape, double[] cells) {
  /**
   * A fresh contiguous copy in double.
   *
   * @return may be modified
   */
  public DoubleMatrix matrix() {
    return Matrix.of(cells.clone(), shape.rows(), shape.columns());
  }

  /**
   * A fresh contiguous copy in float.
   *
   * @return may be modified
   */
  public FloatMatrix floatMatrix() {
    float[] copy = new float[cells.length];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = (float) cells[i];
    }
    return Matrix.of(copy, shape.rows(), shape.columns());
  }

  /** Label, shape and the first cells. */
  @Override
  public String toString() {
    String first = Arrays.toString(Arrays.copyOf(cells, Math.min(8, cells.length)));
    return label
        + ", "
        + shape
        + ", cells "
        + (cells.length > 8 ? first.replace("]", ", ...]") : first);
  }
}
