package dev.ridgeline.data;

/**
 * Other features with each cell x replaced by (x - center) / scale when it is read, without a copy.
 * Where these are in single precision, results are rounded to it, as those of features that were
 * rescaled beforehand: the same bits. Immutable as the features beneath are.
 */
public final class RescaledFeatures implements Features {
  private final Features base;
  private final double[] center;
  private final double[] scale;
  private final boolean isSingle;

  /**
   * A view of features.
   *
   * @param base what is rescaled; dense
   * @param center one number a column, copied
   * @param scale one non-zero number a column, copied
   * @param isSingle whether results are rounded to float
   * @throws IllegalArgumentException if a length differs from the number of columns
   */
  public RescaledFeatures(Features base, double[] center, double[] scale, boolean isSingle) {
    TableShape.checkColumns(base.columns(), center.length, scale.length);
    this.base = base;
    this.center = center.clone();
    this.scale = scale.clone();
    this.isSingle = isSingle;
  }

  private double rescaled(double cell, int column) {
    double z = (cell - center[column]) / scale[column];
    return isSingle ? (float) z : z;
  }

  /**
   * The same features with their cells in memory: what to read many times.
   *
   * @return a copy
   */
  public Features stored() {
    return base.rescaled(center, scale);
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
    if (!isSingle) {
      int at = outOffset;
      for (int i = from; i < to; i++) {
        for (int j = 0; j < center.length; j++, at++) {
          out[at] = (float) get(rowNumbers[i], j);
        }
      }
      return;
    }
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
      out[outOffset + j] = (out[outOffset + j] - center[j]) / scale[j];
    }
    for (int j = 0; isSingle && j < center.length; j++) {
      out[outOffset + j] = (float) out[outOffset + j];
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
    return new RescaledFeatures(base.selectRows(rowNumbers), center, scale, isSingle);
  }

  @Override
  public Features rescaled(double[] center, double[] scale) {
    return new RescaledFeatures(this, center, scale, isSingle);
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
    return "RescaledFeatures[" + base + "]";
  }
}
