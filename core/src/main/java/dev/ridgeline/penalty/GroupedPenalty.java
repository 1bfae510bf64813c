package dev.ridgeline.penalty;

import dev.ridgeline.linalg.Matrix;

/**
 * A penalty that is a sum over groups of cells, R(W; s) = sum over groups g of r(W_g; s), such as
 * the group lasso: the author writes value and prox of one group in double.
 *
 * <p>Allocates one scratch array of the size of the largest group a call.
 */
public interface GroupedPenalty extends ProximablePenalty {
  /**
   * Which cells belong together.
   *
   * @return the grouping
   */
  Grouping grouping();

  /**
   * r of one group.
   *
   * @param block scratch array whose first {@code size} elements are the group; not modified
   * @param size number of cells
   * @param strength lambda / m, finite and at least 0
   * @return the cost
   */
  double groupValue(double[] block, int size, double strength);

  /**
   * Replaces a group by argmin over u of (1/2) ||u - block||^2 + step * r(u; strength).
   *
   * @param block scratch array whose first {@code size} elements are the group; overwritten
   * @param size number of cells
   * @param strength lambda / m, finite and at least 0
   * @param step finite and at least 0
   */
  void groupProx(double[] block, int size, double strength, double step);

  @Override
  default double value(Matrix w, double strength) {
    Check.strength(strength);
    return Groups.apply(this, w, strength, 0);
  }

  @Override
  default double prox(Matrix w, double strength, double step) {
    Check.strength(strength);
    Check.step(step);
    return Groups.apply(this, w, strength, strength == 0 ? 0 : step);
  }
}
