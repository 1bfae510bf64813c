package dev.ridgeline.optimizers;

import dev.ridgeline.optimizer.Block;
import dev.ridgeline.optimizer.Optimizer;
import dev.ridgeline.plugin.OptimizerProvider;
import dev.ridgeline.plugin.SettingValues;
import dev.ridgeline.plugin.Settings;
import dev.ridgeline.plugin.Spec;

/**
 * Adam: the mean of the gradients over the root of the mean of their squares, both bias-corrected.
 *
 * <pre>
 * m := m + (1 - beta1) (g - m)        M = m / (1 - beta1^t)
 * v := v + (1 - beta2) (g^2 - v)      V = v / (1 - beta2^t)
 * w := w - alpha M / (sqrt(V) + epsilon)
 * </pre>
 *
 * <p>The step differs from coordinate to coordinate: it is the gradient step of the metric diag(
 * (sqrt(V) + epsilon) / alpha ). A prox that follows is taken in the same metric, with the steps
 * alpha / (sqrt(V) + epsilon), so that the weights where it comes to rest are the minimum of J: see
 * Yun, Lozano and Yang, "Adaptive proximal gradient methods for structured neural networks", 2021,
 * algorithm 1.
 *
 * <p>L2 is part of the gradient here and is divided by sqrt(V) with it: strong where gradients are
 * small, weak where they are large. For a decay that is the same for all weights use {@code
 * weight-decay(base=adam)}.
 *
 * <p>Remembers m and v, in float; the bias corrections are in double. Linear time, no allocation,
 * thread-safe.
 *
 * <p>Kingma and Ba, "Adam: a method for stochastic optimization", 2015, algorithm 1.
 *
 * @param learningRate alpha, finite and positive
 * @param beta1 memory of the mean, at least 0 and below 1
 * @param beta2 memory of the mean square, at least 0 and below 1
 * @param epsilon added to the root, at least 1e-30
 */
public record Adam(double learningRate, double beta1, double beta2, double epsilon)
    implements FusedDecay {
  private static final double DEFAULT_BETA1 = 0.9;
  private static final double DEFAULT_BETA2 = 0.999;
  private static final double DEFAULT_EPSILON = 1e-8;
  // Often enough: in 32 steps a beta of 0.8 takes nothing from above 3e-33 to a denormal number.
  private static final int FLUSH = 32;

  /**
   * Checks the settings.
   *
   * @param learningRate alpha, finite and positive
   * @param beta1 memory of the mean, at least 0 and below 1
   * @param beta2 memory of the mean square, at least 0 and below 1
   * @param epsilon added to the root, at least 1e-30
   * @throws IllegalArgumentException if one is outside its range, with its value
   */
  public Adam {
    Limits.RATE.check("learning-rate", learningRate);
    Limits.MEMORY.check("beta1", beta1);
    Limits.MEMORY.check("beta2", beta2);
    Limits.EPSILON.check("epsilon", epsilon);
  }

  /**
   * Adam with beta1 0.9, beta2 0.999 and epsilon 1e-8.
   *
   * @param learningRate alpha, finite and positive
   */
  public Adam(double learningRate) {
    this(learningRate, DEFAULT_BETA1, DEFAULT_BETA2, DEFAULT_EPSILON);
  }

  @Override
  public int slots() {
    return 2;
  }

  @Override
  public boolean isPerCoordinate() {
    return true;
  }

  @Override
  public void update(Block block) {
    float[] m = block.slot(0);
    float[] v = block.slot(1);
    double alpha = block.rate();
    float rate = (float) (alpha / (1 - Math.pow(beta1, block.step())));
    float root = (float) (1 / Math.sqrt(1 - Math.pow(beta2, block.step())));
    if (block.wantsSteps()) {
      leavingSteps(block, m, v, rate, root, (float) alpha);
    } else if (block.hasProx() && block.decay() == 0) {
      withProx(block, m, v, rate, root, alpha);
    } else if (block.hasProx()) {
      withProxAndDecay(block, m, v, rate, root, alpha);
    } else if (!block.isCut() && block.ridge() == 0) {
      withinBounds(block, m, v, rate, root);
    } else {
      alone(block, m, v, rate, root);
    }
    if (block.step() % FLUSH == 0) {
      Tiny.round(m, block.from(), block.to());
      Tiny.round(v, block.from(), block.to());
    }
  }

  // Loops as short as they can be: HotSpot unrolls, and so vectorises, none of more than 60 nodes
  // (LoopUnrollLimit), which is about what those with a prox have.

  private void alone(Block block, float[] m, float[] v, float rate, float root) {
    float[] w = block.weights();
    float[] g = block.gradients();
    float gain1 = (float) (1 - beta1);
    float gain2 = (float) (1 - beta2);
    float eps = (float) epsilon;
    float ridge = (float) block.ridge();
    float shrink = FusedDecay.shrink(block);
    int to = block.to();
    for (int i = block.from(); i < to; i++) {
      float d = g[i] + ridge * w[i];
      m[i] += gain1 * (d - m[i]);
      v[i] += gain2 * (d * d - v[i]);
      w[i] -= shrink * w[i] + rate * m[i] / ((float) Math.sqrt(v[i]) * root + eps);
    }
  }

  /** The cut waits for nobody beside root and quotient; alone it takes 2 to 3 % of a step. */
  private void withinBounds(Block block, float[] m, float[] v, float rate, float root) {
    float[] w = block.weights();
    float[] g = block.gradients();
    float gain1 = (float) (1 - beta1);
    float gain2 = (float) (1 - beta2);
    float eps = (float) epsilon;
    float shrink = FusedDecay.shrink(block);
    float low = block.bounds().low();
    float high = block.bounds().high();
    int to = block.to();
    for (int i = block.from(); i < to; i++) {
      m[i] += gain1 * (g[i] - m[i]);
      v[i] += gain2 * (g[i] * g[i] - v[i]);
      float u = w[i] - (shrink * w[i] + rate * m[i] / ((float) Math.sqrt(v[i]) * root + eps));
      w[i] = Math.min(Math.max(u, low), high);
    }
    block.markCut();
  }

  /**
   * In the metric h = sqrt(V) + epsilon: soft(h w - ..., alpha l1) / (h + alpha l2). The parts of
   * the prox are in units of m and the metric in units of sqrt(v), which saves two products.
   */
  private void withProx(Block block, float[] m, float[] v, float rate, float root, double alpha) {
    float[] w = block.weights();
    float[] g = block.gradients();
    float gain1 = (float) (1 - beta1);
    float gain2 = (float) (1 - beta2);
    double memory = 1 - Math.pow(beta1, block.step());
    float l1 = (float) (memory * block.l1());
    float l2 = (float) (memory * block.l2());
    float h = (float) ((epsilon + alpha * block.l2()) / root);
    float half = 0.5f * rate / root;
    int to = block.to();
    for (int i = block.from(); i < to; i++) {
      m[i] += gain1 * (g[i] - m[i]);
      v[i] += gain2 * (g[i] * g[i] - v[i]);
      float step = half / ((float) Math.sqrt(v[i]) + h);
      w[i] = FusedDecay.soft(0.5f * w[i] - (l2 * w[i] + m[i]) * step, l1 * step);
    }
  }

  private void withProxAndDecay(
      Block block, float[] m, float[] v, float rate, float root, double alpha) {
    float[] w = block.weights();
    float[] g = block.gradients();
    float gain1 = (float) (1 - beta1);
    float gain2 = (float) (1 - beta2);
    float shrink = FusedDecay.shrink(block);
    float l1 = (float) (alpha * block.l1());
    float l2 = (float) (alpha * block.l2() * (1 - shrink));
    float h = (float) (epsilon + alpha * block.l2());
    int to = block.to();
    for (int i = block.from(); i < to; i++) {
      m[i] += gain1 * (g[i] - m[i]);
      v[i] += gain2 * (g[i] * g[i] - v[i]);
      float step = 1 / ((float) Math.sqrt(v[i]) * root + h);
      float u = w[i] - (shrink * w[i] + (l2 * w[i] + rate * m[i]) * step);
      float t = l1 * step;
      w[i] = u - Math.min(Math.max(u, -t), t);
    }
  }

  private void leavingSteps(
      Block block, float[] m, float[] v, float rate, float root, float alpha) {
    float[] w = block.weights();
    float[] g = block.gradients();
    float[] steps = block.steps();
    float gain1 = (float) (1 - beta1);
    float gain2 = (float) (1 - beta2);
    float eps = (float) epsilon;
    float shrink = FusedDecay.shrink(block);
    int to = block.to();
    for (int i = block.from(); i < to; i++) {
      m[i] += gain1 * (g[i] - m[i]);
      v[i] += gain2 * (g[i] * g[i] - v[i]);
      float step = 1 / ((float) Math.sqrt(v[i]) * root + eps);
      w[i] -= shrink * w[i] + rate * m[i] * step;
      steps[i] = alpha * step;
    }
  }

  @Override
  public String toString() {
    return Spec.of("adam")
        .with("learning-rate", learningRate)
        .with("beta1", beta1)
        .with("beta2", beta2)
        .with("epsilon", epsilon)
        .toString();
  }

  /** Registers {@code adam}. */
  public static final class Provider implements OptimizerProvider {
    /** For ServiceLoader. */
    public Provider() {}

    @Override
    public String name() {
      return "adam";
    }

    @Override
    public Settings settings() {
      return Settings.none()
          .number("learning-rate", 0.001, Limits.RATE.range(), "alpha, the length of a step")
          .number("beta1", DEFAULT_BETA1, Limits.MEMORY.range(), "memory of the mean gradient")
          .number("beta2", DEFAULT_BETA2, Limits.MEMORY.range(), "memory of the mean square")
          .number("epsilon", DEFAULT_EPSILON, Limits.EPSILON.range(), "added to the root");
    }

    @Override
    public Optimizer create(SettingValues values) {
      return new Adam(
          values.number("learning-rate"),
          values.number("beta1"),
          values.number("beta2"),
          values.number("epsilon"));
    }
  }
}
