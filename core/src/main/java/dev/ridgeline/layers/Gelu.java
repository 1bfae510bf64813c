package dev.ridgeline.layers;

import dev.ridgeline.layer.ColumnMajorLayer;
import dev.ridgeline.layer.ColumnwiseLayer;
import dev.ridgeline.layer.Layer;
import dev.ridgeline.layer.LayerPass;
import dev.ridgeline.linalg.VectorMath;
import dev.ridgeline.plugin.LayerProvider;
import dev.ridgeline.plugin.SettingValues;

/**
 * The Gaussian error linear unit y = x P(x) with P the distribution function of the standard normal
 * distribution, by the error function itself rather than its approximation by tanh; the derivative
 * is P(x) + x p(x) with p the density.
 *
 * <p>Computed in double precision by {@link VectorMath} and rounded once, to within 0.51 units in
 * the last place, in the left tail, too; minus infinity becomes 0 and NaN stays NaN. Hendrycks and
 * Gimpel, "Gaussian error linear units (GELUs)", 2016, section 2.
 */
public record Gelu() implements ColumnwiseLayer, ColumnMajorLayer {
  private static final int TILE = Elementwise.TILE;

  /** The layer, which has no settings. */
  public Gelu {}

  @Override
  public String name() {
    return "gelu";
  }

  @Override
  public void forward(LayerPass pass, int from, int to) {
    double[] t = pass.scratch(0, TILE);
    double[] size = pass.scratch(1, TILE);
    double[] bell = pass.scratch(2, TILE);
    CellRuns runs = CellRuns.of(pass, from, to);
    for (int run = 0; run < runs.count(); run++) {
      int start = runs.start(run);
      int end = start + runs.length();
      for (int at = start; at < end; at += TILE) {
        int n = Math.min(TILE, end - at);
        VectorMath.widen(pass.input(), pass.inputOffset() + at, t, n);
        VectorMath.timesNormal(t, size, bell, n);
        VectorMath.narrow(t, pass.output(), pass.outputOffset() + at, n);
      }
    }
  }

  @Override
  public void backwardInputs(LayerPass pass, int from, int to) {
    double[] t = pass.scratch(0, TILE);
    double[] size = pass.scratch(1, TILE);
    double[] bell = pass.scratch(2, TILE);
    CellRuns runs = CellRuns.of(pass, from, to);
    for (int run = 0; run < runs.count(); run++) {
      int start = runs.start(run);
      int end = start + runs.length();
      for (int at = start; at < end; at += TILE) {
        int n = Math.min(TILE, end - at);
        VectorMath.widen(pass.input(), pass.inputOffset() + at, t, n);
        VectorMath.timesNormalSlope(t, size, bell, n);
        VectorMath.widen(pass.outputGradient(), pass.outputGradientOffset() + at, bell, n);
        for (int k = 0; k < n; k++) {
          t[k] *= bell[k];
        }
        VectorMath.narrow(t, pass.inputGradient(), pass.inputGradientOffset() + at, n);
      }
    }
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
