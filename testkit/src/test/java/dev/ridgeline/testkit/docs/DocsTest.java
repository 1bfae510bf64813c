package dev.ridgeline.testkit.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.layers.ReLU;
import dev.ridgeline.losses.SquaredLoss;
import dev.ridgeline.testkit.check.Check;
import dev.ridgeline.testkit.layer.LayerChecks;
import dev.ridgeline.testkit.loss.LossChecks;
import dev.ridgeline.testkit.optimizer.OptimizerChecks;
import dev.ridgeline.testkit.optimizer.SampleMomentum;
import dev.ridgeline.testkit.optimizer.Trace;
import dev.ridgeline.testkit.optimizer.Trial;
import dev.ridgeline.testkit.penalty.PenaltyChecks;
import dev.ridgeline.testkit.penalty.ReferencePenalties;
import dev.ridgeline.testkit.provider.ProviderChecks;
import dev.ridgeline.testkit.solver.SampleSolver;
import dev.ridgeline.testkit.solver.SolverChecks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/contract-tests.md says what the kit does. */
class DocsTest {
  private static final Path HERE = Path.of("src/test/java/dev/ridgeline/testkit/docs");

  private static String page() throws IOException {
    return Files.readString(Path.of("../docs/contract-tests.md"));
  }

  @Test
  void the_page_shows_the_test_that_is_run_here() throws IOException {
    String source = Files.readString(HERE.resolve("LogCoshTest.java"));
    String code = source.substring(source.indexOf("class LogCoshTest"));
    assertTrue(page().contains(code), "docs/contract-tests.md does not contain:\n" + code);
  }

  @Test
  void the_tables_list_every_rule_of_the_kit_and_no_other() throws IOException {
    SampleMomentum optimizer = new SampleMomentum(0.1, 0.5, false);
    Trace trace = Trace.ofOne(1, 1, new double[3], new double[] {1, 1, 1});
    Set<String> rules =
        Stream.of(
                PenaltyChecks.all(ReferencePenalties.l1()),
                LossChecks.all(new SquaredLoss()),
                LayerChecks.all(new ReLU()),
                OptimizerChecks.all(optimizer, trace, Trial.of(optimizer)),
                SolverChecks.all(new SampleSolver(SampleSolver.Fault.NONE)),
                ProviderChecks.all(new SampleMomentum.Provider()))
            .flatMap(List::stream)
            .map(Check::rule)
            .collect(Collectors.toCollection(TreeSet::new));
    rules.addAll(Set.of("KIT-2", "KIT-3"));
    Set<String> listed =
        Pattern.compile("^\\| ([A-Z]+-\\d+) \\|", Pattern.MULTILINE)
            .matcher(page())
            .results()
            .map((MatchResult row) -> row.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(rules, listed);
  }
}
