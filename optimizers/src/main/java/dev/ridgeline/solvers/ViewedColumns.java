package dev.ridgeline.solvers;

/** Columns where they are; the image of a move d is H X d. */
final class ViewedColumns extends MetricColumns {
  private final ColumnDesign design;
  private final int[] set;
  private final double[] h;

  /**
   * Wraps columns.
   *
   * @param h one weight a row, positive
   */
  ViewedColumns(ColumnDesign design, int[] set, double[] h) {
    this.design = design;
    this.set = set;
    this.h = h;
  }

  @Override
  double dot(int a, double[] image) {
    return design.dot(set[a], image);
  }

  @Override
  void addTo(int a, double move, double[] image) {
    design.addWeightedTo(set[a], move, h, image);
  }

  @Override
  double square(double[] image) {
    double sum = 0;
    for (int i = 0; i < h.length; i++) {
      sum += image[i] * image[i] / h[i];
    }
    return sum;
  }
}
