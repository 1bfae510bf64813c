package dev.ridgeline.schedules;

import com.google.common.collect.Range;
import dev.ridgeline.optimizer.Schedule;
import dev.ridgeline.plugin.ScheduleProvider;
import dev.ridgeline.plugin.SettingValues;
import dev.ridgeline.plugin.Settings;
import dev.ridgeline.plugin.Spec;

/**
 * A learning rate that falls along half a cosine, floor + (1 - floor) (1 + cos(pi t)) / 2 with t =
 * (step - 1) / totalSteps: 1 in the first step, just above the floor in the last.
 *
 * <p>Loshchilov and Hutter, "SGDR: stochastic gradient descent with warm restarts", 2017, equation
 * 5, without restarts.
 *
 * @param floor where it ends, as a share of the optimizer's own rate, from 0 to 1
 */
public record Cosine(double floor) implements Schedule {
  private static final Range<Double> SHARE = Range.closed(0.0, 1.0);

  /**
   * Checks the floor.
   *
   * @param floor where it ends, as a share of the optimizer's own rate, from 0 to 1
   * @throws IllegalArgumentException if not from 0 to 1, with its value
   */
  public Cosine {
    Shares.check("floor", floor, SHARE);
  }

  /** A cosine that ends at 0. */
  public Cosine() {
    this(0);
  }

  @Override
  public double factor(long step, long totalSteps) {
    Shares.checkStep(step, totalSteps);
    double t = (double) (step - 1) / totalSteps;
    return floor + (1 - floor) * (1 + Math.cos(Math.PI * t)) / 2;
  }

  @Override
  public String toString() {
    return Spec.of("cosine").with("floor", floor).toString();
  }

  /** Registers {@code cosine}. */
  public static final class Provider implements ScheduleProvider {
    /** For ServiceLoader. */
    public Provider() {}

    @Override
    public String name() {
      return "cosine";
    }

    @Override
    public Settings settings() {
      return Settings.none()
          .number("floor", 0, SHARE, "where it ends, as a share of the learning rate");
    }

    @Override
    public Schedule create(SettingValues values) {
      return new Cosine(values.number("floor"));
    }
  }
}
