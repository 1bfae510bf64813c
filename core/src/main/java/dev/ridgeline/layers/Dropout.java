package dev.ridgeline.layers;

import com.google.common.collect.Range;
import dev.ridgeline.layer.ColumnwiseLayer;
import dev.ridgeline.layer.Layer;
import dev.ridgeline.layer.LayerPass;
import dev.ridgeline.linalg.RandomStream;
import dev.ridgeline.plugin.LayerProvider;
import dev.ridgeline.plugin.SettingValues;
import dev.ridgeline.plugin.Settings;
import dev.ridgeline.plugin.Spec;

/**
 * Inverted dropout: in training each input is set to 0 with probability {@code rate} and otherwise
 * multiplied by 1 / (1 - rate); in prediction the layer passes its input on.
 *
 * <p>Whether a cell is dropped is a function of the seed, the step, the row within the mini-batch
 * and the column, so backward repeats forward's choice without storing it, and row shards do not
 * matter. Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting",
 * 2014.
 *
 * @param rate probability of dropping, in [0, 1)
 */
public record Dropout(double rate) implements ColumnwiseLayer {
  /**
   * Checks the rate.
   *
   * @param rate probability of dropping, in [0, 1)
   * @throws IllegalArgumentException if outside [0, 1)
   */
  public Dropout {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException("a dropout rate must be in [0, 1), found " + rate);
    }
  }

  @Override
  public String name() {
    return "dropout";
  }

  @Override
  public void forward(LayerPass pass, int from, int to) {
    mask(pass, from, to, pass.input(), pass.inputOffset(), pass.output(), pass.outputOffset());
  }

  @Override
  public void backwardInputs(LayerPass pass, int from, int to) {
    mask(
        pass,
        from,
        to,
        pass.outputGradient(),
        pass.outputGradientOffset(),
        pass.inputGradient(),
        pass.inputGradientOffset());
  }

  private void mask(
      LayerPass pass,
      int from,
      int to,
      float[] source,
      int sourceAt,
      float[] target,
      int targetAt) {
    int width = pass.outputs();
    float kept = (float) (1 / (1 - rate));
    // Of 2^53 equally likely numbers.
    long dropped = (long) Math.ceil(rate * 0x1p53);
    RandomStream random = pass.random();
    for (int i = 0; i < pass.rows(); i++) {
      int s = sourceAt + i * width;
      int t = targetAt + i * width;
      if (!pass.isTraining() || rate == 0) {
        System.arraycopy(source, s + from, target, t + from, to - from);
        continue;
      }
      long first = (long) (pass.firstRow() + i) * width;
      for (int j = from; j < to; j++) {
        // All ones unless a number uniform on [0, 1) is below the rate, without a branch, which
        // random numbers would mispredict.
        long keeps = ~((random.bits(first + j) >>> 11) - dropped >> 63);
        int bits = Float.floatToRawIntBits(kept * source[s + j]) & (int) keeps;
        target[t + j] = Float.intBitsToFloat(bits);
      }
    }
  }

  @Override
  public String toString() {
    return Spec.of("dropout").with("rate", rate).toString();
  }

  /** Registers {@code dropout}. */
  public static final class Provider implements LayerProvider {
    /** For ServiceLoader. */
    public Provider() {}

    @Override
    public String name() {
      return "dropout";
    }

    @Override
    public Settings settings() {
      return Settings.none()
          .number("rate", 0.5, Range.closedOpen(0.0, 1.0), "probability of dropping an input");
    }

    @Override
    public Layer create(SettingValues values) {
      return new Dropout(values.number("rate"));
    }
  }
}
