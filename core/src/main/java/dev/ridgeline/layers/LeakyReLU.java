package dev.ridgeline.layers;

import com.google.common.collect.Range;
import dev.ridgeline.layer.Layer;
import dev.ridgeline.plugin.LayerProvider;
import dev.ridgeline.plugin.SettingValues;
import dev.ridgeline.plugin.Settings;
import dev.ridgeline.plugin.Spec;

/**
 * The leaky rectifier y = max(x, 0) + slope min(x, 0), whose units pass a gradient on even where
 * they are not active; its derivative at 0 is taken as the slope, and NaN stays NaN.
 *
 * <p>A slope of 0 is {@link ReLU}. Maas, Hannun and Ng, "Rectifier nonlinearities improve neural
 * network acoustic models", 2013, equation 2.
 */
public final class LeakyReLU extends Elementwise {
  private final double slope;
  private final float factor;

  /** The layer with the slope of the paper, 0.01. */
  public LeakyReLU() {
    this(0.01);
  }

  /**
   * The layer with a slope.
   *
   * @param slope derivative at negative inputs, in [0, 1)
   * @throws IllegalArgumentException if outside [0, 1)
   */
  public LeakyReLU(double slope) {
    super("leaky-relu");
    if (!(slope >= 0 && slope < 1)) {
      throw new IllegalArgumentException("a leaky slope must be in [0, 1), found " + slope);
    }
    this.slope = slope;
    factor = (float) slope;
  }

  /**
   * The derivative at negative inputs.
   *
   * @return in [0, 1)
   */
  public double slope() {
    return slope;
  }

  @Override
  void apply(float[] x, float[] y, int from, int to, double[] tile) {
    for (int i = from; i < to; i++) {
      y[i] = Math.max(x[i], 0f) + factor * Math.min(x[i], 0f);
    }
  }

  @Override
  void derive(float[] y, float[] dy, float[] dx, int from, int to) {
    for (int i = from; i < to; i++) {
      // 1 where y > 0, else the factor, without a branch: y has the sign of x, and y times the
      // largest float twice is at least 1 for the smallest positive y.
      float one = Math.min(y[i] * Float.MAX_VALUE * Float.MAX_VALUE, 1f);
      dx[i] = dy[i] * Math.max(one, factor);
    }
  }

  @Override
  public String toString() {
    return Spec.of("leaky-relu").with("slope", slope).toString();
  }

  /** Registers {@code leaky-relu}. */
  public static final class Provider implements LayerProvider {
    /** For ServiceLoader. */
    public Provider() {}

    @Override
    public String name() {
      return "leaky-relu";
    }

    @Override
    public Settings settings() {
      return Settings.none()
          .number("slope", 0.01, Range.closedOpen(0.0, 1.0), "derivative at negative inputs");
    }

    @Override
    public Layer create(SettingValues values) {
      return new LeakyReLU(values.number("slope"));
    }
  }
}
