package dev.ridgeline.layers;

import dev.ridgeline.layer.ColumnwiseLayer;
import dev.ridgeline.layer.LayerPass;
import dev.ridgeline.linalg.VectorMath;
import java.util.Arrays;

/**
 * A layer that maps each input by itself, with a derivative that follows from the output. The loops
 * are in the subclasses: shared ones would call an unknown method for every cell.
 */
abstract class Elementwise implements ColumnwiseLayer {
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
    int width = pass.outputs();
    int run = to - from == width ? width * pass.rows() : to - from;
    int end = run == 0 ? 0 : pass.rows() * width;
    int xAt = pass.inputOffset();
    int yAt = pass.outputOffset();
    double[] tile = pass.scratch(TILE);
    for (int at = from; at < end; at += Math.max(run, width)) {
      if (xAt == yAt) {
        apply(pass.input(), pass.output(), yAt + at, yAt + at + run, tile);
      } else {
        System.arraycopy(pass.input(), xAt + at, pass.output(), yAt + at, run);
        apply(pass.output(), pass.output(), yAt + at, yAt + at + run, tile);
      }
    }
  }

  @Override
  public void backwardInputs(LayerPass pass, int from, int to) {
    int width = pass.outputs();
    int run = to - from == width ? width * pass.rows() : to - from;
    int end = run == 0 ? 0 : pass.rows() * width;
    int yAt = pass.outputOffset();
    int dyAt = pass.outputGradientOffset();
    int dxAt = pass.inputGradientOffset();
    for (int at = from; at < end; at += Math.max(run, width)) {
      if (yAt == dyAt && yAt == dxAt) {
        derive(
            pass.output(), pass.outputGradient(), pass.inputGradient(), yAt + at, yAt + at + run);
      } else {
        float[] y = Arrays.copyOfRange(pass.output(), yAt + at, yAt + at + run);
        float[] d = Arrays.copyOfRange(pass.outputGradient(), dyAt + at, dyAt + at + run);
        derive(y, d, d, 0, run);
        System.arraycopy(d, 0, pass.inputGradient(), dxAt + at, run);
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
