package dev.ridgeline.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.DenseFeatures;
import dev.ridgeline.linalg.Matrix;
import dev.ridgeline.penalty.Penalty;
import dev.ridgeline.plugin.Plugins;
import dev.ridgeline.testkit.check.CheckResult;
import dev.ridgeline.testkit.penalty.PenaltyChecks;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows compiles, runs, and prints what the README says. */
class ReadmeTest {
  private static final List<String> PACKAGES =
      List.of(
          "data",
          "evaluate",
          "io",
          "layers",
          "linear",
          "losses",
          "model",
          "optimizers",
          "penalties",
          "penalty",
          "select",
          "train");

  private final String readme = read(Path.of("..", "README.md"));

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new java.io.UncheckedIOException(unreadable);
    }
  }

  /** The fenced block after a marker comment. */
  private String block(String marker) {
    int at = readme.indexOf("<!-- " + marker + " -->");
    assertTrue(at >= 0, "no marker " + marker + " in README.md");
    int start = readme.indexOf('\n', readme.indexOf("```", at)) + 1;
    return readme.substring(start, readme.indexOf("```", start));
  }

  private static void compile(Path folder, Path... sources) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(diagnostics, Locale.ROOT, StandardCharsets.UTF_8)) {
      boolean compiled =
          compiler
              .getTask(
                  null,
                  files,
                  diagnostics,
                  List.of(
                      "-d",
                      folder.toString(),
                      "-cp",
                      System.getProperty("java.class.path") + java.io.File.pathSeparator + folder,
                      "-proc:none"),
                  null,
                  files.getJavaFileObjects(sources))
              .call();
      assertTrue(compiled, () -> diagnostics.getDiagnostics().toString());
    }
  }

  private static Path write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  @Test
  void the_code_that_trains_and_tunes_is_15_lines_and_runs(@TempDir Path folder) throws Exception {
    String code = block("snippet: tune");
    assertTrue(code.lines().filter(line -> !line.isBlank()).count() <= 15);
    StringBuilder source = new StringBuilder("import java.nio.file.Path;\n");
    PACKAGES.forEach(p -> source.append("import dev.ridgeline.").append(p).append(".*;\n"));
    source
        .append("public class Tune {\n  public static void run(String file) throws Exception {\n")
        .append(code)
        .append("  }\n}\n");
    compile(folder, write(folder.resolve("Tune.java"), source.toString()));

    StringBuilder csv = new StringBuilder("label,a,b\n");
    for (int i = 0; i < 60; i++) {
      csv.append(i % 3 == 0 ? "yes" : "no").append(',').append(i % 3).append(',').append(i);
      csv.append('\n');
    }
    Path file = write(folder.resolve("data.csv"), csv.toString());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream standard = System.out;
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
      System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
      loader.loadClass("Tune").getMethod("run", String.class).invoke(null, file.toString());
    } finally {
      System.setOut(standard);
    }
    String printed = bytes.toString(StandardCharsets.UTF_8);
    assertTrue(printed.contains("verdict") && printed.contains("\nJ = "), printed);
    assertTrue(printed.endsWith("yes\n"), printed);
  }

  @Test
  void the_code_that_resumes_trains_once_and_then_finds_the_run_complete(@TempDir Path folder)
      throws Exception {
    StringBuilder source = new StringBuilder("import java.nio.file.Path;\nimport java.util.*;\n");
    PACKAGES.forEach(p -> source.append("import dev.ridgeline.").append(p).append(".*;\n"));
    source
        .append("public class Resume {\n  public static List<?> run(String folder, Dataset train)")
        .append(" throws Exception {\n")
        .append(block("snippet: resume"))
        .append("    return run.history();\n  }\n}\n");
    compile(folder, write(folder.resolve("Resume.java"), source.toString()));
    Dataset data =
        Dataset.classification(
            DenseFeatures.of(new double[][] {{1}, {2}, {3}, {5}}),
            new double[] {0, 0, 1, 1},
            List.of("no", "yes"));
    Path kept = folder.resolve("kept");
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
      Method run = loader.loadClass("Resume").getMethod("run", String.class, Dataset.class);
      List<?> history = (List<?>) run.invoke(null, kept.toString(), data);
      assertEquals(50, history.size());
      assertEquals(2, kept.toFile().list().length);
      assertEquals(history, run.invoke(null, kept.toString(), data));
    }
  }

  @Test
  void the_penalty_of_ones_own_is_15_lines_is_found_by_name_and_keeps_the_contract(
      @TempDir Path folder) throws Exception {
    String code = block("snippet: penalty");
    assertTrue(code.lines().filter(line -> !line.isBlank()).count() <= 15);
    Path penalty = write(folder.resolve("my/penalties/HuberNorm.java"), code);
    String imports = "package my.penalties;\nimport dev.ridgeline.penalty.Penalty;\n";
    Path test =
        write(
            folder.resolve("my/penalties/HuberNormTest.java"),
            imports + block("snippet: contract"));
    compile(folder, penalty, test);
    String line = "my.penalties.HuberNorm\n";
    assertTrue(readme.contains("```text\n" + line + "```"));
    write(folder.resolve("META-INF/services/dev.ridgeline.plugin.PenaltyProvider"), line);
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
      Penalty found = Plugins.load(loader).penalty("huber-norm");
      assertEquals(2 * 0.125 + 2 * 2.5, found.value(Matrix.of(new double[] {0.5, 3}, 1, 2), 2));
      List<CheckResult> results =
          PenaltyChecks.all(found).stream().map(check -> check.run()).toList();
      assertFalse(results.isEmpty());
      results.forEach(r -> assertFalse(r.status() == CheckResult.Status.FAILED, r::message));
    }
  }

  @Test
  void the_table_is_what_the_main_job_prints() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    assertEquals(0, Main.run(out, System.err, "--models", "linear", "--penalties", "l2"));
    List<String> printed = bytes.toString(StandardCharsets.UTF_8).lines().toList();
    List<String> shown = block("main-job").lines().toList();
    int at = printed.indexOf(shown.get(0));
    assertTrue(at >= 0, shown.get(0) + " is not in " + printed);
    // The README leaves out the line after the title, which names the algorithm.
    for (int i = 1; i < shown.size(); i++) {
      assertSameRow(shown.get(i), printed.get(at + i + 1));
    }
  }

  /** Words are equal; numbers agree to half a percent, since lambda 0 has no unique solution. */
  private static void assertSameRow(String shown, String printed) {
    String[] left = shown.strip().split("\\s+");
    String[] right = printed.strip().split("\\s+");
    assertEquals(left.length, right.length, shown + " and " + printed);
    for (int i = 0; i < left.length; i++) {
      if (left[i].matches("[-0-9.e]*[0-9]")) {
        double number = Double.parseDouble(left[i]);
        assertEquals(
            number, Double.parseDouble(right[i]), 0.005 * Math.abs(number), shown + "; " + printed);
      } else {
        assertEquals(left[i], right[i], shown + " and " + printed);
      }
    }
  }
}
