package dev.ridgeline.examples;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.io.DataFileException;
import dev.ridgeline.select.LambdaGrid;
import dev.ridgeline.select.Rule;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The main job: shows, on a shipped data set or on a CSV file, what the penalty does to a linear
 * model and to a network, and which lambda to take.
 */
@Command(
    name = "ridgeline",
    sortOptions = false,
    description = {
      "Fits a linear model and a small network at each lambda of a grid, with each penalty, says "
          + "which lambdas overfit and which underfit, and scores the chosen ones on a test set.",
      ""
    })
public final class Main implements Runnable {
  private static final Map<String, String> OPTIONS =
      Map.of(
          "missingValues(", "--impute",
          "drop(", "--drop COLUMN",
          "categorical(", "--categorical COLUMN",
          "separator(", "--separator CHAR");

  private final PrintStream out;

  @ArgGroup(validate = false, heading = "Data:%n")
  private final DataOptions data = new DataOptions();

  @Option(
      names = "--penalties",
      split = ";",
      paramLabel = "SPEC",
      description = {
        "separated by ';', such as l2;l1;elastic-net(l1-ratio=0.5); 'weight-decay' means l2",
        "applied by the optimizer weight-decay. Default: l2;l1;weight-decay"
      })
  private List<String> penalties = List.of("l2", "l1", "weight-decay");

  @Option(
      names = "--models",
      split = ",",
      paramLabel = "NAME",
      description = "linear, network or both (${COMPLETION-CANDIDATES}). Default: both")
  private List<ModelKind> models = List.of(ModelKind.linear, ModelKind.network);

  @Option(
      names = "--lambdas",
      split = ",",
      paramLabel = "NUMBER",
      description = {
        "Default: 0,0.01,0.1,1,10,100, and on to 1000 and 10000 where the largest is the best"
      })
  private List<Double> lambdas = List.of();

  @Option(
      names = "--one-standard-error",
      description = "choose the simplest model within one standard error of the best")
  private boolean oneStandardError;

  @Option(
      names = "--folds",
      paramLabel = "COUNT",
      description = "choose lambda by cross-validation on the training rows, not on the dev rows")
  private Optional<Integer> folds = Optional.empty();

  @Option(
      names = "--hidden",
      paramLabel = "UNITS",
      description = "units of the network's hidden layer. Default: ${DEFAULT-VALUE}")
  private int hidden = 16;

  @Option(
      names = "--epochs",
      paramLabel = "COUNT",
      description = "passes over the training set. Default: ${DEFAULT-VALUE}")
  private int epochs = 200;

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      description = "of the split and of training. Default: ${DEFAULT-VALUE}")
  private long seed = 1;

  @Option(
      names = "--threads",
      paramLabel = "COUNT",
      description = "fits side by side; changes no result. Default: all cores")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "show this help and exit")
  private boolean help;

  /** What is fitted. */
  enum ModelKind {
    linear,
    network
  }

  private Main(PrintStream out) {
    this.out = out;
  }

  /**
   * Runs the main job.
   *
   * @param args see --help
   */
  public static void main(String[] args) {
    int status = run(System.out, System.err, args);
    // Within Maven's own JVM (exec:java) a plain return is the polite way to succeed.
    if (status != 0) {
      System.exit(status);
    }
  }

  /** Runs the main job with given streams; returns the exit status. */
  static int run(PrintStream out, PrintStream err, String... args) {
    CommandLine command = new CommandLine(new Main(out));
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    command.setCaseInsensitiveEnumValuesAllowed(true);
    command.setExecutionExceptionHandler(
        (failure, line, parsed) -> {
          if (failure instanceof IllegalArgumentException
              || failure instanceof ArithmeticException
              || failure instanceof DataFileException) {
            line.getErr().println("ridgeline: " + failure.getMessage() + options(failure));
            return 1;
          }
          throw failure;
        });
    command.setParameterExceptionHandler(
        (wrong, given) -> {
          command.getErr().println("ridgeline: " + wrong.getMessage() + hint(wrong));
          return 2;
        });
    return command.execute(args);
  }

  private static String hint(ParameterException wrong) {
    List<String> near =
        wrong instanceof UnmatchedArgumentException unknown ? unknown.getSuggestions() : List.of();
    return (near.isEmpty() ? "" : " (did you mean " + String.join(" or ", near) + "?)")
        + "; --help lists the options";
  }

  /** The options that do what an error about a file advises in terms of {@code CsvFormat}. */
  private static String options(Exception failure) {
    List<String> fitting =
        failure instanceof DataFileException
            ? OPTIONS.entrySet().stream()
                .filter(e -> failure.getMessage().contains(e.getKey()))
                .map(Map.Entry::getValue)
                .sorted()
                .toList()
            : List.of();
    return fitting.isEmpty() ? "" : " (on the command line: " + String.join(", ", fitting) + ")";
  }

  @Override
  public void run() {
    PluginJars.check(System.getProperty("plugins", ""));
    Dataset dataset = data.read();
    LambdaGrid grid =
        lambdas.isEmpty()
            ? LambdaGrid.standard()
            : LambdaGrid.of(lambdas.stream().mapToDouble(Double::doubleValue).toArray());
    int extensions = lambdas.isEmpty() ? 2 : 0;
    Rule rule = oneStandardError ? Rule.ONE_STANDARD_ERROR : Rule.MIN;
    MainJob.Settings settings =
        new MainJob.Settings(
            penalties, models, grid, extensions, rule, hidden, epochs, seed, threads, folds);
    new MainJob(data.name(), dataset, settings, out).run();
  }
}
