package dev.ridgeline.testkit.mutants;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.testkit.check.Check;
import dev.ridgeline.testkit.check.CheckResult;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The kit catches what it is there to catch. */
class MutantsTest {
  static Stream<Mutant> mutants() {
    return Stream.of(
            PenaltyMutants.all(),
            LossMutants.all(),
            LayerMutants.all(),
            OptimizerMutants.all(),
            ProviderMutants.all(),
            SolverMutants.all())
        .flatMap(List::stream);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mutants")
  void every_mutant_is_caught_by_its_rule(Mutant mutant) {
    List<Check> named =
        mutant.checks().get().stream().filter(c -> c.rule().equals(mutant.rule())).toList();
    assertEquals(1, named.size(), "checks named " + mutant.rule());
    CheckResult result = named.get(0).run();
    assertEquals(CheckResult.Status.FAILED, result.status(), result.message());
    assertTrue(result.message().contains("expected: "), result.message());
    assertTrue(result.message().contains("got: "), result.message());
    assertTrue(result.message().contains("look first at: "), result.message());
  }

  @Test
  void every_rule_has_a_mutant() {
    Set<String> rules = new TreeSet<>();
    mutants()
        .flatMap(m -> m.checks().get().stream())
        .map(Check::rule)
        .filter(rule -> !rule.startsWith("KIT-"))
        .forEach(rules::add);
    Set<String> caught = mutants().map(Mutant::rule).collect(Collectors.toSet());
    rules.removeAll(caught);
    assertEquals(Set.of(), rules, "rules that no mutant proves to bite");
  }
}
