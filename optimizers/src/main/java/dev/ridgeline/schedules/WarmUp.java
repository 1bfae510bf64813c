package dev.ridgeline.schedules;

import com.google.common.collect.Range;
import dev.ridgeline.optimizer.Schedule;
import dev.ridgeline.plugin.Kind;
import dev.ridgeline.plugin.ScheduleProvider;
import dev.ridgeline.plugin.SettingValues;
import dev.ridgeline.plugin.Settings;
import dev.ridgeline.plugin.Spec;
import java.util.Objects;

/**
 * A learning rate that rises in a line to where another schedule takes over.
 *
 * <p>With k = floor(share * totalSteps) the factor is step / (k + 1) times the other's first one in
 * the steps 1 to k; from step k + 1 on the other schedule sees a run of the totalSteps - k steps
 * left.
 *
 * <p>Goyal et al., "Accurate, large minibatch SGD: training ImageNet in 1 hour", 2017, section 2.2.
 *
 * @param share length of the rise as a share of the run, at least 0 and below 1
 * @param then what follows
 */
public record WarmUp(double share, Schedule then) implements Schedule {
  private static final double DEFAULT_SHARE = 0.1;
  private static final Range<Double> SHARE = Range.closedOpen(0.0, 1.0);
  // 0.29 * 100 is just below 29: a step counts where rounding is all that is missing.
  private static final double ROUNDING = 1e-9;

  /**
   * Checks the settings.
   *
   * @param share length of the rise as a share of the run, at least 0 and below 1
   * @param then what follows
   * @throws IllegalArgumentException if the share is outside its range, with its value
   */
  public WarmUp {
    Shares.check("share", share, SHARE);
    Objects.requireNonNull(then, "then");
  }

  /**
   * A rise over a tenth of the run.
   *
   * @param then what follows
   */
  public WarmUp(Schedule then) {
    this(DEFAULT_SHARE, then);
  }

  @Override
  public double factor(long step, long totalSteps) {
    Shares.checkStep(step, totalSteps);
    long rise = Math.min(totalSteps - 1, (long) Math.floor(share * totalSteps + ROUNDING));
    return step > rise
        ? then.factor(step - rise, totalSteps - rise)
        : step / (rise + 1.0) * then.factor(1, totalSteps - rise);
  }

  @Override
  public String toString() {
    return Spec.of("warm-up").with("share", share).with("then", then).toString();
  }

  /** Registers {@code warm-up}. */
  public static final class Provider implements ScheduleProvider {
    /** For ServiceLoader. */
    public Provider() {}

    @Override
    public String name() {
      return "warm-up";
    }

    @Override
    public Settings settings() {
      return Settings.none()
          .number("share", DEFAULT_SHARE, SHARE, "length of the rise as a share of the run")
          .component("then", Kind.SCHEDULE, "constant", "the schedule that follows");
    }

    @Override
    public Schedule create(SettingValues values) {
      return new WarmUp(values.number("share"), values.component("then", Schedule.class));
    }
  }
}
