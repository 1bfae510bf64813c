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
  float apply(float x) {
    return (float) StableMath.sigmoid(x);
  }

  @Override
  float derivative(float y) {
    return y * (1 - y);
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
