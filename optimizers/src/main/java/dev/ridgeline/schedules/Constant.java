package dev.ridgeline.schedules;

import dev.ridgeline.optimizer.Schedule;
import dev.ridgeline.plugin.ScheduleProvider;
import dev.ridgeline.plugin.SettingValues;
import dev.ridgeline.plugin.Spec;

/** The optimizer's own learning rate in every step: factor 1. */
public record Constant() implements Schedule {
  @Override
  public double factor(long step, long totalSteps) {
    Shares.checkStep(step, totalSteps);
    return 1;
  }

  @Override
  public String toString() {
    return Spec.of("constant").toString();
  }

  /** Registers {@code constant}. */
  public static final class Provider implements ScheduleProvider {
    /** For ServiceLoader. */
    public Provider() {}

    @Override
    public String name() {
      return "constant";
    }

    @Override
    public Schedule create(SettingValues values) {
      return new Constant();
    }
  }
}
