package dev.ridgeline.layers;

import dev.ridgeline.layer.Layer;
import dev.ridgeline.linalg.VectorMath;
import dev.ridgeline.plugin.LayerProvider;
import dev.ridgeline.plugin.SettingValues;

/**
 * The logistic function y = 1 / (1 + e^-x), with derivative y (1 - y); to within 0.51 units in the
 * last place, by {@link VectorMath}.
 */
public final class Sigmoid extends Elementwise {
  /** The layer, which has no settings. */
  public Sigmoid() {
    super("sigmoid");
  }

  @Override
  void apply(float[] x, float[] y, int from, int to, double[] tile) {
    applyInTiles(VectorMath::logistic, x, y, from, to, tile);
  }

  @Override
  void derive(float[] y, float[] dy, float[] dx, int from, int to) {
    for (int i = from; i < to; i++) {
      dx[i] = dy[i] * (y[i] * (1 - y[i]));
    }
  }

  /** Registers {@code sigmoid}. */
  public static final class Provider implements LayerProvider {
    /** For ServiceLoader. */
    public Provider() {}

    @Override
    public String name() {
      return "sigmoid";
    }

    @Override
    public Layer create(SettingValues values) {
      return new Sigmoid();
    }
  }
}
