package dev.ridgeline.train;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.Features;
import dev.ridgeline.data.Standardizer;
import dev.ridgeline.layer.Layer;
import dev.ridgeline.linalg.RandomStream;
import dev.ridgeline.linalg.Team;
import dev.ridgeline.loss.Loss;
import dev.ridgeline.network.FittedNetwork;
import dev.ridgeline.network.Network;
import dev.ridgeline.network.NetworkPass;
import dev.ridgeline.objective.Objective;
import dev.ridgeline.optimizer.OptimizerState;
import dev.ridgeline.optimizer.UpdatePass;
import dev.ridgeline.parameter.Parameter;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * One run of a {@link Trainer}: the mutable side of training. Above 300 lines for the texts of its
 * refusals.
 */
final class TrainingLoop {
  // Memory for activations grows with the batch: a full batch is summed over chunks of this size.
  private static final int CHUNK = 1024;
  // Cells that one thread copies while another would be waking up.
  private static final int GATHERED_CELLS = 1 << 15;

  private final Trainer recipe;
  private final Dataset train;
  private final Optional<Dataset> rawDev;
  private final Optional<Dataset> dev;
  private final Standardizer standardizer;
  private final Features features;
  private final Network network;
  private final NetworkPass pass;
  private final UpdatePass update;
  private final OptimizerState state;
  private final RandomStream random;
  private final float[] parameters;
  private final float[] gradients;
  private final int[] trained;
  private final double[] targets;
  private final double[] scales;
  private final int batchSize;
  private final int[] order;
  private final Team team;
  private final Progress progress;
  private final Map<String, String> words;
  private final Team.Job gatherRows = this::gatherRows;
  private int gatherFrom;
  private int gatherTo;

  // Where the current epoch stands.
  private int row;
  private double lossSum;

  TrainingLoop(
      Trainer recipe,
      Dataset train,
      Optional<Dataset> dev,
      Team team,
      Optional<TrainingState> start) {
    this.recipe = recipe;
    this.train = train;
    this.network = recipe.network(train);
    recipe.loss.checkTargets(train);
    recipe.optimizer.check(recipe.regularization);
    this.batchSize =
        recipe.batchSize == 0 ? train.rows() : Math.min(recipe.batchSize, train.rows());
    this.words =
        start.isPresent() || recipe.checkpoints.isPresent()
            ? Recipe.of(recipe, network.layout().size(), totalSteps(), train, dev)
            : Map.of();
    start.ifPresent(s -> Recipe.check(s, words, recipe, stepsAnEpoch()));
    this.standardizer = start.map(TrainingState::standardizer).orElseGet(this::fitStandardizer);
    this.features = standardizer.apply(train.features());
    this.rawDev = dev;
    this.dev = dev.map(standardizer::apply);
    this.dev.ifPresent(recipe.loss::checkTargets);
    this.dev.ifPresent(d -> d.checkClasses(train.classNames()));
    this.dev.ifPresent(d -> d.checkFeatures(train.featureNames()));
    this.team = team;
    this.pass = new NetworkPass(network, rowsInOneCall(), team);
    this.update =
        UpdatePass.of(
            network.layout(), recipe.regularization, train.weightSum(), recipe.optimizer, team);
    this.state =
        start
            .map(s -> s.optimizer().copy())
            .orElseGet(() -> recipe.optimizer.newState(network.layout().size()));
    this.random = new RandomStream(recipe.seed).derive("training");
    this.parameters =
        start.map(s -> s.parameters().clone()).orElseGet(() -> network.initialize(recipe.seed));
    this.progress = new Progress(recipe);
    start.ifPresent(this::restorePosition);
    this.gradients = new float[parameters.length];
    this.trained = GradientClipping.trained(network.layout());
    this.targets = new double[pass.capacity()];
    this.scales = new double[pass.capacity()];
    this.order = IntStream.range(0, train.rows()).toArray();
  }

  /** A batch whose rows are coupled cannot be summed over chunks. */
  private int rowsInOneCall() {
    if (!network.couplesRows()) {
      return Math.min(batchSize, CHUNK);
    }
    if (batchSize == 1) {
      throw new IllegalArgumentException(
          "a batch of one row has no spread to normalise by: "
              + network.layers().stream().filter(Layer::couplesRows).toList()
              + " need batches of at least 2 rows, found batch size 1 for "
              + train.rows()
              + " rows; use layer-norm, or larger batches");
    }
    return batchSize;
  }

  private Standardizer fitStandardizer() {
    return recipe.standardize ? Standardizer.fit(train) : Standardizer.identity(train.columns());
  }

  private void restorePosition(TrainingState start) {
    if (start.row() >= train.rows()
        || start.row() % batchSize != 0
        || start.steps() != start.history().size() * stepsAnEpoch() + start.row() / batchSize
        || start.parameters().length != network.layout().size()
        || start.optimizer().slotCount() != recipe.optimizer.slots()) {
      throw new IllegalArgumentException(
          start
              + " is no place that this run comes by, with "
              + stepsAnEpoch()
              + " steps of "
              + batchSize
              + " rows an epoch, "
              + network.layout().size()
              + " parameters and "
              + recipe.optimizer.slots()
              + " numbers remembered for each, found "
              + start.optimizer().slotCount()
              + "; begin anew with fit");
    }
    progress.restore(start);
    row = start.row();
    lossSum = start.lossSum();
  }

  TrainingRun run() {
    recipe.checkpoints.ifPresent(c -> c.sink().begin(state.steps()));
    while (progress.stopReason().isEmpty()) {
      Epoch epoch = epoch(progress.epochs() + 1);
      progress.add(epoch, parameters);
      row = 0;
      lossSum = 0;
      saveAfterEpoch(epoch.number());
      recipe.listener.epochDone(epoch, recipe.epochs);
    }
    String stopReason = progress.stopReason().get();
    return new TrainingRun(
        fitted(progress.chosen(parameters), stopReason), progress.history(), stopReason);
  }

  private Epoch epoch(int number) {
    int n = train.rows();
    if (batchSize < n) {
      random.derive("order").derive(number).permute(order);
    }
    double rate = 0;
    while (row < n) {
      int to = (int) Math.min(n, (long) row + batchSize);
      long step = state.steps() + 1;
      rate = recipe.optimizer.learningRate() * recipe.schedule.factor(step, totalSteps());
      double loss = gradient(row, to, step);
      if (recipe.clipNorm < Double.POSITIVE_INFINITY) {
        GradientClipping.clip(gradients, trained, recipe.clipNorm);
      }
      step(to, rate);
      lossSum += loss * (to - row) / n;
      row = to;
      saveWithinEpoch();
    }
    double penalty = recipe.regularization.value(network.layout(), parameters, train.weightSum());
    if (!Double.isFinite(penalty)) {
      throw diverged("the penalty", penalty, state.steps());
    }
    OptionalDouble devLoss =
        dev.isPresent()
            ? OptionalDouble.of(
                meanLoss(recipe.loss.scoring(), parameters, dev.get(), dev.get().features()))
            : OptionalDouble.empty();
    if (!Double.isFinite(devLoss.orElse(0))) {
      checkAllFloats("dev", rawDev.get(), dev.get().features());
      throw diverged("the dev loss", devLoss.getAsDouble(), state.steps());
    }
    return new Epoch(number, state.steps(), lossSum, penalty, devLoss, rate);
  }

  /** The update after the gradient of the batch that ends before a position of the order. */
  private void step(int to, double rate) {
    try {
      update.step(parameters, gradients, state, rate);
    } catch (ArithmeticException notFinite) {
      FloatRange.check("training", train, features, order, row, to);
      throw notFinite;
    }
  }

  /** After the last step of an epoch the epoch's record comes first. */
  private void saveWithinEpoch() {
    if (recipe.checkpoints.isPresent()
        && row < train.rows()
        && recipe.checkpoints.get().when().isDueAtStep(state.steps())) {
      recipe.checkpoints.get().sink().save(snapshot());
    }
  }

  private void saveAfterEpoch(int number) {
    if (recipe.checkpoints.isPresent()
        && (progress.stopReason().isPresent()
            || recipe.checkpoints.get().when().isDueAfterEpoch(state.steps(), number))) {
      recipe.checkpoints.get().sink().save(snapshot());
    }
  }

  private TrainingState snapshot() {
    return new TrainingState(
        words, row, lossSum, parameters, state, standardizer, progress.history(), progress.best());
  }

  /** Mean loss of the batch order[from ... to - 1] and its gradient into {@link #gradients}. */
  private double gradient(int from, int to, long step) {
    double loss = 0;
    // A weighted mini-batch estimates (1/m) sum of w_i loss_i by (n / (batch m)) sum over the
    // batch.
    double scale = train.rows() / ((to - from) * train.weightSum());
    for (int at = from; at < to; at += pass.capacity()) {
      int end = Math.min(to, at + pass.capacity());
      gatherFrom = at;
      gatherTo = end;
      team.run(gatherTasks(), gatherRows);
      for (int i = at; i < end; i++) {
        targets[i - at] = train.target(order[i]);
        scales[i - at] = scale * train.weight(order[i]);
      }
      RandomStream stepRandom = random.derive("step").derive(step).derive(at - from);
      loss +=
          pass.computeGradient(
              parameters, end - at, recipe.loss, targets, scales, stepRandom, gradients, at > from);
    }
    if (!Double.isFinite(loss)) {
      FloatRange.check("training", train, features, order, from, to);
      throw diverged("the training loss", loss, step);
    }
    return loss;
  }

  private long stepsAnEpoch() {
    return ((long) train.rows() + batchSize - 1) / batchSize;
  }

  private long totalSteps() {
    return stepsAnEpoch() * recipe.epochs;
  }

  private int gatherTasks() {
    long cells = (long) (gatherTo - gatherFrom) * train.columns();
    return (int) Math.max(1, Math.min(team.size(), cells / GATHERED_CELLS));
  }

  private void gatherRows(int task, int worker) {
    int tasks = gatherTasks();
    int n = gatherTo - gatherFrom;
    int from = n * task / tasks;
    int to = n * (task + 1) / tasks;
    features.copyRows(
        order, gatherFrom + from, gatherFrom + to, pass.inputs(), from * train.columns());
  }

  private static void checkAllFloats(String name, Dataset data, Features standardized) {
    int[] rows = IntStream.range(0, data.rows()).toArray();
    FloatRange.check(name, data, standardized, rows, 0, rows.length);
  }

  private ArithmeticException diverged(String what, double value, long step) {
    String where = "";
    for (Parameter p : network.layout().parameters()) {
      double norm = p.view(parameters).frobeniusNorm();
      if (!Double.isFinite(norm) || norm > 1e6) {
        where = "; the first parameter out of bounds is " + p.name() + " with norm " + norm;
        break;
      }
    }
    return new ArithmeticException(
        what
            + " is "
            + value
            + " at step "
            + step
            + " (epoch "
            + ((step - 1) / stepsAnEpoch() + 1)
            + ")"
            + where
            + "; use a smaller learning rate than "
            + recipe.optimizer.learningRate()
            + ", or standardise the features");
  }

  /** (1/m) sum of weighted losses in prediction mode, in double over float predictions. */
  private double meanLoss(Loss loss, float[] at, Dataset data, Features standardized) {
    int outputs = network.outputs();
    int[] rows = new int[pass.capacity()];
    double[] prediction = new double[outputs];
    double[] ignored = new double[outputs];
    double sum = 0;
    for (int from = 0; from < data.rows(); from += rows.length) {
      int count = Math.min(rows.length, data.rows() - from);
      for (int i = 0; i < count; i++) {
        rows[i] = from + i;
      }
      standardized.copyRows(rows, 0, count, pass.inputs(), 0);
      float[] out = pass.predict(at, count);
      for (int i = 0; i < count; i++) {
        for (int k = 0; k < outputs; k++) {
          prediction[k] = out[i * outputs + k];
        }
        sum +=
            data.weight(from + i)
                * loss.rowLoss(prediction, 0, outputs, data.target(from + i), ignored);
      }
    }
    return sum / data.weightSum();
  }

  private String plan() {
    boolean minimized =
        recipe.regularization.rules().stream()
            .allMatch(r -> recipe.optimizer.minimizes(r.penalty()));
    return recipe.regularization
        + (minimized ? "" : ", by decoupled weight decay, which does not minimise this sum");
  }

  private String clipping() {
    return recipe.clipNorm < Double.POSITIVE_INFINITY
        ? ", gradients clipped to norm " + recipe.clipNorm
        : "";
  }

  private FittedNetwork fitted(float[] chosen, String stopReason) {
    double m = train.weightSum();
    double dataLoss = meanLoss(recipe.loss, chosen, train, features);
    if (!Double.isFinite(dataLoss)) {
      checkAllFloats("training", train, features);
      throw diverged("the training loss", dataLoss, state.steps());
    }
    Objective objective =
        new Objective(
            dataLoss,
            recipe.regularization.value(network.layout(), chosen, m),
            recipe.loss.toString(),
            plan(),
            m);
    return new FittedNetwork(
        network,
        chosen,
        standardizer,
        recipe.loss,
        train.classNames(),
        train.featureNames(),
        objective,
        stopReason + " with " + recipe.optimizer + clipping());
  }
}
