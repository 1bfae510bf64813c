package dev.ridgeline.solvers;

import java.util.Arrays;

/** Columns for several outputs: the products with each output's numbers, one after the other. */
final class ClassColumns implements Design {
  private final ColumnDesign design;
  private final double[] one;

  ClassColumns(ColumnDesign design) {
    this.design = design;
    this.one = new double[design.rows()];
  }

  @Override
  public int rows() {
    return design.rows();
  }

  @Override
  public int columns() {
    return design.columns();
  }

  @Override
  public double[] rootMeanSquares() {
    return design.rootMeanSquares();
  }

  @Override
  public double[] spreads() {
    return design.spreads();
  }

  @Override
  public void computePredictions(double[] w, double[] b, double[] eta) {
    int p = design.columns();
    int[] support = new int[p];
    double[] scales = new double[p];
    for (int k = 0; k < b.length; k++) {
      Arrays.fill(one, b[k]);
      int count = 0;
      for (int j = 0; j < p; j++) {
        if (w[k * p + j] != 0) {
          support[count] = j;
          scales[count++] = w[k * p + j];
        }
      }
      design.addAllTo(support, count, scales, one);
      for (int i = 0, to = k; i < one.length; i++, to += b.length) {
        eta[to] = one[i];
      }
    }
  }

  @Override
  public void computeGradient(double[] slopes, int outputs, double[] z) {
    if (design instanceof SparseColumns sparse) {
      sparse.computeGradients(slopes, outputs, z);
      return;
    }
    int[] all = new int[z.length];
    Arrays.setAll(all, at -> at);
    computeGradient(slopes, outputs, all, z);
  }

  /**
   * The same for some coordinates, k * columns + j for the column j in class k.
   *
   * @param set coordinates, in any order
   * @param z one number a coordinate; overwritten
   */
  void computeGradient(double[] slopes, int outputs, int[] set, double[] z) {
    int p = design.columns();
    int[] places = new int[set.length];
    int[] columns = new int[set.length];
    double[] products = new double[set.length];
    for (int k = 0; k < outputs; k++) {
      int count = 0;
      for (int a = 0; a < set.length; a++) {
        if (set[a] / p == k) {
          places[count] = a;
          columns[count++] = set[a] % p;
        }
      }
      if (count > 0) {
        of(slopes, k, outputs, one);
        design.dots(columns, count, one, products);
      }
      for (int c = 0; c < count; c++) {
        z[places[c]] = products[c];
      }
    }
  }

  /** Copies one output's numbers out of rows x outputs. */
  static void of(double[] all, int output, int outputs, double[] out) {
    for (int i = 0, at = output; i < out.length; i++, at += outputs) {
      out[i] = all[at];
    }
  }
}
