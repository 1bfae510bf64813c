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
    for (int k = 0; k < b.length; k++) {
      Arrays.fill(one, b[k]);
      for (int j = 0; j < p; j++) {
        if (w[k * p + j] != 0) {
          design.addTo(j, w[k * p + j], one);
        }
      }
      for (int i = 0; i < one.length; i++) {
        eta[i * b.length + k] = one[i];
      }
    }
  }

  @Override
  public void computeGradient(double[] slopes, int outputs, double[] z) {
    int p = design.columns();
    for (int k = 0; k < outputs; k++) {
      of(slopes, k, outputs, one);
      for (int j = 0; j < p; j++) {
        z[k * p + j] = design.dot(j, one);
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
