package dev.ridgeline.layers;

import dev.ridgeline.layer.ColumnwiseLayer;
import dev.ridgeline.layer.Layer;
import dev.ridgeline.layer.LayerPass;
import dev.ridgeline.linalg.StableMath;
import dev.ridgeline.plugin.LayerProvider;
import dev.ridgeline.plugin.SettingValues;

/**
 * The Gaussian error linear unit y = x P(x) with P the distribution function of the standard normal
 * distribution, by the error function itself rather than its approximation by tanh; the derivative
 * is P(x) + x p(x) with p the density.
 *
 * <p>Computed in double precision and rounded once, with P from erfc so that the left tail does not
 * cancel; minus infinity becomes 0 and NaN stays NaN. Hendrycks and Gimpel, "Gaussian error linear
 * units (GELUs)", 2016, section 2.
 */
public record Gelu() implements ColumnwiseLayer {
  private static final double ROOT_HALF = Math.sqrt(0.5);
  private static final double DENSITY_AT_0 = 1 / Math.sqrt(2 * Math.PI);

  /**
   * From here on the distribution function is 0 or 1 in double precision, and x times p(x) is 0.
   */
  private static final double TAIL = 40;

  /** The layer, which has no settings. */
  public Gelu {}

  @Override
  public String name() {
    return "gelu";
  }

  @Override
  public void forward(LayerPass pass, int from, int to) {
    int width = pass.outputs();
    for (int i = 0; i < pass.rows(); i++) {
      int x = pass.inputOffset() + i * width;
      int y = pass.outputOffset() + i * width;
      for (int j = from; j < to; j++) {
        pass.output()[y + j] = (float) value(pass.input()[x + j]);
      }
    }
  }

  @Override
  public void backwardInputs(LayerPass pass, int from, int to) {
    int width = pass.outputs();
    for (int i = 0; i < pass.rows(); i++) {
      int x = pass.inputOffset() + i * width;
      int dy = pass.outputGradientOffset() + i * width;
      int dx = pass.inputGradientOffset() + i * width;
      for (int j = from; j < to; j++) {
        pass.inputGradient()[dx + j] =
            (float) (pass.outputGradient()[dy + j] * derivative(pass.input()[x + j]));
      }
    }
  }

  private static double value(double x) {
    return x < -TAIL ? 0 : x * StableMath.erfc(-x * ROOT_HALF) / 2;
  }

  private static double derivative(double x) {
    if (Math.abs(x) > TAIL) {
      return x > 0 ? 1 : 0;
    }
    return StableMath.erfc(-x * ROOT_HALF) / 2 + x * DENSITY_AT_0 * Math.exp(-x * x / 2);
  }

  @Override
  public String toString() {
    return "gelu";
  }

  /** Registers {@code gelu}. */
  public static final class Provider implements LayerProvider {
    /** For ServiceLoader. */
    public Provider() {}

    @Override
    public String name() {
      return "gelu";
    }

    @Override
    public Layer create(SettingValues values) {
      return new Gelu();
    }
  }
}
