package dev.ridgeline.layers;

import dev.ridgeline.layer.ColumnMajorLayer;
import dev.ridgeline.layer.ColumnwiseLayer;
import dev.ridgeline.layer.LayerPass;
import dev.ridgeline.linalg.VectorMath;
import java.util.Arrays;

/**
 * A layer that maps each input by itself, with a derivative that follows from the output. The loops
 * are in the subclasses: shared ones would call an unknown method for every cell.
 */
abstract class Elementwise implements ColumnwiseLayer, ColumnMajorLayer {
  /** Cells that stay in the nearest cache while several loops go over them. */
  static final int TILE = 256;

  private final String name;

  Elementwise(String name) {
    this.name = name;
  }

  /**
   * y[i] from x[i]; the same index in both arrays, without which the JIT does not vectorise. The
   * tile is {@value #TILE} cells of working memory.
   */
  abstract void apply(float[] x, float[] y, int from, int to, double[] tile);

  /** A function of the first n cells of an array, in their place. */
  @FunctionalInterface
  interface TileFunction {
    void apply(double[] cells, int n);
  }

  /** y[i] from x[i] in double, some cells at a time. */
  static void applyInTiles(
      TileFunction function, float[] x, float[] y, int from, int to, double[] tile) {
    for (int at = from; at < to; at += TILE) {
      int n = Math.min(TILE, to - at);
      VectorMath.widen(x, at, tile, n);
      function.apply(tile, n);
      VectorMath.narrow(tile, y, at, n);
    }
  }

  /** dx[i] = dy[i] times d output / d input, which follows from the output y[i]. */
  abstract void derive(float[] y, float[] dy, float[] dx, int from, int to);

  @Override
  public final String name() {
    return name;
  }

  @Override
  public void forward(LayerPass pass, int from, int to) {
    CellRuns runs = CellRuns.of(pass, from, to);
    int n = runs.length();
    double[] tile = pass.scratch(TILE);
    for (int run = 0; run < runs.count(); run++) {
      int xAt = pass.inputOffset() + runs.start(run);
      int yAt = pass.outputOffset() + runs.start(run);
      if (xAt == yAt) {
        apply(pass.input(), pass.output(), yAt, yAt + n, tile);
      } else {
        System.arraycopy(pass.input(), xAt, pass.output(), yAt, n);
        apply(pass.output(), pass.output(), yAt, yAt + n, tile);
      }
    }
  }

  @Override
  public void backwardInputs(LayerPass pass, int from, int to) {
    CellRuns runs = CellRuns.of(pass, from, to);
    int n = runs.length();
    for (int run = 0; run < runs.count(); run++) {
      int yAt = pass.outputOffset() + runs.start(run);
      int dyAt = pass.outputGradientOffset() + runs.start(run);
      int dxAt = pass.inputGradientOffset() + runs.start(run);
      if (yAt == dyAt && yAt == dxAt) {
        derive(pass.output(), pass.outputGradient(), pass.inputGradient(), yAt, yAt + n);
      } else {
        float[] y = Arrays.copyOfRange(pass.output(), yAt, yAt + n);
        float[] d = Arrays.copyOfRange(pass.outputGradient(), dyAt, dyAt + n);
        derive(y, d, d, 0, n);
        System.arraycopy(d, 0, pass.inputGradient(), dxAt, n);
      }
    }
  }

  @Override
  public final boolean equals(Object other) {
    return other != null && other.getClass() == getClass() && other.toString().equals(toString());
  }

  @Override
  public final int hashCode() {
    return toString().hashCode();
  }

  /** The name, for layers without settings. */
  @Override
  public String toString() {
    return name;
  }
}
