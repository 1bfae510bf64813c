package dev.ridgeline.testkit.optimizer;

import com.google.common.collect.Range;
import dev.ridgeline.optimizer.Block;
import dev.ridgeline.optimizer.Optimizer;
import dev.ridgeline.optimizer.Treatment;
import dev.ridgeline.penalty.Penalty;
import dev.ridgeline.penalty.QuadraticPenalty;
import dev.ridgeline.plugin.OptimizerProvider;
import dev.ridgeline.plugin.SettingValues;
import dev.ridgeline.plugin.Settings;
import dev.ridgeline.plugin.Spec;

/** v = beta v + g, w = w - alpha v, with quadratic penalties by decay on request. */
public record SampleMomentum(double learningRate, double beta, boolean decays)
    implements Optimizer {
  @Override
  public int slots() {
    return 1;
  }

  @Override
  public boolean isPerCoordinate() {
    return false;
  }

  @Override
  public void update(Block block) {
    float[] w = block.weights();
    float[] g = block.gradients();
    float[] v = block.slot(0);
    float rate = (float) block.rate();
    for (int i = block.from(); i < block.to(); i++) {
      v[i] = (float) beta * v[i] + g[i];
      w[i] = (float) (w[i] * (1 - block.rate() * block.decay())) - rate * v[i];
    }
  }

  @Override
  public Treatment treatmentOf(Penalty penalty) {
    return decays && penalty instanceof QuadraticPenalty
        ? Treatment.DECAY
        : Optimizer.super.treatmentOf(penalty);
  }

  @Override
  public String toString() {
    return Spec.of("sample-momentum")
        .with("learning-rate", learningRate)
        .with("beta", beta)
        .with("decays", decays)
        .toString();
  }

  /** Registers {@code sample-momentum}. */
  public static final class Provider implements OptimizerProvider {
    /** For ServiceLoader. */
    public Provider() {}

    @Override
    public String name() {
      return "sample-momentum";
    }

    @Override
    public Settings settings() {
      return Settings.none()
          .number("learning-rate", 0.1, Range.open(0.0, Double.POSITIVE_INFINITY), "step length")
          .number("beta", 0.5, Range.closedOpen(0.0, 1.0), "share of the last step that is kept")
          .flag("decays", false, "whether quadratic penalties act by decay");
    }

    @Override
    public Optimizer create(SettingValues values) {
      return new SampleMomentum(
          values.number("learning-rate"), values.number("beta"), values.flag("decays"));
    }
  }
}
