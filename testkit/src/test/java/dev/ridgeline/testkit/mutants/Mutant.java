package dev.ridgeline.testkit.mutants;

import dev.ridgeline.testkit.check.Check;
import java.util.List;
import java.util.function.Supplier;

/** A component that is wrong in one way, and the rule that must catch it. */
record Mutant(String name, String rule, Supplier<List<Check>> checks) {
  @Override
  public String toString() {
    return rule + " catches: " + name;
  }
}
