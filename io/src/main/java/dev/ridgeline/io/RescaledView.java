package dev.ridgeline.io;

import dev.ridgeline.data.Features;

/**
 * Other features with each cell x replaced by (x - center) / scale when it is read, rounded to
 * float as features in single precision are that have been rescaled beforehand: the same bits.
 */
final class RescaledView implements Features {
  private final Features base;
  private final double[] center;
  private final double[] scale;

  RescaledView(Features base, double[] center, double[] scale) {
    if (center.length != base.columns() || scale.length != base.columns()) {
      throw new IllegalArgumentException(
          "features have "
              + base.columns()
              + " columns, found "
              + center.length
              + " centres and "
              + scale.length
              + " scales");
    }
    this.base = base;
    this.center = center.clone();
    this.scale = scale.clone();
  }

  private float rescaled(double cell, int column) {
    return (float) ((cell - center[column]) / scale[column]);
  }

  @Override
  public int rows() {
    return base.rows();
  }

  @Override
  public int columns() {
    return base.columns();
  }

  @Override
  public double get(int row, int column) {
    return rescaled(base.get(row, column), column);
  }

  @Override
  public void copyRows(int[] rowNumbers, int from, int to, float[] out, int outOffset) {
    int at = outOffset;
    for (int i = from; i < to; i++) {
      base.copyRows(rowNumbers, i, i + 1, out, at);
      rescale(out, at, center, scale);
      at += center.length;
    }
  }

  /** Four cells at a time, whose divisions overlap: one by one, each waits for the last. */
  private static void rescale(float[] row, int at, double[] center, double[] scale) {
    int n = center.length;
    int j = 0;
    for (; j + 3 < n; j += 4) {
      double a = (row[at + j] - center[j]) / scale[j];
      double b = (row[at + j + 1] - center[j + 1]) / scale[j + 1];
      double c = (row[at + j + 2] - center[j + 2]) / scale[j + 2];
      double d = (row[at + j + 3] - center[j + 3]) / scale[j + 3];
      row[at + j] = (float) a;
      row[at + j + 1] = (float) b;
      row[at + j + 2] = (float) c;
      row[at + j + 3] = (float) d;
    }
    for (; j < n; j++) {
      row[at + j] = (float) ((row[at + j] - center[j]) / scale[j]);
    }
  }

  @Override
  public void copyRow(int row, double[] out, int outOffset) {
    base.copyRow(row, out, outOffset);
    for (int j = 0; j < center.length; j++) {
      out[outOffset + j] = rescaled(out[outOffset + j], j);
    }
  }

  @Override
  public double dotRow(int row, double[] w, int wOffset) {
    double sum = 0;
    for (int j = 0; j < center.length; j++) {
      sum += rescaled(base.get(row, j), j) * w[wOffset + j];
    }
    return sum;
  }

  @Override
  public void addRowTo(int row, double factor, double[] out, int outOffset) {
    for (int j = 0; j < center.length; j++) {
      out[outOffset + j] += factor * rescaled(base.get(row, j), j);
    }
  }

  @Override
  public Features selectRows(int[] rowNumbers) {
    return new RescaledView(base.selectRows(rowNumbers), center, scale);
  }

  @Override
  public Features rescaled(double[] center, double[] scale) {
    return new RescaledView(this, center, scale);
  }

  @Override
  public long storedCells() {
    return base.storedCells();
  }

  @Override
  public boolean isSparse() {
    return false;
  }

  @Override
  public String toString() {
    return "RescaledView[" + base + "]";
  }
}
