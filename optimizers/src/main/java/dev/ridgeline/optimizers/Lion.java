package dev.ridgeline.optimizers;

import dev.ridgeline.optimizer.Block;
import dev.ridgeline.optimizer.Optimizer;
import dev.ridgeline.plugin.OptimizerProvider;
import dev.ridgeline.plugin.SettingValues;
import dev.ridgeline.plugin.Settings;
import dev.ridgeline.plugin.Spec;

/**
 * Lion: steps of one length for all cells, by the sign of a momentum.
 *
 * <pre>
 * c = m + (1 - beta1) (g - m)
 * w := w - alpha sign(c)              sign(0) = 0
 * m := m + (1 - beta2) (g - m)
 * </pre>
 *
 * <p>Seen as a gradient step, sign(c) = c / |c| has the step alpha / |c|, which differs from
 * coordinate to coordinate; a prox that follows has the same steps. A cell whose c is 0 has a step
 * that is almost without bound, and the prox of a penalty with exact zeros makes it zero.
 *
 * <p>The weights do not come to rest: they move by alpha in each step, so alpha has to be small, or
 * to fall by a schedule. The paper decays the weights apart from the step: {@code
 * weight-decay(base=lion)}; as L2 the penalty is part of the gradient and only the sign of the sum
 * counts.
 *
 * <p>Remembers m. Linear time, no allocation, thread-safe.
 *
 * <p>Chen et al., "Symbolic discovery of optimization algorithms", 2023, algorithm 2.
 *
 * @param learningRate alpha, finite and positive
 * @param beta1 share of m in the step, at least 0 and below 1
 * @param beta2 memory of m, at least 0 and below 1
 */
public record Lion(double learningRate, double beta1, double beta2) implements FusedDecay {
  private static final double DEFAULT_BETA1 = 0.9;
  private static final double DEFAULT_BETA2 = 0.99;

  /**
   * Checks the settings.
   *
   * @param learningRate alpha, finite and positive
   * @param beta1 share of m in the step, at least 0 and below 1
   * @param beta2 memory of m, at least 0 and below 1
   * @throws IllegalArgumentException if one is outside its range, with its value
   */
  public Lion {
    Limits.RATE.check("learning-rate", learningRate);
    Limits.MEMORY.check("beta1", beta1);
    Limits.MEMORY.check("beta2", beta2);
  }

  /**
   * Lion with beta1 0.9 and beta2 0.99.
   *
   * @param learningRate alpha, finite and positive
   */
  public Lion(double learningRate) {
    this(learningRate, DEFAULT_BETA1, DEFAULT_BETA2);
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
    float[] m = block.slot(0);
    float gain1 = (float) (1 - beta1);
    float gain2 = (float) (1 - beta2);
    float rate = (float) block.rate();
    float ridge = (float) block.ridge();
    float shrink = FusedDecay.shrink(block);
    int from = block.from();
    int to = block.to();
    // c / |c| is exactly 1 or -1, and 0 at 0, without a branch.
    if (block.wantsSteps()) {
      float[] steps = block.steps();
      for (int i = from; i < to; i++) {
        float c = m[i] + gain1 * (g[i] - m[i]);
        float size = Math.max(Math.abs(c), Float.MIN_NORMAL);
        w[i] -= shrink * w[i] + rate * (c / size);
        m[i] = Tiny.rounded(m[i] + gain2 * (g[i] - m[i]));
        steps[i] = rate / size;
      }
    } else if (block.hasProx()) {
      withProx(block, w, g, m, rate, shrink);
    } else {
      for (int i = from; i < to; i++) {
        float d = g[i] + ridge * w[i];
        float c = m[i] + gain1 * (d - m[i]);
        w[i] -= shrink * w[i] + rate * (c / Math.max(Math.abs(c), Float.MIN_NORMAL));
        m[i] = Tiny.rounded(m[i] + gain2 * (d - m[i]));
      }
    }
  }

  /** In the metric h = |c|: soft(h w - alpha c, alpha l1) / (h + alpha l2). */
  private void withProx(Block block, float[] w, float[] g, float[] m, float rate, float shrink) {
    float gain1 = (float) (1 - beta1);
    float gain2 = (float) (1 - beta2);
    float l1 = (float) (block.rate() * block.l1());
    float l2 = (float) (block.rate() * block.l2() * (1 - shrink));
    float h = (float) (block.rate() * block.l2());
    int to = block.to();
    for (int i = block.from(); i < to; i++) {
      float c = m[i] + gain1 * (g[i] - m[i]);
      m[i] = Tiny.rounded(m[i] + gain2 * (g[i] - m[i]));
      float step = 1 / (Math.max(Math.abs(c), Float.MIN_NORMAL) + h);
      float u = w[i] - (shrink * w[i] + (l2 * step * w[i] + rate * (c * step)));
      float t = l1 * step;
      w[i] = u - Math.min(Math.max(u, -t), t);
    }
  }

  @Override
  public String toString() {
    return Spec.of("lion")
        .with("learning-rate", learningRate)
        .with("beta1", beta1)
        .with("beta2", beta2)
        .toString();
  }

  /** Registers {@code lion}. */
  public static final class Provider implements OptimizerProvider {
    /** For ServiceLoader. */
    public Provider() {}

    @Override
    public String name() {
      return "lion";
    }

    @Override
    public Settings settings() {
      return Settings.none()
          .number("learning-rate", 0.0001, Limits.RATE.range(), "alpha, the length of a step")
          .number(
              "beta1", DEFAULT_BETA1, Limits.MEMORY.range(), "share of the momentum in the step")
          .number("beta2", DEFAULT_BETA2, Limits.MEMORY.range(), "memory of the momentum");
    }

    @Override
    public Optimizer create(SettingValues values) {
      return new Lion(
          values.number("learning-rate"), values.number("beta1"), values.number("beta2"));
    }
  }
}
