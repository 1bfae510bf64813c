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
 * <p>Sums are taken in double about the row's first cell, so that large means do not cancel; the
 * cells themselves are computed in single precision in rows of 16 or more, and else in double. Ba,
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
    RowScaling.computeOutputs(
        pass, from, to, epsilon, pass.parameterOffset(GAIN), pass.parameterOffset(SHIFT));
  }

  @Override
  public void backwardInputs(LayerPass pass, int from, int to) {
    RowScaling.computeInputGradients(pass, from, to, epsilon, pass.parameterOffset(GAIN));
  }

  @Override
  public void backwardParameters(LayerPass pass, int from, int to) {
    int n = to - from;
    double[] sums = pass.scratch(2 * n);
    RowScaling.addUp(pass, from, n, epsilon, sums);
    float[] g = pass.parameterGradients();
    int gain = pass.parameterOffset(GAIN) + from;
    int shift = pass.parameterOffset(SHIFT) + from;
    for (int j = 0; j < n; j++) {
      g[gain + j] = (float) (sums[j] + (pass.accumulates() ? g[gain + j] : 0));
      g[shift + j] = (float) (sums[n + j] + (pass.accumulates() ? g[shift + j] : 0));
    }
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
