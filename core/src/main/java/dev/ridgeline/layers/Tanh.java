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
  float apply(float x) {
    return (float) Math.tanh(x);
  }

  @Override
  float derivative(float y) {
    return 1 - y * y;
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
