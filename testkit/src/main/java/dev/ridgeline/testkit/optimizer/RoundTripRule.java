package dev.ridgeline.testkit.optimizer;

import dev.ridgeline.optimizer.Optimizer;
import dev.ridgeline.penalty.Regularization;
import dev.ridgeline.plugin.Kind;
import dev.ridgeline.plugin.Plugins;
import dev.ridgeline.plugin.Provider;
import dev.ridgeline.plugin.Spec;
import dev.ridgeline.testkit.check.Check;
import dev.ridgeline.testkit.check.Probe;
import dev.ridgeline.testkit.check.Variants;
import dev.ridgeline.testkit.penalty.ReferencePenalties;
import java.util.Map;
import java.util.Optional;

/** OPT-5: toString() is a spec string that makes the same optimizer again. */
final class RoundTripRule {
  private RoundTripRule() {}

  static Check of(Optimizer o) {
    return new Check(
        "OPT-5",
        "toString() parses back to the same run, for every setting that is not the default",
        "toString() and the provider's create(): a setting that one of them forgets",
        probe -> check(o, probe));
  }

  private static void check(Optimizer o, Probe probe) {
    Plugins plugins = Plugins.load();
    String name = name(o, probe);
    Optional<Provider<?>> provider = plugins.find(Kind.OPTIMIZER, name);
    if (provider.isEmpty()) {
      probe.skip(
          "no provider named '"
              + name
              + "' is registered; the class path has "
              + plugins.names(Kind.OPTIMIZER));
    }
    probe.at(Runs.SEED, () -> "the subject, " + o);
    sameRun(o, plugins.optimizer(o.toString()), probe);
    Optimizer plain = plugins.optimizer(name);
    for (Map.Entry<String, String> variant : Variants.specs(provider.get(), plugins).entrySet()) {
      probe.at(Runs.SEED, () -> variant.getValue());
      Optimizer made = plugins.optimizer(variant.getValue());
      probe.isTrue(
          !made.toString().equals(plain.toString()),
          "a toString() that shows " + variant.getKey(),
          made::toString);
      sameRun(made, plugins.optimizer(made.toString()), probe);
    }
  }

  private static String name(Optimizer o, Probe probe) {
    probe.at(0, () -> "toString() of " + o.getClass().getName());
    try {
      return Spec.parse(o.toString()).name();
    } catch (IllegalArgumentException notASpec) {
      probe.fail("a spec string", notASpec.getMessage());
      return "";
    }
  }

  private static void sameRun(Optimizer one, Optimizer other, Probe probe) {
    probe.isTrue(
        one.equals(other),
        "an optimizer equal to " + one,
        () -> other + ", which is not (a setting outside the text, or no equals)");
    probe.sameBits("learningRate", one.learningRate(), other.learningRate());
    for (Regularization plan :
        new Regularization[] {
          Regularization.none(), Regularization.of(ReferencePenalties.l2(), 0.4)
        }) {
      StepRules.same("weights", Runs.run(one, 7, 10, plan), Runs.run(other, 7, 10, plan), probe);
    }
  }
}
