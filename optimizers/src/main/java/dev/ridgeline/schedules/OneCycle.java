package dev.ridgeline.schedules;

import com.google.common.collect.Range;
import dev.ridgeline.optimizer.Schedule;
import dev.ridgeline.plugin.ScheduleProvider;
import dev.ridgeline.plugin.SettingValues;
import dev.ridgeline.plugin.Settings;
import dev.ridgeline.plugin.Spec;

/**
 * A learning rate that rises in a line to the optimizer's own rate, falls back as it rose, and
 * then, for the rest of the run, falls far below where it began.
 *
 * <p>With t = (step - 1) / totalSteps and half = cycle / 2 the factor goes in straight lines from
 * {@code start} at t = 0 to 1 at t = half, to {@code start} at t = cycle and to {@code end} at t =
 * 1. The optimizer's own rate is the highest, so it can be larger than one would use for the whole
 * run.
 *
 * <p>Smith and Topin, "Super-convergence: very fast training of neural networks using large
 * learning rates", 2018.
 *
 * @param cycle length of rise and fall together as a share of the run, above 0 and at most 1
 * @param start factor at the beginning, from 0 to 1
 * @param end factor at the end, from 0 to 1
 */
public record OneCycle(double cycle, double start, double end) implements Schedule {
  private static final double DEFAULT_CYCLE = 0.9;
  private static final double DEFAULT_START = 0.1;
  private static final double DEFAULT_END = 0.001;
  private static final Range<Double> CYCLE = Range.openClosed(0.0, 1.0);
  private static final Range<Double> FACTOR = Range.closed(0.0, 1.0);

  /**
   * Checks the settings.
   *
   * @param cycle length of rise and fall together as a share of the run, above 0 and at most 1
   * @param start factor at the beginning, from 0 to 1
   * @param end factor at the end, from 0 to 1
   * @throws IllegalArgumentException if one is outside its range, with its value
   */
  public OneCycle {
    Shares.check("cycle", cycle, CYCLE);
    Shares.check("start", start, FACTOR);
    Shares.check("end", end, FACTOR);
  }

  /** Rise and fall over nine tenths of the run, from 0.1 and to 0.001 at the end. */
  public OneCycle() {
    this(DEFAULT_CYCLE, DEFAULT_START, DEFAULT_END);
  }

  @Override
  public double factor(long step, long totalSteps) {
    Shares.checkStep(step, totalSteps);
    double t = (double) (step - 1) / totalSteps;
    double half = cycle / 2;
    if (t <= cycle) {
      return 1 - (1 - start) * Math.abs(t - half) / half;
    }
    return start + (end - start) * (t - cycle) / (1 - cycle);
  }

  @Override
  public String toString() {
    return Spec.of("one-cycle")
        .with("cycle", cycle)
        .with("start", start)
        .with("end", end)
        .toString();
  }

  /** Registers {@code one-cycle}. */
  public static final class Provider implements ScheduleProvider {
    /** For ServiceLoader. */
    public Provider() {}

    @Override
    public String name() {
      return "one-cycle";
    }

    @Override
    public Settings settings() {
      return Settings.none()
          .number("cycle", DEFAULT_CYCLE, CYCLE, "length of rise and fall as a share of the run")
          .number("start", DEFAULT_START, FACTOR, "factor at the beginning")
          .number("end", DEFAULT_END, FACTOR, "factor at the end");
    }

    @Override
    public Schedule create(SettingValues values) {
      return new OneCycle(values.number("cycle"), values.number("start"), values.number("end"));
    }
  }
}
