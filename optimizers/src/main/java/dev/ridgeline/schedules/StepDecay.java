package dev.ridgeline.schedules;

import com.google.common.collect.Range;
import dev.ridgeline.optimizer.Schedule;
import dev.ridgeline.plugin.ScheduleProvider;
import dev.ridgeline.plugin.SettingValues;
import dev.ridgeline.plugin.Settings;
import dev.ridgeline.plugin.Spec;

/**
 * A learning rate that falls in stairs: factor^k in the k-th stretch of the run, from k = 0.
 *
 * <p>A stretch is a share of the run: with every = 0.3 of 100 steps the stretches begin at steps 1,
 * 31, 61 and 91.
 *
 * @param every length of a stretch as a share of the run, above 0 and at most 1
 * @param factor what each new stretch multiplies the rate by, above 0 and at most 1
 */
public record StepDecay(double every, double factor) implements Schedule {
  private static final Range<Double> SHARE = Range.openClosed(0.0, 1.0);
  // 0.7 / 0.1 is just below 7: a stretch begins where rounding is all that is missing.
  private static final double ROUNDING = 1e-9;

  /**
   * Checks the settings.
   *
   * @param every length of a stretch as a share of the run, above 0 and at most 1
   * @param factor what each new stretch multiplies the rate by, above 0 and at most 1
   * @throws IllegalArgumentException if one is outside its range, with its value
   */
  public StepDecay {
    Shares.check("every", every, SHARE);
    Shares.check("factor", factor, SHARE);
  }

  @Override
  public double factor(long step, long totalSteps) {
    Shares.checkStep(step, totalSteps);
    double done = (double) (step - 1) / totalSteps;
    return Math.pow(factor, Math.floor(done / every + ROUNDING));
  }

  @Override
  public String toString() {
    return Spec.of("step").with("every", every).with("factor", factor).toString();
  }

  /** Registers {@code step}. */
  public static final class Provider implements ScheduleProvider {
    /** For ServiceLoader. */
    public Provider() {}

    @Override
    public String name() {
      return "step";
    }

    @Override
    public Settings settings() {
      return Settings.none()
          .number("every", 0.3, SHARE, "length of a stretch as a share of the run")
          .number("factor", 0.1, SHARE, "what each new stretch multiplies the rate by");
    }

    @Override
    public Schedule create(SettingValues values) {
      return new StepDecay(values.number("every"), values.number("factor"));
    }
  }
}
