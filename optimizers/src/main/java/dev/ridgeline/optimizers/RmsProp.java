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
    float ridge = (float) block.ridge();
    float shrink = FusedDecay.shrink(block);
    int from = block.from();
    int to = block.to();
    if (block.wantsSteps()) {
      float[] steps = block.steps();
      for (int i = from; i < to; i++) {
        v[i] = Tiny.rounded(v[i] + gain * (g[i] * g[i] - v[i]));
        float step = rate / ((float) Math.sqrt(v[i]) + eps);
        w[i] -= shrink * w[i] + g[i] * step;
        steps[i] = step;
      }
    } else if (block.hasProx()) {
      withProx(block, w, g, v, rate, shrink);
    } else {
      for (int i = from; i < to; i++) {
        float d = g[i] + ridge * w[i];
        v[i] = Tiny.rounded(v[i] + gain * (d * d - v[i]));
        w[i] -= shrink * w[i] + rate * d / ((float) Math.sqrt(v[i]) + eps);
      }
    }
  }

  /** In the metric h = sqrt(v) + epsilon: soft(h w - alpha g, alpha l1) / (h + alpha l2). */
  private void withProx(Block block, float[] w, float[] g, float[] v, float rate, float shrink) {
    float gain = (float) (1 - decay);
    float l1 = (float) (block.rate() * block.l1());
    float l2 = (float) (block.rate() * block.l2() * (1 - shrink));
    float h = (float) (epsilon + block.rate() * block.l2());
    int to = block.to();
    for (int i = block.from(); i < to; i++) {
      v[i] = Tiny.rounded(v[i] + gain * (g[i] * g[i] - v[i]));
      float step = 1 / ((float) Math.sqrt(v[i]) + h);
      float u = w[i] - (shrink * w[i] + (l2 * w[i] + rate * g[i]) * step);
      float t = l1 * step;
      w[i] = u - Math.min(Math.max(u, -t), t);
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
