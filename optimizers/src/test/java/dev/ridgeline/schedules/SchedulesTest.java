package dev.ridgeline.schedules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.optimizer.Schedule;
import dev.ridgeline.plugin.Kind;
import dev.ridgeline.plugin.Plugins;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SchedulesTest {
  static List<Schedule> all() {
    return List.of(
        new Constant(),
        new StepDecay(0.2, 0.5),
        new Cosine(0.01),
        new WarmUp(0.2, new Cosine(0.1)),
        new OneCycle(0.8, 0.2, 0.01));
  }

  @Test
  void everyScheduleIsFoundByName() {
    Plugins plugins = Plugins.load();
    assertEquals(
        List.of("constant", "cosine", "one-cycle", "step", "warm-up"),
        plugins.names(Kind.SCHEDULE));
    assertEquals(new Constant(), plugins.schedule("constant"));
    assertEquals(new StepDecay(0.3, 0.1), plugins.schedule("step"));
    assertEquals(new Cosine(), plugins.schedule("cosine"));
    assertEquals(new WarmUp(new Constant()), plugins.schedule("warm-up"));
    assertEquals(new OneCycle(), plugins.schedule("one-cycle"));
  }

  @ParameterizedTest
  @MethodSource("all")
  void theTextOfAScheduleParsesBackToAnEqualOne(Schedule schedule) {
    assertEquals(schedule, Plugins.load().schedule(schedule.toString()));
  }

  @ParameterizedTest
  @MethodSource("all")
  void factorsStayBetweenZeroAndOneInRunsOfAnyLength(Schedule schedule) {
    for (long total : new long[] {1, 2, 3, 10, 997}) {
      for (long step = 1; step <= total; step++) {
        double f = schedule.factor(step, total);
        assertTrue(f > 0 && f <= 1, schedule + " gives " + f + " in " + step + " of " + total);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void aStepOutsideTheRunIsRefused(Schedule schedule) {
    assertThrows(IllegalArgumentException.class, () -> schedule.factor(0, 10));
    assertThrows(IllegalArgumentException.class, () -> schedule.factor(11, 10));
  }

  @Test
  void stepFallsAtTheBeginningOfEachStretch() {
    StepDecay step = new StepDecay(0.3, 0.1);
    assertEquals(1, step.factor(1, 100));
    assertEquals(1, step.factor(30, 100));
    assertEquals(0.1, step.factor(31, 100), 1e-15);
    assertEquals(0.01, step.factor(61, 100), 1e-15);
    assertEquals(0.001, step.factor(91, 100), 1e-15);
    // 0.7 / 0.1 is 6.999... in floating point: the eighth stretch begins all the same.
    assertEquals(Math.pow(0.5, 7), new StepDecay(0.1, 0.5).factor(8, 10), 1e-15);
  }

  @Test
  void cosineIsHalfWayInTheMiddle() {
    Cosine cosine = new Cosine(0.2);
    assertEquals(1, cosine.factor(1, 100), 1e-15);
    assertEquals(0.6, cosine.factor(51, 100), 1e-15);
    // a third of the way: 0.2 + 0.8 * (1 + 0.5) / 2
    assertEquals(0.8, cosine.factor(34, 99), 1e-15);
  }

  @Test
  void warmUpRisesAndThenHandsTheRestOfTheRunOver() {
    WarmUp warmUp = new WarmUp(0.3, new Cosine());
    // 3 steps of rise: 1/4, 2/4, 3/4, then a cosine over 7 steps
    assertEquals(0.25, warmUp.factor(1, 10));
    assertEquals(0.75, warmUp.factor(3, 10));
    assertEquals(1, warmUp.factor(4, 10));
    assertEquals(new Cosine().factor(2, 7), warmUp.factor(5, 10));
    assertEquals(1, new WarmUp(0, new Constant()).factor(1, 10));
    // 0.29 * 100 is 28.999... in floating point: 29 steps of rise all the same.
    assertEquals(29 / 30.0, new WarmUp(0.29, new Constant()).factor(29, 100));
  }

  @Test
  void oneCycleGoesUpDownAndOut() {
    OneCycle cycle = new OneCycle(0.8, 0.2, 0);
    assertEquals(0.2, cycle.factor(1, 100), 1e-15);
    assertEquals(0.6, cycle.factor(21, 100), 1e-12); // half way up
    assertEquals(1, cycle.factor(41, 100), 1e-12);
    assertEquals(0.6, cycle.factor(61, 100), 1e-12);
    assertEquals(0.2, cycle.factor(81, 100), 1e-12);
    assertEquals(0.1, cycle.factor(91, 100), 1e-12); // half way out
    assertEquals(0.2 + 0.8 / 50, new OneCycle(1, 0.2, 0).factor(100, 100), 1e-12);
  }

  static List<Executable> wrong() {
    return List.of(
        () -> new StepDecay(0, 0.1),
        () -> new StepDecay(0.1, 2),
        () -> new Cosine(-0.1),
        () -> new WarmUp(1, new Constant()),
        () -> new OneCycle(0, 0.1, 0.1),
        () -> new OneCycle(0.5, Double.NaN, 0.1),
        () -> new OneCycle(0.5, 0.1, 1.1));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void aSettingOutsideItsRangeIsRefusedWithItsValue(Executable construct) {
    Exception e = assertThrows(IllegalArgumentException.class, construct);
    assertTrue(e.getMessage().matches("[a-z]+ must be in .*, found .+"), e.getMessage());
  }
}
