package dev.ridgeline.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.KFold;
import dev.ridgeline.linear.Coefficient;
import dev.ridgeline.linear.LinearFit;
import dev.ridgeline.linear.LinearModel;
import dev.ridgeline.losses.SquaredLoss;
import dev.ridgeline.penalties.L1;
import dev.ridgeline.select.LambdaPath;
import dev.ridgeline.select.LambdaSearch;
import dev.ridgeline.select.PathFit;
import dev.ridgeline.select.Rule;
import dev.ridgeline.select.SearchResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Keeps docs/choosing-lambda.md true: its code is the code below. */
class ChoosingLambdaTest {
  private static final Path PAGE = Path.of("../docs/choosing-lambda.md");
  private static final Path HERE =
      Path.of("src/test/java/dev/ridgeline/examples/ChoosingLambdaTest.java");

  @Test
  void the_code_of_the_page_runs() throws IOException {
    Dataset data = ShippedData.DIABETES.load();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream standard = System.out;
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      // begin page
      LinearModel lasso = LinearModel.of(new SquaredLoss(), new L1());
      PathFit path = LambdaPath.standard().fit(lasso, data);
      System.out.println(path); // lambda, non-zero weights, deviance explained, certificate

      PathFit.Step last = path.steps().get(99);
      LinearFit fit = path.at(last.lambda()); // any lambda of the path: predictions, coefficients
      List<Coefficient> bmi = path.coefficients("bmi", 0); // how a weight grows as lambda falls

      SearchResult result =
          LambdaSearch.over(LambdaPath.standard().withCount(30))
              .withRule(Rule.ONE_STANDARD_ERROR)
              .withThreads(2)
              .run(lasso, data, KFold.of(data, 5, 7));
      double min = result.best(Rule.MIN).lambda();
      double simplest = result.best(Rule.ONE_STANDARD_ERROR).lambda();
      LinearFit chosen = (LinearFit) result.chosen().model(); // fitted to all rows, certified
      // end page
      assertEquals(10, last.nonZero());
      assertEquals(fit, last.fit());
      assertEquals(bmi.get(99).raw(), fit.coefficients().get(2).raw());
      assertTrue(min < simplest, min + " and " + simplest);
      assertTrue(chosen.nonZero().size() < 10);
    } finally {
      System.setOut(standard);
    }
    assertTrue(bytes.toString(StandardCharsets.UTF_8).contains("100 of 100 certified"));
  }

  @Test
  void the_page_shows_this_code() throws IOException {
    String source = Files.readString(HERE);
    int start = source.indexOf('\n', source.indexOf("// begin page")) + 1;
    String code = source.substring(start, source.indexOf("      // end page")).indent(-6);
    assertTrue(Files.readString(PAGE).contains("```java\n" + code + "```"), code);
  }
}
