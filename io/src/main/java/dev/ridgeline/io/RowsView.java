package dev.ridgeline.io;

import dev.ridgeline.data.Features;
import dev.ridgeline.data.RescaledFeatures;

/** Some rows of other features, in an order of its own, without copying them. */
final class RowsView implements Features {
  private final Features base;
  private final int[] chosen;

  RowsView(Features base, int[] rowNumbers) {
    for (int row : rowNumbers) {
      if (row < 0 || row >= base.rows()) {
        throw new IndexOutOfBoundsException("row " + row + " of " + base);
      }
    }
    this.base = base;
    this.chosen = rowNumbers.clone();
  }

  @Override
  public int rows() {
    return chosen.length;
  }

  @Override
  public int columns() {
    return base.columns();
  }

  @Override
  public double get(int row, int column) {
    return base.get(chosen[row], column);
  }

  @Override
  public void copyRows(int[] rowNumbers, int from, int to, float[] out, int outOffset) {
    int at = outOffset;
    for (int i = from; i < to; i++) {
      int row = rowNumbers[i];
      base.copyRows(chosen, row, row + 1, out, at);
      at += columns();
    }
  }

  @Override
  public void copyRow(int row, double[] out, int outOffset) {
    base.copyRow(chosen[row], out, outOffset);
  }

  @Override
  public double dotRow(int row, double[] w, int wOffset) {
    return base.dotRow(chosen[row], w, wOffset);
  }

  @Override
  public void addRowTo(int row, double scale, double[] out, int outOffset) {
    base.addRowTo(chosen[row], scale, out, outOffset);
  }

  @Override
  public Features selectRows(int[] rowNumbers) {
    int[] rows = new int[rowNumbers.length];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = chosen[rowNumbers[i]];
    }
    return new RowsView(base, rows);
  }

  @Override
  public Features rescaled(double[] center, double[] scale) {
    return new RescaledFeatures(this, center, scale, true);
  }

  @Override
  public long storedCells() {
    return (long) rows() * columns();
  }

  @Override
  public boolean isSparse() {
    return false;
  }

  @Override
  public String toString() {
    return "RowsView[" + rows() + " x " + columns() + " of " + base + "]";
  }
}
