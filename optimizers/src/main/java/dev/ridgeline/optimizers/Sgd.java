package dev.ridgeline.optimizers;

import dev.ridgeline.optimizer.Block;
import dev.ridgeline.optimizer.Optimizer;
import dev.ridgeline.optimizer.Treatment;
import dev.ridgeline.penalty.Penalty;
import dev.ridgeline.penalty.QuadraticPenalty;
import dev.ridgeline.plugin.OptimizerProvider;
import dev.ridgeline.plugin.SettingValues;
import dev.ridgeline.plugin.Settings;
import dev.ridgeline.plugin.Spec;

/**
 * Plain gradient descent, w := w - alpha g; stochastic where g is the gradient of a mini-batch.
 *
 * <p>The gradient of a quadratic penalty is s w, so its step is w - alpha g - alpha s w = (1 -
 * alpha s) w - alpha g: under this optimizer L2 <em>is</em> weight decay, and is applied as such.
 * In float, for each cell: w - (shrink w + alpha g) with shrink = alpha s rounded once, as {@link
 * WeightDecay} does, so that both give the same bits.
 *
 * <p>Remembers nothing. Linear time, no allocation, thread-safe.
 *
 * <p>Robbins and Monro, "A stochastic approximation method", 1951; the identity is in Loshchilov
 * and Hutter, "Decoupled weight decay regularization", 2019, proposition 1.
 *
 * @param learningRate alpha, finite and positive
 */
public record Sgd(double learningRate) implements FusedDecay {
  /**
   * Checks the rate.
   *
   * @param learningRate alpha, finite and positive
   * @throws IllegalArgumentException if not finite and positive, with its value
   */
  public Sgd {
    Limits.RATE.check("learning-rate", learningRate);
  }

  @Override
  public int slots() {
    return 0;
  }

  @Override
  public boolean isPerCoordinate() {
    return false;
  }

  @Override
  public Treatment treatmentOf(Penalty penalty) {
    return penalty instanceof QuadraticPenalty
        ? Treatment.DECAY
        : FusedDecay.super.treatmentOf(penalty);
  }

  @Override
  public void update(Block block) {
    float[] w = block.weights();
    float[] g = block.gradients();
    int to = block.to();
    if (block.hasProx()) {
      double step = block.rate();
      float rate = (float) (0.5 * step / (1 + step * block.l2()));
      float shrink = 0.5f * FusedDecay.shrink(block, step);
      float t = (float) (0.5 * step * block.l1() / (1 + step * block.l2()));
      for (int i = block.from(); i < to; i++) {
        w[i] = FusedDecay.soft(0.5f * w[i] - (shrink * w[i] + rate * g[i]), t);
      }
      return;
    }
    float rate = (float) block.rate();
    float shrink = FusedDecay.shrink(block);
    for (int i = block.from(); i < to; i++) {
      w[i] -= shrink * w[i] + rate * g[i];
    }
  }

  @Override
  public String toString() {
    return Spec.of("sgd").with("learning-rate", learningRate).toString();
  }

  /** Registers {@code sgd}. */
  public static final class Provider implements OptimizerProvider {
    /** For ServiceLoader. */
    public Provider() {}

    @Override
    public String name() {
      return "sgd";
    }

    @Override
    public Settings settings() {
      return Settings.none()
          .number("learning-rate", 0.1, Limits.RATE.range(), "alpha, the length of a step");
    }

    @Override
    public Optimizer create(SettingValues values) {
      return new Sgd(values.number("learning-rate"));
    }
  }
}
