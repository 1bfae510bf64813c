package dev.ridgeline.testkit.mutants;

import com.google.common.collect.Range;
import dev.ridgeline.optimizer.Block;
import dev.ridgeline.optimizer.Optimizer;
import dev.ridgeline.plugin.OptimizerProvider;
import dev.ridgeline.plugin.SettingValues;
import dev.ridgeline.plugin.Settings;
import dev.ridgeline.plugin.Spec;

/** Momentum whose text forgets beta: a mutant that is registered, so that it can be parsed. */
public record LostSetting(double learningRate, double beta) implements Optimizer {
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
    for (int i = block.from(); i < block.to(); i++) {
      float[] v = block.slot(0);
      v[i] = (float) beta * v[i] + block.gradients()[i];
      block.weights()[i] -= (float) block.rate() * v[i];
    }
  }

  @Override
  public String toString() {
    return Spec.of("lost-setting").with("learning-rate", learningRate).toString();
  }

  /** Registers {@code lost-setting}. */
  public static final class Provider implements OptimizerProvider {
    /** For ServiceLoader. */
    public Provider() {}

    @Override
    public String name() {
      return "lost-setting";
    }

    @Override
    public Settings settings() {
      return Settings.none()
          .number("learning-rate", 0.1, Range.open(0.0, Double.POSITIVE_INFINITY), "step length")
          .number("beta", 0.5, Range.closedOpen(0.0, 1.0), "share of the last step that is kept");
    }

    @Override
    public Optimizer create(SettingValues values) {
      return new LostSetting(values.number("learning-rate"), values.number("beta"));
    }
  }
}
