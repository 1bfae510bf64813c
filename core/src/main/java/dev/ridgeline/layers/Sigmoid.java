package dev.ridgeline.layers;

import dev.ridgeline.layer.Layer;
import dev.ridgeline.linalg.StableMath;
import dev.ridgeline.plugin.LayerProvider;
import dev.ridgeline.plugin.SettingValues;

/** The logistic function y = 1 / (1 + e^-x), with derivative y (1 - y). */
public final class Sigmoid extends Elementwise {
  /** The layer, which has no settings. */
  public Sigmoid() {
    super("sigmoid");
  }

  @Override
  void apply(float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = (float) StableMath.sigmoid(x[xAt + i]);
    }
  }

  @Override
  void derive(float[] y, int yAt, float[] dy, int dyAt, float[] dx, int dxAt, int n) {
    for (int i = 0; i < n; i++) {
      dx[dxAt + i] = dy[dyAt + i] * (y[yAt + i] * (1 - y[yAt + i]));
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
