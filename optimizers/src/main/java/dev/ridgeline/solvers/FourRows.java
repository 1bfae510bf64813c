package dev.ridgeline.solvers;

/** Sums of multiples of four rows: each element of the sum is read and written once for all. */
final class FourRows {
  private FourRows() {}

  /**
   * out_i += t0 x_(a0 + i) + t1 x_(a1 + i) + t2 x_(a2 + i) + t3 x_(a3 + i).
   *
   * @param x holds the rows; not modified
   * @param out elements at ... at + count - 1 are added to
   */
  static void addTo(
      double[] x,
      int a0,
      int a1,
      int a2,
      int a3,
      double t0,
      double t1,
      double t2,
      double t3,
      double[] out,
      int at,
      int count) {
    for (int i = 0; i < count; i++) {
      out[at + i] += (t0 * x[a0 + i] + t1 * x[a1 + i]) + (t2 * x[a2 + i] + t3 * x[a3 + i]);
    }
  }
}
