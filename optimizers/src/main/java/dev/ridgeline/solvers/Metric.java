package dev.ridgeline.solvers;

/**
 * A guess of the second derivative of J, positive definite, that a quasi-Newton method improves.
 */
interface Metric {
  /**
   * Applies the inverse.
   *
   * @param v weights, then intercepts; overwritten by B^-1 v
   */
  void solve(double[] v);

  /**
   * Makes a new guess at the point last evaluated.
   *
   * @return false if it would be the same guess
   */
  boolean refresh();
}
