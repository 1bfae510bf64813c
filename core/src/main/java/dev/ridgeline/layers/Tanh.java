package dev.ridgeline.layers;

import dev.ridgeline.layer.Layer;
import dev.ridgeline.plugin.LayerProvider;
import dev.ridgeline.plugin.SettingValues;

/** The hyperbolic tangent y = tanh(x), with derivative 1 - y^2. */
public final class Tanh extends Elementwise {
  /** The layer, which has no settings. */
  public Tanh() {
    super("tanh");
  }

  @Override
  void apply(float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = (float) Math.tanh(x[xAt + i]);
    }
  }

  @Override
  void derive(float[] y, int yAt, float[] dy, int dyAt, float[] dx, int dxAt, int n) {
    for (int i = 0; i < n; i++) {
      dx[dxAt + i] = dy[dyAt + i] * (1 - y[yAt + i] * y[yAt + i]);
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
