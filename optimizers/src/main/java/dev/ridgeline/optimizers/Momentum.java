package dev.ridgeline.optimizers;

import dev.ridgeline.optimizer.Block;
import dev.ridgeline.optimizer.Optimizer;
import dev.ridgeline.plugin.OptimizerProvider;
import dev.ridgeline.plugin.SettingValues;
import dev.ridgeline.plugin.Settings;
import dev.ridgeline.plugin.Spec;

/**
 * Gradient descent with momentum: v := mu v + g, then w := w - alpha v (classical) or w := w -
 * alpha (g + mu v) (Nesterov).
 *
 * <p>Nesterov's form is the one in which the gradient is taken at the stored point: with u the
 * point looked ahead from, w = u - alpha mu v, his scheme v := mu v + g(w), u := u - alpha v reads
 * w := w - alpha (g + mu v) in w.
 *
 * <p>A constant gradient g is followed by v = (1 - mu^t) / (1 - mu) g in step t. That sum times
 * alpha, and not alpha, is therefore the step of the prox of a non-smooth penalty: v comes to rest
 * at g / (1 - mu), and a prox by alpha alone would find the minimum for (1 - mu) lambda.
 *
 * <p>L2 is part of the gradient here and goes through the momentum. Remembers v. Linear time, no
 * allocation, thread-safe.
 *
 * <p>Polyak, "Some methods of speeding up the convergence of iteration methods", 1964; Sutskever,
 * Martens, Dahl and Hinton, "On the importance of initialization and momentum in deep learning",
 * 2013, equations 1 to 4, where the learning rate is inside v.
 *
 * @param learningRate alpha, finite and positive
 * @param momentum mu, at least 0 and below 1
 * @param nesterov whether to look ahead
 */
public record Momentum(double learningRate, double momentum, boolean nesterov)
    implements FusedDecay {
  private static final double DEFAULT_MOMENTUM = 0.9;

  /**
   * Checks the settings.
   *
   * @param learningRate alpha, finite and positive
   * @param momentum mu, at least 0 and below 1
   * @param nesterov whether to look ahead
   * @throws IllegalArgumentException if one is outside its range, with its value
   */
  public Momentum {
    Limits.RATE.check("learning-rate", learningRate);
    Limits.MEMORY.check("momentum", momentum);
  }

  /**
   * Classical momentum 0.9.
   *
   * @param learningRate alpha, finite and positive
   */
  public Momentum(double learningRate) {
    this(learningRate, DEFAULT_MOMENTUM, false);
  }

  @Override
  public int slots() {
    return 1;
  }

  @Override
  public boolean isPerCoordinate() {
    return false;
  }

  @Override
  public double proxStep(long step, double rate) {
    long terms = nesterov ? step + 1 : step;
    return rate * (1 - Math.pow(momentum, terms)) / (1 - momentum);
  }

  @Override
  public void update(Block block) {
    float[] w = block.weights();
    float[] g = block.gradients();
    float[] v = block.slot(0);
    float mu = (float) momentum;
    float ridge = (float) block.ridge();
    int to = block.to();
    if (block.hasProx()) {
      withProx(block, w, g, v);
      return;
    }
    float rate = (float) block.rate();
    float shrink = FusedDecay.shrink(block);
    if (nesterov) {
      for (int i = block.from(); i < to; i++) {
        float d = g[i] + ridge * w[i];
        v[i] = Tiny.rounded(mu * v[i] + d);
        w[i] -= shrink * w[i] + rate * (d + mu * v[i]);
      }
    } else {
      for (int i = block.from(); i < to; i++) {
        v[i] = Tiny.rounded(mu * v[i] + (g[i] + ridge * w[i]));
        w[i] -= shrink * w[i] + rate * v[i];
      }
    }
  }

  private void withProx(Block block, float[] w, float[] g, float[] v) {
    float mu = (float) momentum;
    double step = proxStep(block.step(), block.rate());
    double divisor = 1 + step * block.l2();
    float rate = (float) (0.5 * block.rate() / divisor);
    float shrink = 0.5f * FusedDecay.shrink(block, step);
    float t = (float) (0.5 * step * block.l1() / divisor);
    // Half of the step is rate (g + mu v) or rate v.
    float ofG = nesterov ? rate : 0;
    float ofV = nesterov ? rate * mu : rate;
    int to = block.to();
    for (int i = block.from(); i < to; i++) {
      v[i] = Tiny.rounded(mu * v[i] + g[i]);
      w[i] = FusedDecay.soft(0.5f * w[i] - (shrink * w[i] + (ofG * g[i] + ofV * v[i])), t);
    }
  }

  @Override
  public String toString() {
    return Spec.of("momentum")
        .with("learning-rate", learningRate)
        .with("momentum", momentum)
        .with("nesterov", nesterov)
        .toString();
  }

  /** Registers {@code momentum}. */
  public static final class Provider implements OptimizerProvider {
    /** For ServiceLoader. */
    public Provider() {}

    @Override
    public String name() {
      return "momentum";
    }

    @Override
    public Settings settings() {
      return Settings.none()
          .number("learning-rate", 0.01, Limits.RATE.range(), "alpha, the length of a step")
          .number("momentum", DEFAULT_MOMENTUM, Limits.MEMORY.range(), "mu, how much of v is kept")
          .flag("nesterov", false, "look ahead");
    }

    @Override
    public Optimizer create(SettingValues values) {
      return new Momentum(
          values.number("learning-rate"), values.number("momentum"), values.flag("nesterov"));
    }
  }
}
