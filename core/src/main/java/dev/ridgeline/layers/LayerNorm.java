package dev.ridgeline.layers;

import com.google.common.collect.Range;
import dev.ridgeline.layer.Layer;
import dev.ridgeline.layer.LayerPass;
import dev.ridgeline.layer.SplitLayer;
import dev.ridgeline.linalg.FloatMatrix;
import dev.ridgeline.linalg.RandomStream;
import dev.ridgeline.parameter.ParameterSpec;
import dev.ridgeline.parameter.Role;
import dev.ridgeline.plugin.LayerProvider;
import dev.ridgeline.plugin.SettingValues;
import dev.ridgeline.plugin.Settings;
import dev.ridgeline.plugin.Spec;
import java.util.Arrays;
import java.util.List;

/**
 * Layer normalisation: each row is brought to mean 0 and variance 1 over its columns, then scaled
 * and shifted column by column, y = gain (x - mean) / sqrt(variance + epsilon) + shift, with the
 * biased variance; the same in training and prediction.
 *
 * <pre>{@code
 * Trainer.builder(new SoftmaxCrossEntropy(), new Adam(0.01))
 *     .layers(new Dense(64), new LayerNorm(), new ReLU(), new Dense(10))
 * }</pre>
 *
 * <p>Of a bias before this layer only the differences between units remain, so it is not useless,
 * as it is before {@link BatchNorm}; one after it would be, next to the shift. Gains begin at 1,
 * shifts at 0; neither is penalised unless a plan asks for role {@link Role#NORMALIZATION}. A row
 * of equal numbers becomes the shift, as do all rows of a single column.
 *
 * <p>Sums are taken in double about the row's first cell, so that large means do not cancel. Ba,
 * Kiros and Hinton, "Layer normalization", 2016, equations 3 and 4.
 *
 * @param epsilon added to the variance, positive
 */
public record LayerNorm(double epsilon) implements SplitLayer {
  private static final int GAIN = 0;
  private static final int SHIFT = 1;

  /**
   * Checks epsilon.
   *
   * @param epsilon added to the variance, positive
   * @throws IllegalArgumentException if it is not finite and above 0
   */
  public LayerNorm {
    if (!(epsilon > 0 && epsilon < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "layer normalisation needs a finite epsilon above 0, found " + epsilon);
    }
  }

  /** The layer with an epsilon of 1e-5. */
  public LayerNorm() {
    this(1e-5);
  }

  @Override
  public String name() {
    return "layer-norm";
  }

  @Override
  public int outputs(int inputs) {
    return inputs;
  }

  @Override
  public long workPerRow(int inputs) {
    return inputs;
  }

  @Override
  public List<ParameterSpec> parameters(int inputs) {
    return List.of(
        new ParameterSpec("gain", Role.NORMALIZATION, 1, inputs),
        new ParameterSpec("shift", Role.NORMALIZATION, 1, inputs));
  }

  @Override
  public void initialize(int index, FloatMatrix values, RandomStream random) {
    for (int j = 0; index == GAIN && j < values.columns(); j++) {
      values.set(0, j, 1);
    }
  }

  @Override
  public void forward(LayerPass pass, int from, int to) {
    double[] s = pass.scratch(2);
    float[] x = pass.input();
    float[] y = pass.output();
    float[] p = pass.parameters();
    int gain = pass.parameterOffset(GAIN);
    int shift = pass.parameterOffset(SHIFT);
    int width = pass.inputs();
    for (int i = 0; i < pass.rows(); i++) {
      int xAt = pass.inputOffset() + i * width;
      int yAt = pass.outputOffset() + i * width;
      scale(x, xAt, width, s);
      double mean = s[0];
      double scale = s[1];
      for (int j = from; j < to; j++) {
        y[yAt + j] = (float) ((x[xAt + j] - mean) * scale * p[gain + j] + p[shift + j]);
      }
    }
  }

  @Override
  public void backwardInputs(LayerPass pass, int from, int to) {
    double[] s = pass.scratch(2);
    float[] x = pass.input();
    float[] dy = pass.outputGradient();
    float[] dx = pass.inputGradient();
    float[] p = pass.parameters();
    int gain = pass.parameterOffset(GAIN);
    int width = pass.inputs();
    for (int i = 0; i < pass.rows(); i++) {
      int xAt = pass.inputOffset() + i * width;
      int dyAt = pass.outputGradientOffset() + i * width;
      int dxAt = pass.inputGradientOffset() + i * width;
      scale(x, xAt, width, s);
      double mean = s[0];
      double scale = s[1];
      double sum = 0;
      double product = 0;
      for (int j = 0; j < width; j++) {
        double d = (double) dy[dyAt + j] * p[gain + j];
        sum += d;
        product += d * ((x[xAt + j] - mean) * scale);
      }
      double level = sum / width;
      double slope = product / width;
      for (int j = from; j < to; j++) {
        double d = (double) dy[dyAt + j] * p[gain + j];
        dx[dxAt + j] = (float) (scale * (d - level - (x[xAt + j] - mean) * scale * slope));
      }
    }
  }

  @Override
  public void backwardParameters(LayerPass pass, int from, int to) {
    int n = to - from;
    double[] s = pass.scratch(2 + 2 * n);
    Arrays.fill(s, 2, 2 + 2 * n, 0);
    float[] x = pass.input();
    float[] dy = pass.outputGradient();
    int width = pass.inputs();
    for (int i = 0; i < pass.rows(); i++) {
      int xAt = pass.inputOffset() + i * width;
      int dyAt = pass.outputGradientOffset() + i * width + from;
      scale(x, xAt, width, s);
      double mean = s[0];
      double scale = s[1];
      for (int j = 0; j < n; j++) {
        double d = dy[dyAt + j];
        s[2 + j] += d * ((x[xAt + from + j] - mean) * scale);
        s[2 + n + j] += d;
      }
    }
    float[] g = pass.parameterGradients();
    int gain = pass.parameterOffset(GAIN) + from;
    int shift = pass.parameterOffset(SHIFT) + from;
    for (int j = 0; j < n; j++) {
      g[gain + j] = (float) (s[2 + j] + (pass.accumulates() ? g[gain + j] : 0));
      g[shift + j] = (float) (s[2 + n + j] + (pass.accumulates() ? g[shift + j] : 0));
    }
  }

  /** Mean and 1 / sqrt(variance + epsilon) of a row, by two sums at a time, to overlap. */
  private void scale(float[] x, int at, int width, double[] out) {
    double centre = x[at];
    double sum = 0;
    double squares = 0;
    double sum2 = 0;
    double squares2 = 0;
    int j = 0;
    for (; j + 1 < width; j += 2) {
      double d = x[at + j] - centre;
      double d2 = x[at + j + 1] - centre;
      sum += d;
      squares += d * d;
      sum2 += d2;
      squares2 += d2 * d2;
    }
    if (j < width) {
      double d = x[at + j] - centre;
      sum += d;
      squares += d * d;
    }
    double off = (sum + sum2) / width;
    double variance = Math.max(0, (squares + squares2) / width - off * off);
    out[0] = centre + off;
    out[1] = 1 / Math.sqrt(variance + epsilon);
  }

  @Override
  public String toString() {
    return Spec.of("layer-norm").with("epsilon", epsilon).toString();
  }

  /** Registers {@code layer-norm}. */
  public static final class Provider implements LayerProvider {
    /** For ServiceLoader. */
    public Provider() {}

    @Override
    public String name() {
      return "layer-norm";
    }

    @Override
    public Settings settings() {
      return Settings.none()
          .number(
              "epsilon", 1e-5, Range.open(0.0, Double.POSITIVE_INFINITY), "added to the variance");
    }

    @Override
    public Layer create(SettingValues values) {
      return new LayerNorm(values.number("epsilon"));
    }
  }
}
