package dev.ridgeline.layers;

import dev.ridgeline.layer.Layer;
import dev.ridgeline.plugin.LayerProvider;
import dev.ridgeline.plugin.SettingValues;

/** The rectifier y = max(x, 0); its derivative at 0 is taken as 0, and NaN stays NaN. */
public final class ReLU extends Elementwise {
  /** The layer, which has no settings. */
  public ReLU() {
    super("relu");
  }

  @Override
  void apply(float[] x, float[] y, int from, int to, double[] tile) {
    for (int i = from; i < to; i++) {
      y[i] = Math.max(x[i], 0f);
    }
  }

  @Override
  void derive(float[] y, float[] dy, float[] dx, int from, int to) {
    for (int i = from; i < to; i++) {
      // 1 where y > 0, else 0, without a branch that random signs would mispredict: y times the
      // largest float twice is at least 1 for the smallest positive y.
      float slope = Math.min(y[i] * Float.MAX_VALUE * Float.MAX_VALUE, 1f);
      dx[i] = dy[i] * slope;
    }
  }

  /** Registers {@code relu}. */
  public static final class Provider implements LayerProvider {
    /** For ServiceLoader. */
    public Provider() {}

    @Override
    public String name() {
      return "relu";
    }

    @Override
    public Layer create(SettingValues values) {
      return new ReLU();
    }
  }
}
