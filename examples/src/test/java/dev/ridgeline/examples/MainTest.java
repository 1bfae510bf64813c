package dev.ridgeline.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.select.LambdaGrid;
import dev.ridgeline.select.Rule;
import dev.ridgeline.select.SearchResult;
import dev.ridgeline.select.Trial;
import dev.ridgeline.select.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job, its options and its errors. */
class MainTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... args) {
    return Main.run(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        args);
  }

  private String output() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String errors() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void on_pd_speech_lambda_matters() {
    MainJob.Settings settings =
        new MainJob.Settings(
            List.of("l2", "l1"),
            List.of(Main.ModelKind.linear),
            LambdaGrid.standard(),
            2,
            Rule.MIN,
            16,
            1,
            1,
            2,
            Optional.empty());
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    List<MainJob.Outcome> outcomes =
        new MainJob("pd-speech", ShippedData.PD_SPEECH.load(), settings, stream).run();
    for (MainJob.Outcome outcome : outcomes) {
      SearchResult result = outcome.result();
      List<Trial> trials = result.trials();
      Trial none = trials.get(0);
      Trial most = trials.get(trials.size() - 1);
      assertEquals(0, none.lambda());
      assertEquals(Verdict.OVERFITTING, none.verdict(), output());
      assertEquals(Verdict.UNDERFITTING, most.verdict(), output());
      assertTrue(none.trainError().value() < most.trainError().value());
      Trial chosen = result.chosen();
      assertTrue(chosen.devLoss().value() < none.devLoss().value());
      assertTrue(
          result.test().orElseThrow().loss().value() < outcome.unpenalizedTest().loss().value());
    }
    assertTrue(output().contains("overfitting") && output().contains("underfitting"));
  }

  @Test
  void a_users_own_csv_is_read_and_fitted(@TempDir Path folder) throws IOException {
    StringBuilder csv = new StringBuilder("size,colour,price\n");
    for (int i = 0; i < 60; i++) {
      csv.append(i).append(i % 2 == 0 ? ",red," : ",blue,").append(3 * i + 10 * (i % 2) + 5);
      csv.append('\n');
    }
    Path file = folder.resolve("houses.csv");
    Files.writeString(file, csv);
    int status =
        run("--data", file.toString(), "--target", "price", "--epochs", "20", "--lambdas", "0,1");
    assertEquals(0, status, errors());
    assertTrue(output().contains("3 features"), output());
    assertTrue(output().contains("linear regression, l1"), output());
    assertTrue(output().contains("network with 16 hidden units, weight-decay"), output());
    assertTrue(output().contains("R2 "), output());
  }

  @Test
  void several_classes_and_cross_validation_work_too() {
    int status =
        run(
            "--dataset",
            "digits",
            "--models",
            "network",
            "--penalties",
            "l1",
            "--lambdas",
            "1,100",
            "--epochs",
            "5",
            "--folds",
            "3",
            "--one-standard-error");
    assertEquals(0, status, errors());
    assertTrue(output().contains("chosen by one standard error on 3 folds"), output());
  }

  @Test
  void an_unknown_target_column_is_named_with_the_known_ones(@TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("a.csv");
    Files.writeString(file, "height,weight\n1,2\n3,4\n");
    assertEquals(1, run("--data", file.toString(), "--target", "wieght"));
    assertTrue(errors().contains("wieght") && errors().contains("weight"), errors());
    assertTrue(errors().contains("a.csv"), errors());
  }

  @Test
  void a_misspelt_penalty_is_answered_with_the_nearest() {
    assertEquals(1, run("--penalties", "elasticnet"));
    assertTrue(errors().contains("did you mean 'elastic-net'?"), errors());
  }

  @Test
  void a_missing_file_and_a_missing_target_are_said_so() {
    assertEquals(1, run("--data", "/nowhere/at/all.csv", "--target", "y"));
    assertTrue(errors().contains("no file /nowhere/at/all.csv"), errors());
    assertEquals(1, run("--data", "x.csv"));
    assertTrue(errors().contains("--data needs --target"), errors());
  }

  @Test
  void an_unknown_option_is_answered_with_the_nearest() {
    assertEquals(2, run("--lamdas", "1"));
    assertTrue(errors().contains("--lambdas"), errors());
  }

  @Test
  void what_cannot_be_done_is_refused_before_anything_is_fitted() {
    assertEquals(1, run("--penalties", "l2;elastc-net"));
    assertTrue(errors().contains("did you mean 'elastic-net'?"), errors());
    assertEquals(1, run("--folds", "0"));
    assertTrue(errors().contains("found k = 0"), errors());
    assertEquals(1, run("--hidden", "0"));
    assertTrue(errors().contains("at least 1 unit, found 0"), errors());
    assertEquals("", output());
  }

  @Test
  void a_bad_option_value_is_one_line() {
    assertEquals(2, run("--lambdas", "many"));
    assertTrue(errors().contains("'many' is not a double"), errors());
    assertEquals(1, errors().lines().count(), errors());
  }

  @Test
  void a_folder_is_no_data(@TempDir Path folder) {
    assertEquals(1, run("--data", folder.toString(), "--target", "y"));
    assertTrue(errors().contains("cannot read " + folder), errors());
  }

  @Test
  void an_error_about_a_file_names_the_options_that_help(@TempDir Path folder) throws IOException {
    StringBuilder csv = new StringBuilder("id,size,code,price\n");
    for (int i = 0; i < 30; i++) {
      csv.append("r" + i + "," + i + "," + i % 3 + "," + (2 * i + i % 3) + "\n");
    }
    Path file = folder.resolve("a.csv");
    Files.writeString(file, csv);
    assertEquals(1, run("--data", file.toString(), "--target", "price"));
    assertTrue(
        errors().contains("(on the command line: --categorical COLUMN, --drop COLUMN)"), errors());
    int status =
        run(
            "--data",
            file.toString(),
            "--target",
            "price",
            "--drop",
            "id",
            "--categorical",
            "2",
            "--models",
            "linear",
            "--penalties",
            "l2");
    assertEquals(0, status, errors());
    assertTrue(output().contains("4 features"), output());
  }

  @Test
  void a_target_of_two_whole_numbers_may_be_meant_as_classes(@TempDir Path folder)
      throws IOException {
    StringBuilder csv = new StringBuilder("size,sold\n");
    for (int i = 0; i < 30; i++) {
      csv.append(i + "," + i % 2 + "\n");
    }
    Path file = folder.resolve("a.csv");
    Files.writeString(file, csv);
    String[] few = {"--data", file.toString(), "--target", "sold", "--models", "linear"};
    assertEquals(0, run(few), errors());
    assertTrue(output().contains("--classes"), output());
  }
}
