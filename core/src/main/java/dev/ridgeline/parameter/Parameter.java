package dev.ridgeline.parameter;

import dev.ridgeline.linalg.DoubleMatrix;
import dev.ridgeline.linalg.FloatMatrix;

/**
 * One parameter's place in the flat vector: cells offset ... offset + rows * columns - 1,
 * row-major.
 *
 * @param layer name of the layer that owns it, such as "dense1"
 * @param spec its name, role and shape
 * @param offset index of its first cell
 */
public record Parameter(String layer, ParameterSpec spec, int offset) {
  /**
   * The full name, unique in its layout.
   *
   * @return such as "dense1.weight"
   */
  public String name() {
    return layer + "." + spec.name();
  }

  /**
   * What it does in its layer.
   *
   * @return the role
   */
  public Role role() {
    return spec.role();
  }

  /**
   * Number of cells.
   *
   * @return rows * columns
   */
  public int size() {
    return spec.rows() * spec.columns();
  }

  /**
   * Index after its last cell.
   *
   * @return offset + size
   */
  public int end() {
    return offset + size();
  }

  /**
   * Its cells in a flat vector.
   *
   * @param flat the vector of the whole layout; shared
   * @return a rows x columns view
   */
  public FloatMatrix view(float[] flat) {
    return new FloatMatrix(flat, offset, spec.rows(), spec.columns(), spec.columns(), 1);
  }

  /**
   * Its cells in a flat vector.
   *
   * @param flat the vector of the whole layout; shared
   * @return a rows x columns view
   */
  public DoubleMatrix view(double[] flat) {
    return new DoubleMatrix(flat, offset, spec.rows(), spec.columns(), spec.columns(), 1);
  }
}
