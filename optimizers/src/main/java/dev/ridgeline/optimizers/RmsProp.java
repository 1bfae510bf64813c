package dev.ridgeline.optimizers;

import dev.ridgeline.optimizer.Block;
import dev.ridgeline.optimizer.Optimizer;
import dev.ridgeline.plugin.OptimizerProvider;
import dev.ridgeline.plugin.SettingValues;
import dev.ridgeline.plugin.Settings;
import dev.ridgeline.plugin.Spec;

/**
 * RMSprop: the gradient over the root of the running mean of its squares, v := v + (1 - decay) (g^2
 * - v), w := w - alpha g / (sqrt(v) + epsilon).
 *
 * <p>The step differs from coordinate to coordinate, and a prox that follows has the same steps,
 * alpha / (sqrt(v) + epsilon). L2 is part of the gradient here. v starts at 0 and is not corrected
 * for it, so the first steps are long: alpha / sqrt(1 - decay) each.
 *
 * <p>Remembers v. Linear time, no allocation, thread-safe.
 *
 * <p>Tieleman and Hinton, "Neural networks for machine learning", lecture 6.5, 2012.
 *
 * @param learningRate alpha, finite and positive
 * @param decay memory of the mean square, at least 0 and below 1
 * @param epsilon added to the root, at least 1e-30
 */
public record RmsProp(double learningRate, double decay, double epsilon) implements FusedDecay {
  private static final double DEFAULT_DECAY = 0.9;
  private static final double DEFAULT_EPSILON = 1e-8;

  /**
   * Checks the settings.
   *
   * @param learningRate alpha, finite and positive
   * @param decay memory of the mean square, at least 0 and below 1
   * @param epsilon added to the root, at least 1e-30
   * @throws IllegalArgumentException if one is outside its range, with its value
   */
  public RmsProp {
    Limits.RATE.check("learning-rate", learningRate);
    Limits.MEMORY.check("decay", decay);
    Limits.EPSILON.check("epsilon", epsilon);
  }

  /**
   * RMSprop with decay 0.9 and epsilon 1e-8.
   *
   * @param learningRate alpha, finite and positive
   */
  public RmsProp(double learningRate) {
    this(learningRate, DEFAULT_DECAY, DEFAULT_EPSILON);
  }

  @Override
  public int slots() {
    return 1;
  }

  @Override
  public boolean isPerCoordinate() {
    return true;
  }

  @Override
  public void update(Block block) {
    float[] w = block.weights();
    float[] g = block.gradients();
    float[] v = block.slot(0);
    float gain = (float) (1 - decay);
    float rate = (float) block.rate();
    float eps = (float) epsilon;
    float shrink = FusedDecay.shrink(block);
    int from = block.from();
    int to = block.to();
    for (int i = from; i < to; i++) {
      v[i] = Tiny.rounded(v[i] + gain * (g[i] * g[i] - v[i]));
      w[i] -= shrink * w[i] + rate * g[i] / ((float) Math.sqrt(v[i]) + eps);
    }
    if (block.wantsSteps()) {
      float[] steps = block.steps();
      int n = to - from;
      System.arraycopy(v, from, steps, 0, n);
      for (int i = 0; i < n; i++) {
        steps[i] = rate / ((float) Math.sqrt(steps[i]) + eps);
      }
    }
  }

  @Override
  public String toString() {
    return Spec.of("rmsprop")
        .with("learning-rate", learningRate)
        .with("decay", decay)
        .with("epsilon", epsilon)
        .toString();
  }

  /** Registers {@code rmsprop}. */
  public static final class Provider implements OptimizerProvider {
    /** For ServiceLoader. */
    public Provider() {}

    @Override
    public String name() {
      return "rmsprop";
    }

    @Override
    public Settings settings() {
      return Settings.none()
          .number("learning-rate", 0.001, Limits.RATE.range(), "alpha, the length of a step")
          .number("decay", DEFAULT_DECAY, Limits.MEMORY.range(), "memory of the mean square")
          .number("epsilon", DEFAULT_EPSILON, Limits.EPSILON.range(), "added to the root");
    }

    @Override
    public Optimizer create(SettingValues values) {
      return new RmsProp(
          values.number("learning-rate"), values.number("decay"), values.number("epsilon"));
    }
  }
}
