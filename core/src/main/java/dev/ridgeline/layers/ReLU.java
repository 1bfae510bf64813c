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
  float apply(float x) {
    return x <= 0 ? 0f : x;
  }

  @Override
  float derivative(float y) {
    return y > 0 ? 1f : 0f;
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
