package dev.ridgeline.optimizers;

import dev.ridgeline.optimizer.Block;
import dev.ridgeline.optimizer.Optimizer;
import dev.ridgeline.plugin.OptimizerProvider;
import dev.ridgeline.plugin.SettingValues;
import dev.ridgeline.plugin.Settings;
import dev.ridgeline.plugin.Spec;

/**
 * AdaGrad: the gradient over the root of the sum of its squares so far, v := v + g^2, w := w -
 * alpha g / (sqrt(v) + epsilon).
 *
 * <p>Steps grow shorter as 1 / sqrt(t) by themselves, and stay long for cells that seldom have a
 * gradient. A prox that follows has the same steps, alpha / (sqrt(v) + epsilon); this is the
 * composite mirror descent of the paper, with its own closed form for l1. L2 is part of the
 * gradient here.
 *
 * <p>Remembers v; in float a sum of squares stops to grow once g^2 is below 6e-8 v. Linear time, no
 * allocation, thread-safe.
 *
 * <p>Duchi, Hazan and Singer, "Adaptive subgradient methods for online learning and stochastic
 * optimization", 2011, figure 1, diagonal matrices, equation 4.
 *
 * @param learningRate alpha, finite and positive
 * @param epsilon added to the root, at least 1e-30
 */
public record AdaGrad(double learningRate, double epsilon) implements FusedDecay {
  private static final double DEFAULT_EPSILON = 1e-10;

  /**
   * Checks the settings.
   *
   * @param learningRate alpha, finite and positive
   * @param epsilon added to the root, at least 1e-30
   * @throws IllegalArgumentException if one is outside its range, with its value
   */
  public AdaGrad {
    Limits.RATE.check("learning-rate", learningRate);
    Limits.EPSILON.check("epsilon", epsilon);
  }

  /**
   * AdaGrad with epsilon 1e-10.
   *
   * @param learningRate alpha, finite and positive
   */
  public AdaGrad(double learningRate) {
    this(learningRate, DEFAULT_EPSILON);
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
    float rate = (float) block.rate();
    float eps = (float) epsilon;
    float ridge = (float) block.ridge();
    float shrink = FusedDecay.shrink(block);
    int from = block.from();
    int to = block.to();
    if (block.wantsSteps()) {
      float[] steps = block.steps();
      for (int i = from; i < to; i++) {
        v[i] += g[i] * g[i];
        float step = rate / ((float) Math.sqrt(v[i]) + eps);
        w[i] -= shrink * w[i] + g[i] * step;
        steps[i] = step;
      }
    } else if (block.hasProx()) {
      withProx(block, w, g, v, rate, shrink);
    } else {
      for (int i = from; i < to; i++) {
        float d = g[i] + ridge * w[i];
        v[i] += d * d;
        w[i] -= shrink * w[i] + rate * d / ((float) Math.sqrt(v[i]) + eps);
      }
    }
  }

  /** In the metric h = sqrt(v) + epsilon: soft(h w - alpha g, alpha l1) / (h + alpha l2). */
  private void withProx(Block block, float[] w, float[] g, float[] v, float rate, float shrink) {
    float l1 = (float) (block.rate() * block.l1());
    float l2 = (float) (block.rate() * block.l2() * (1 - shrink));
    float h = (float) (epsilon + block.rate() * block.l2());
    int to = block.to();
    for (int i = block.from(); i < to; i++) {
      v[i] += g[i] * g[i];
      float step = 1 / ((float) Math.sqrt(v[i]) + h);
      float u = w[i] - (shrink * w[i] + (l2 * w[i] + rate * g[i]) * step);
      float t = l1 * step;
      w[i] = u - Math.min(Math.max(u, -t), t);
    }
  }

  @Override
  public String toString() {
    return Spec.of("adagrad")
        .with("learning-rate", learningRate)
        .with("epsilon", epsilon)
        .toString();
  }

  /** Registers {@code adagrad}. */
  public static final class Provider implements OptimizerProvider {
    /** For ServiceLoader. */
    public Provider() {}

    @Override
    public String name() {
      return "adagrad";
    }

    @Override
    public Settings settings() {
      return Settings.none()
          .number("learning-rate", 0.01, Limits.RATE.range(), "alpha, the length of a step")
          .number("epsilon", DEFAULT_EPSILON, Limits.EPSILON.range(), "added to the root");
    }

    @Override
    public Optimizer create(SettingValues values) {
      return new AdaGrad(values.number("learning-rate"), values.number("epsilon"));
    }
  }
}
