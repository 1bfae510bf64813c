package dev.ridgeline.layers;

import com.google.common.collect.Range;
import dev.ridgeline.layer.ColumnwiseLayer;
import dev.ridgeline.layer.Layer;
import dev.ridgeline.layer.LayerPass;
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
 * Batch normalisation: each column is brought to mean 0 and variance 1, then scaled and shifted, y
 * = gain (x - mean) / sqrt(variance + epsilon) + shift. In training, mean and (biased) variance are
 * those of the mini-batch; in prediction they are running ones, which the network holds as
 * parameters of role {@link Role#STATISTIC}.
 *
 * <pre>{@code
 * Trainer.builder(new SoftmaxCrossEntropy(), new Adam(0.01))
 *     .layers(new Dense(64, false), new BatchNorm(), new ReLU(), new Dense(10))
 * }</pre>
 *
 * <p>A bias right before this layer is useless: the mean takes it along, and the shift stands in
 * for it. Gains begin at 1, shifts at 0; neither is penalised unless a plan asks for role {@link
 * Role#NORMALIZATION}.
 *
 * <p>The running statistics are means over the training steps in which a step's weight falls by the
 * factor 1 - momentum with every later one, and is at first its number of rows less 1: after one
 * step they are the batch's, a short last batch counts for less, and one of a single row, which has
 * no spread, for nothing. The running variance is the unbiased one. Before the first step,
 * prediction takes mean 0 and variance 1. They are stored in single precision, so that a spread
 * below 1e-6 of the mean is lost in prediction.
 *
 * <p>Sample weights weigh the rows in mean and variance: in full batches, weights of k and rows
 * repeated k times give the same training to rounding; the running variance differs by the factor n
 * / (n - 1) of its own n, the effective number of rows (sum of w)^2 / sum of w^2. A constant column
 * becomes the shift. Since rows depend on each other, a batch is never cut: memory grows with the
 * batch size, full batches included, and a batch size of 1 is refused.
 *
 * <p>Sums are as good as in double and of differences, so that large means do not cancel; the cells
 * themselves are computed in single precision where there are 16 columns or more of rows of equal
 * weight, and else in double. Ioffe and Szegedy, "Batch normalization: accelerating deep network
 * training by reducing internal covariate shift", 2015, algorithms 1 and 2.
 *
 * @param momentum weight of the newest batch in the running statistics once there are many, in (0,
 *     1]
 * @param epsilon added to the variance, positive
 */
public record BatchNorm(double momentum, double epsilon) implements ColumnwiseLayer {
  // Which of the parameters.
  private static final int GAIN = 0;
  private static final int SHIFT = 1;
  private static final int MEAN = 2;
  private static final int VARIANCE = 3;
  private static final int COUNT = 4;

  /**
   * Checks the settings.
   *
   * @param momentum weight of the newest batch in the running statistics once there are many, in
   *     (0, 1]
   * @param epsilon added to the variance, positive
   * @throws IllegalArgumentException if one is out of range
   */
  public BatchNorm {
    if (!(momentum > 0 && momentum <= 1) || !(epsilon > 0 && epsilon < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "batch normalisation needs a momentum in (0, 1] and a finite epsilon above 0, found "
              + momentum
              + " and "
              + epsilon);
    }
  }

  /** The layer with a momentum of 0.1 and an epsilon of 1e-5. */
  public BatchNorm() {
    this(0.1, 1e-5);
  }

  @Override
  public String name() {
    return "batch-norm";
  }

  @Override
  public boolean couplesRows() {
    return true;
  }

  @Override
  public List<ParameterSpec> parameters(int inputs) {
    return List.of(
        new ParameterSpec("gain", Role.NORMALIZATION, 1, inputs),
        new ParameterSpec("shift", Role.NORMALIZATION, 1, inputs),
        new ParameterSpec("mean", Role.STATISTIC, 1, inputs),
        new ParameterSpec("variance", Role.STATISTIC, 1, inputs),
        new ParameterSpec("count", Role.STATISTIC, 1, 1));
  }

  @Override
  public void initialize(int index, FloatMatrix values, RandomStream random) {
    for (int j = 0; index == GAIN && j < values.columns(); j++) {
      values.set(0, j, 1);
    }
  }

  @Override
  public void forward(LayerPass pass, int from, int to) {
    int n = to - from;
    double[] s = pass.scratch(5 * n);
    scale(pass, from, n, s);
    BatchScaling.computeOutputs(
        pass, from, n, s, pass.parameterOffset(GAIN) + from, pass.parameterOffset(SHIFT) + from);
  }

  @Override
  public void backwardInputs(LayerPass pass, int from, int to) {
    int n = to - from;
    double[] s = pass.scratch(5 * n);
    scale(pass, from, n, s);
    BatchScaling.addUp(pass, from, n, s);
    BatchScaling.computeInputGradients(pass, from, n, s, pass.parameterOffset(GAIN) + from);
  }

  @Override
  public void backwardParameters(LayerPass pass, int from, int to) {
    int n = to - from;
    double[] s = pass.scratch(5 * n);
    double rows = scale(pass, from, n, s);
    BatchScaling.addUp(pass, from, n, s);
    int gain = pass.parameterOffset(GAIN) + from;
    int shift = pass.parameterOffset(SHIFT) + from;
    for (int j = 0; j < n; j++) {
      put(pass, gain + j, s[3 * n + j]);
      put(pass, shift + j, s[2 * n + j]);
    }
    // A row less, since a single one has no spread.
    move(pass, from, n, s, Math.max(0, rows - 1));
  }

  /** Means, slopes and variances of {@link BatchScaling}; returns the effective number of rows. */
  private double scale(LayerPass pass, int from, int n, double[] s) {
    double rows = 0;
    if (pass.isTraining()) {
      rows = BatchMoments.compute(pass, from, n, s, 4 * n, epsilon);
    } else {
      float[] p = pass.parameters();
      boolean none = p[pass.parameterOffset(COUNT)] == 0;
      for (int j = 0; j < n; j++) {
        s[j] = p[pass.parameterOffset(MEAN) + from + j];
        s[4 * n + j] = none ? 1 : p[pass.parameterOffset(VARIANCE) + from + j];
      }
    }
    for (int j = 0; j < n; j++) {
      s[n + j] = 1 / Math.sqrt(s[4 * n + j] + epsilon);
    }
    return rows;
  }

  /** The move of the running statistics towards those of a batch of 1 + freedom rows. */
  private void move(LayerPass pass, int from, int n, double[] s, double freedom) {
    float[] p = pass.parameters();
    boolean moves = pass.isTraining() && freedom > 0;
    double before = p[pass.parameterOffset(COUNT)];
    double after = (1 - momentum) * before + freedom;
    double rate = moves ? freedom / after : 0;
    for (int j = 0; j < n; j++) {
      int mean = pass.parameterOffset(MEAN) + from + j;
      int variance = pass.parameterOffset(VARIANCE) + from + j;
      put(pass, mean, moves ? rate * (p[mean] - s[j]) : 0);
      put(pass, variance, moves ? rate * (p[variance] - s[4 * n + j] * (1 + 1 / freedom)) : 0);
    }
    if (from == 0 && n > 0) {
      put(pass, pass.parameterOffset(COUNT), moves ? before - after : 0);
    }
  }

  private static void put(LayerPass pass, int at, double value) {
    float[] g = pass.parameterGradients();
    g[at] = (float) (pass.accumulates() ? g[at] + value : value);
  }

  @Override
  public String toString() {
    return Spec.of("batch-norm").with("momentum", momentum).with("epsilon", epsilon).toString();
  }

  /** Registers {@code batch-norm}. */
  public static final class Provider implements LayerProvider {
    /** For ServiceLoader. */
    public Provider() {}

    @Override
    public String name() {
      return "batch-norm";
    }

    @Override
    public Settings settings() {
      return Settings.none()
          .number(
              "momentum",
              0.1,
              Range.openClosed(0.0, 1.0),
              "weight of the newest batch's statistics")
          .number(
              "epsilon", 1e-5, Range.open(0.0, Double.POSITIVE_INFINITY), "added to the variance");
    }

    @Override
    public Layer create(SettingValues values) {
      return new BatchNorm(values.number("momentum"), values.number("epsilon"));
    }
  }
}
