package dev.ridgeline.optimizers;

import dev.ridgeline.optimizer.Block;
import dev.ridgeline.optimizer.Optimizer;
import dev.ridgeline.optimizer.OptimizerState;
import dev.ridgeline.optimizer.PenaltyNotSupportedException;
import dev.ridgeline.optimizer.Treatment;
import dev.ridgeline.penalty.Check;
import dev.ridgeline.penalty.Penalty;
import dev.ridgeline.penalty.QuadraticPenalty;
import dev.ridgeline.penalty.Regularization;
import dev.ridgeline.plugin.Kind;
import dev.ridgeline.plugin.OptimizerProvider;
import dev.ridgeline.plugin.SettingValues;
import dev.ridgeline.plugin.Settings;
import dev.ridgeline.plugin.Spec;
import java.util.Objects;

/**
 * Decoupled weight decay around any optimizer: W := (1 - alpha lambda/m) W, then the base
 * optimizer's step on the gradient of the data loss alone.
 *
 * <p>alpha is the current learning rate, schedule included. lambda comes from the {@link
 * dev.ridgeline.penalty.Regularization} plan: each quadratic penalty of it, such as {@code l2},
 * acts by decay; all other penalties act as the base optimizer has it. A plan without a quadratic
 * penalty has nothing to decay and is refused when training begins.
 *
 * <p>Around {@code sgd} this is the same as L2, to the last bit. Around {@code adam} it is AdamW,
 * and it is <em>not</em> the minimisation of J with L2: the weights shrink at a rate that does not
 * depend on their gradients. Around {@code momentum} the decay is not built up as the gradients
 * are, so it acts like an L2 of about (1 - momentum) lambda.
 *
 * <p>The optimizers of this package round decay and step together, w - (alpha lambda/m w + step):
 * in float a decay of less than 3e-8 would vanish if it were rounded alone. Other base optimizers
 * get the decayed weights. No allocation, thread-safe.
 *
 * <p>Loshchilov and Hutter, "Decoupled weight decay regularization", 2019, algorithms 1 and 2:
 * their lambda is our base learning rate times lambda/m, their schedule multiplier is in our alpha.
 *
 * @param base the optimizer that takes the step; not itself a weight decay
 */
public record WeightDecay(Optimizer base) implements Optimizer {
  /**
   * Checks the base.
   *
   * @param base the optimizer that takes the step; not itself a weight decay
   * @throws IllegalArgumentException if the base is a weight decay too
   */
  public WeightDecay {
    Objects.requireNonNull(base, "base");
    if (base instanceof WeightDecay) {
      throw new IllegalArgumentException(
          "weight-decay around "
              + base
              + " would decay once only, since lambda comes from the plan; use one weight-decay and"
              + " a larger lambda");
    }
  }

  /**
   * The factor of W in one step.
   *
   * @param learningRate alpha, finite and at least 0
   * @param strength lambda / m, finite and at least 0
   * @return 1 - alpha lambda/m; 0.99999999 for alpha = lambda = 0.01 and m = 10000
   * @throws IllegalArgumentException if an argument is negative or not finite, with its value
   */
  public static double factor(double learningRate, double strength) {
    if (!(learningRate >= 0 && learningRate < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "learning rate must be finite and at least 0, found " + learningRate);
    }
    Check.strength(strength);
    return 1 - learningRate * strength;
  }

  @Override
  public double learningRate() {
    return base.learningRate();
  }

  @Override
  public int slots() {
    return base.slots();
  }

  @Override
  public boolean isPerCoordinate() {
    return base.isPerCoordinate();
  }

  @Override
  public boolean fusesPenalties() {
    return base.fusesPenalties();
  }

  @Override
  public double proxStep(long step, double rate) {
    return base.proxStep(step, rate);
  }

  @Override
  public OptimizerState newState(int n) {
    return base.newState(n);
  }

  @Override
  public Treatment treatmentOf(Penalty penalty) {
    if (penalty instanceof QuadraticPenalty) {
      return Treatment.DECAY;
    }
    try {
      return base.treatmentOf(penalty);
    } catch (PenaltyNotSupportedException byBase) {
      throw new PenaltyNotSupportedException(this + ": " + byBase.getMessage());
    }
  }

  @Override
  public boolean minimizes(Penalty penalty) {
    return penalty instanceof QuadraticPenalty ? base instanceof Sgd : base.minimizes(penalty);
  }

  @Override
  public void check(Regularization plan) {
    Optimizer.super.check(plan);
    if (plan.rules().stream().noneMatch(r -> r.penalty() instanceof QuadraticPenalty)) {
      throw new PenaltyNotSupportedException(
          this
              + " has nothing to decay: the plan is \""
              + plan
              + "\"; add an l2 rule with its lambda to the plan, or use "
              + base);
    }
  }

  @Override
  public void update(Block block) {
    if (base instanceof FusedDecay) {
      base.update(block);
      return;
    }
    float shrink = FusedDecay.shrink(block);
    float[] w = block.weights();
    int to = block.to();
    for (int i = block.from(); i < to; i++) {
      w[i] -= shrink * w[i];
    }
    base.update(block.withoutDecay());
  }

  @Override
  public String toString() {
    return Spec.of("weight-decay").with("base", base).toString();
  }

  /** Registers {@code weight-decay}. */
  public static final class Provider implements OptimizerProvider {
    /** For ServiceLoader. */
    public Provider() {}

    @Override
    public String name() {
      return "weight-decay";
    }

    @Override
    public Settings settings() {
      return Settings.none()
          .component("base", Kind.OPTIMIZER, "sgd", "the optimizer that takes the step");
    }

    @Override
    public Optimizer create(SettingValues values) {
      return new WeightDecay(values.component("base", Optimizer.class));
    }
  }
}
