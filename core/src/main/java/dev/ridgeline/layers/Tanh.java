package dev.ridgeline.layers;

import dev.ridgeline.layer.Layer;
import dev.ridgeline.linalg.VectorMath;
import dev.ridgeline.plugin.LayerProvider;
import dev.ridgeline.plugin.SettingValues;

/**
 * The hyperbolic tangent y = tanh(x), with derivative 1 - y^2; to within 0.51 units in the last
 * place, by {@link VectorMath}.
 */
public final class Tanh extends Elementwise {
  /** The layer, which has no settings. */
  public Tanh() {
    super("tanh");
  }

  @Override
  void apply(float[] x, float[] y, int from, int to, double[] tile) {
    applyInTiles(VectorMath::tanh, x, y, from, to, tile);
  }

  @Override
  void derive(float[] y, float[] dy, float[] dx, int from, int to) {
    for (int i = from; i < to; i++) {
      dx[i] = dy[i] * (1 - y[i] * y[i]);
    }
  }

  /** Registers {@code tanh}. */
  public static final class Provider implements LayerProvider {
    /** For ServiceLoader. */
    public Provider() {}

    @Override
    public String name() {
      return "tanh";
    }

    @Override
    public Layer create(SettingValues values) {
      return new Tanh();
    }
  }
}
