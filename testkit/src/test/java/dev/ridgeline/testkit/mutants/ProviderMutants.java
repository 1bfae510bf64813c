package dev.ridgeline.testkit.mutants;

import dev.ridgeline.optimizer.Optimizer;
import dev.ridgeline.optimizer.Schedule;
import dev.ridgeline.penalty.Penalty;
import dev.ridgeline.plugin.OptimizerProvider;
import dev.ridgeline.plugin.PenaltyProvider;
import dev.ridgeline.plugin.Provider;
import dev.ridgeline.plugin.ScheduleProvider;
import dev.ridgeline.plugin.SettingValues;
import dev.ridgeline.plugin.Settings;
import dev.ridgeline.testkit.optimizer.SampleMomentum;
import dev.ridgeline.testkit.penalty.ReferencePenalties;
import dev.ridgeline.testkit.provider.ProviderChecks;
import java.util.List;

/** Providers that are wrong in one way each; the optimizer providers among them are registered. */
public final class ProviderMutants {
  private ProviderMutants() {}

  static List<Mutant> all() {
    return List.of(
        mutant("a name with a blank", "PRO-1", new BadName()),
        mutant("a provider that the registry does not find", "PRO-2", new Unlisted()),
        mutant("a setting that toString() forgets", "PRO-3", new LostSetting.Provider()),
        mutant("a setting that should not be known", "PRO-4", new KnowsAll()),
        mutant("a value that should not be allowed", "PRO-5", new KnowsAll()),
        mutant("a provider missing from the service file", "PRO-6", new Unlisted()));
  }

  private static Mutant mutant(String name, String rule, Provider<?> provider) {
    return new Mutant(name, rule, () -> ProviderChecks.all(provider));
  }

  private static final class BadName implements ScheduleProvider {
    @Override
    public String name() {
      return "Bad Name";
    }

    @Override
    public Schedule create(SettingValues values) {
      return (step, totalSteps) -> 1;
    }
  }

  private static final class Unlisted implements PenaltyProvider {
    @Override
    public String name() {
      return "unlisted";
    }

    @Override
    public Penalty create(SettingValues values) {
      return ReferencePenalties.l1();
    }
  }

  /** Takes the very setting and value that the kit uses as unknown ones. */
  public static final class KnowsAll implements OptimizerProvider {
    /** For ServiceLoader. */
    public KnowsAll() {}

    @Override
    public String name() {
      return "knows-all";
    }

    @Override
    public Settings settings() {
      return Settings.none()
          .choice("no-such-setting", "1", List.of("1", "no-such-value"), "anything");
    }

    @Override
    public Optimizer create(SettingValues values) {
      return new SampleMomentum(0.1, 0.5, false);
    }
  }
}
