package dev.ridgeline.solvers;

/** Columns where they are; the image of a move d is H X d. */
final class ViewedColumns extends MetricColumns {
  private final ColumnDesign design;
  private int[] set = new int[0];
  private double[] h = new double[0];

  ViewedColumns(ColumnDesign design) {
    this.design = design;
  }

  @Override
  void turnTo(int[] columns, double[] weights, double[] sums, double[] squares) {
    set = columns;
    h = weights;
    design.dots(set, set.length, h, sums);
    for (int a = 0; a < set.length; a++) {
      squares[a] = design.weightedSquare(set[a], h);
    }
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
