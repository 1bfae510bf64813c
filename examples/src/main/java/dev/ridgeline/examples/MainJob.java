package dev.ridgeline.examples;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.KFold;
import dev.ridgeline.data.Split;
import dev.ridgeline.data.Task;
import dev.ridgeline.evaluate.Evaluation;
import dev.ridgeline.layers.Dense;
import dev.ridgeline.layers.ReLU;
import dev.ridgeline.linalg.Decimal;
import dev.ridgeline.linear.LinearModel;
import dev.ridgeline.loss.Loss;
import dev.ridgeline.losses.LogisticLoss;
import dev.ridgeline.losses.SoftmaxCrossEntropy;
import dev.ridgeline.losses.SquaredLoss;
import dev.ridgeline.model.Learner;
import dev.ridgeline.optimizer.Optimizer;
import dev.ridgeline.penalty.Penalty;
import dev.ridgeline.plugin.Plugins;
import dev.ridgeline.select.LambdaGrid;
import dev.ridgeline.select.LambdaSearch;
import dev.ridgeline.select.Rule;
import dev.ridgeline.select.SearchResult;
import dev.ridgeline.train.Trainer;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Searches lambda for each model and penalty, and prints a table for each and one for all. */
final class MainJob {
  private static final String WEIGHT_DECAY = "weight-decay";

  private final String name;
  private final Dataset data;
  private final Settings settings;
  private final PrintStream out;
  private final Plugins plugins = Plugins.load();

  /** What to fit and how. */
  record Settings(
      List<String> penalties,
      List<Main.ModelKind> models,
      LambdaGrid grid,
      int extensions,
      Rule rule,
      int hidden,
      int epochs,
      long seed,
      int threads,
      Optional<Integer> folds) {}

  /** A search with the test scores of its fit without penalty, for comparison. */
  record Outcome(String title, SearchResult result, Evaluation unpenalizedTest) {}

  /** One of the searches to be run. */
  private record Job(
      String title, ProgressLine progress, Function<LambdaSearch, SearchResult> search) {}

  MainJob(String name, Dataset data, Settings settings, PrintStream out) {
    this.name = name;
    this.data = data;
    this.settings = settings;
    this.out = out;
  }

  /** Prints the tables; returns what is in them. */
  List<Outcome> run() {
    Split raw = Split.of(data, 0.2, 0.2, settings.seed());
    Split split = data.task() == Task.REGRESSION ? TargetScaling.apply(raw) : raw;
    LambdaSearch search =
        LambdaSearch.over(settings.grid())
            .withRule(settings.rule())
            .withExtensions(settings.extensions())
            .withThreads(settings.threads());
    List<Job> jobs = jobs(split);
    headline(split);
    List<Outcome> outcomes = new ArrayList<>();
    for (Job job : jobs) {
      try {
        SearchResult result = job.search().apply(search).withTest(split.test());
        Evaluation first = Evaluation.of(result.trials().get(0).model(), split.test());
        outcomes.add(new Outcome(job.title(), result, first));
      } finally {
        job.progress().close();
      }
      out.printf("%n== %s%n%s", job.title(), outcomes.get(outcomes.size() - 1).result());
    }
    summary(outcomes);
    return outcomes;
  }

  private void headline(Split split) {
    out.printf(
        Locale.ROOT,
        "%s: %d features; %d rows to train on, %d to choose lambda on (dev), %d for the test%n",
        name,
        data.columns(),
        split.train().rows(),
        split.dev().rows(),
        split.test().rows());
    if (data.task() == Task.REGRESSION) {
      out.println("targets are standardised: errors are in its standard deviations");
    }
    if (data.task() == Task.REGRESSION && twoWholeNumbers(data.targets())) {
      out.println("the target has just two values: --classes makes them classes");
    }
  }

  private static boolean twoWholeNumbers(double[] targets) {
    return Arrays.stream(targets).allMatch(y -> y == Math.rint(y))
        && Arrays.stream(targets).distinct().count() == 2;
  }

  /** Everything there is to do, so that what cannot be done is refused before anything is. */
  private List<Job> jobs(Split split) {
    Optional<KFold> folds = settings.folds().map(k -> KFold.of(split.train(), k, settings.seed()));
    List<Job> jobs = new ArrayList<>();
    for (Main.ModelKind kind : settings.models()) {
      for (String penalty : settings.penalties()) {
        String title = title(kind) + ", " + penalty;
        ProgressLine progress = ProgressLine.onTerminal(title);
        Learner learner = learner(kind, penalty, split.train(), progress);
        jobs.add(
            new Job(
                title,
                progress,
                search ->
                    folds
                        .map(k -> search.run(learner, split.train(), k))
                        .orElseGet(() -> search.run(learner, split.train(), split.dev()))));
      }
    }
    return jobs;
  }

  private Learner learner(Main.ModelKind kind, String spec, Dataset train, ProgressLine progress) {
    boolean decay = spec.equals(WEIGHT_DECAY);
    Penalty penalty = plugins.penalty(decay ? "l2" : spec);
    Loss loss = loss();
    if (kind == Main.ModelKind.linear && !decay) {
      return LinearModel.of(loss, penalty);
    }
    String adam = "adam(learning-rate=0.005)";
    Optimizer optimizer = plugins.optimizer(decay ? "weight-decay(base=" + adam + ")" : adam);
    int outputs = loss.outputs(train);
    // Each fold, and once more all rows.
    int fits = settings.grid().values().length * settings.folds().map(k -> k + 1).orElse(1);
    Trainer.Builder trainer =
        Trainer.builder(loss, optimizer)
            .schedule(plugins.schedule("cosine"))
            .epochs(settings.epochs())
            .batchSize(32)
            .seed(settings.seed())
            .listener(progress.expecting(fits));
    if (kind == Main.ModelKind.linear) {
      trainer.layers(new Dense(outputs));
    } else {
      trainer.layers(new Dense(settings.hidden()), new ReLU(), new Dense(outputs));
    }
    return trainer.build().learner(penalty);
  }

  private Loss loss() {
    if (data.task() == Task.REGRESSION) {
      return new SquaredLoss();
    }
    return data.classNames().size() == 2 ? new LogisticLoss() : new SoftmaxCrossEntropy();
  }

  private String title(Main.ModelKind kind) {
    if (kind == Main.ModelKind.network) {
      return "network with " + settings.hidden() + " hidden units";
    }
    return data.task() == Task.REGRESSION ? "linear regression" : "logistic regression";
  }

  private void summary(List<Outcome> outcomes) {
    out.printf("%n== On the test set, looked at once, after every lambda was chosen%n");
    String format = "%-44s %10s %20s %20s%n";
    double smallest = settings.grid().values()[0];
    out.printf(
        format,
        "model, penalty",
        "lambda",
        "test loss at it",
        "at lambda " + Decimal.exact(smallest));
    for (Outcome o : outcomes) {
      out.printf(
          format,
          o.title(),
          Decimal.exact(o.result().chosen().lambda()),
          o.result().test().orElseThrow().loss(),
          o.unpenalizedTest().loss());
    }
  }
}
