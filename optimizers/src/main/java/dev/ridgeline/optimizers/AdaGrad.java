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
    float shrink = FusedDecay.shrink(block);
    int from = block.from();
    int to = block.to();
    for (int i = from; i < to; i++) {
      v[i] += g[i] * g[i];
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
