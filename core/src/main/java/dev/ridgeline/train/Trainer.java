package dev.ridgeline.train;

import com.google.common.collect.ImmutableList;
import dev.ridgeline.data.Dataset;
import dev.ridgeline.layer.Layer;
import dev.ridgeline.linalg.Team;
import dev.ridgeline.loss.Loss;
import dev.ridgeline.model.Learner;
import dev.ridgeline.network.FittedNetwork;
import dev.ridgeline.network.Network;
import dev.ridgeline.optimizer.Optimizer;
import dev.ridgeline.optimizer.Schedule;
import dev.ridgeline.penalty.Penalty;
import dev.ridgeline.penalty.Regularization;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleFunction;

/**
 * The recipe for training a network: layers, loss, optimizer, penalties, batches, epochs, seed.
 * Immutable and thread-safe; the same recipe, data and seed give the same bits.
 *
 * <p>Above 300 lines for its builder, one documented method a setting.
 *
 * <p>Minimises J = (1/m) sum of weighted losses + sum of R(W; lambda/m), with m the sum of the
 * sample weights of the whole training set, whatever the batch size.
 *
 * <pre>{@code
 * TrainingRun run = Trainer.builder(new SoftmaxCrossEntropy(), new Adam(0.01))
 *     .layers(new Dense(32), new ReLU(), new Dense(10))
 *     .regularization(Regularization.of(new L2(), 1.0))
 *     .epochs(20)
 *     .batchSize(64)
 *     .build()
 *     .fit(train);
 * }</pre>
 */
public final class Trainer {
  final ImmutableList<Layer> layers;
  final Loss loss;
  final Optimizer optimizer;
  final Schedule schedule;
  final Regularization regularization;
  final int epochs;
  final int batchSize;
  final int threads;
  final double clipNorm;
  final boolean standardize;
  final long seed;
  final Optional<EarlyStopping> earlyStopping;
  final ProgressListener listener;
  final Optional<Checkpointing> checkpoints;

  /** Which states a run hands on, and to whom. */
  record Checkpointing(Every when, CheckpointSink sink) {}

  private Trainer(Builder b) {
    layers = ImmutableList.copyOf(b.layers);
    loss = b.loss;
    optimizer = b.optimizer;
    schedule = b.schedule;
    regularization = b.regularization;
    epochs = b.epochs;
    batchSize = b.batchSize;
    threads = b.threads;
    clipNorm = b.clipNorm;
    standardize = b.standardize;
    seed = b.seed;
    earlyStopping = b.earlyStopping;
    listener = b.listener;
    checkpoints = b.checkpoints;
  }

  /**
   * Starts a recipe: 100 epochs in full batches, standardised features, no penalty, seed 0.
   *
   * @param loss what is minimised
   * @param optimizer how
   * @return a builder that still needs layers
   */
  public static Builder builder(Loss loss, Optimizer optimizer) {
    return new Builder(loss, optimizer);
  }

  /**
   * Trains on all epochs.
   *
   * @param train raw features and targets
   * @return model and history
   * @throws IllegalArgumentException if the recipe does not fit the data, or asks for early
   *     stopping, which needs a dev set; or if a feature is beyond the range of floats, naming row
   *     and column
   * @throws ArithmeticException if loss or gradient becomes NaN or infinite, naming step and
   *     parameter
   */
  public TrainingRun fit(Dataset train) {
    checkNeedsNoDevSet("fit(train, dev)");
    return run(train, Optional.empty(), Optional.empty());
  }

  /**
   * Trains, with the dev loss in the history and for early stopping.
   *
   * @param train raw features and targets
   * @param dev raw features and targets, never fitted to
   * @return model and history
   * @throws IllegalArgumentException if the recipe does not fit the data, or a feature is beyond
   *     the range of floats, naming row and column
   * @throws ArithmeticException if loss or gradient becomes NaN or infinite, naming step and
   *     parameter
   */
  public TrainingRun fit(Dataset train, Dataset dev) {
    return run(train, Optional.of(dev), Optional.empty());
  }

  /**
   * Goes on with a run that was left, to the bits of one that was not, on any number of threads.
   *
   * <p>The listener does not hear again of epochs that are done. A state of a complete run gives
   * its result at once; under a recipe with more epochs, and a schedule that does not depend on
   * their number, it is trained on, to the bits of a run that had them from the beginning. The same
   * bits need the same backend of matrix products, too.
   *
   * @param state where the run was left; not modified
   * @param train the raw features and targets that it was begun with
   * @return model and whole history
   * @throws IllegalArgumentException if the state belongs to another recipe or other data, with all
   *     that differs
   * @throws ArithmeticException as {@link #fit(Dataset)}
   */
  public TrainingRun resume(TrainingState state, Dataset train) {
    checkNeedsNoDevSet("resume(state, train, dev)");
    return run(train, Optional.empty(), Optional.of(state));
  }

  /**
   * Goes on with a run that was left, to the bits of one that was not, on any number of threads.
   *
   * @param state where the run was left; not modified
   * @param train the raw features and targets that it was begun with
   * @param dev the raw features and targets that it was begun with
   * @return model and whole history
   * @throws IllegalArgumentException if the state belongs to another recipe or other data, with all
   *     that differs
   * @throws ArithmeticException as {@link #fit(Dataset)}
   */
  public TrainingRun resume(TrainingState state, Dataset train, Dataset dev) {
    return run(train, Optional.of(dev), Optional.of(state));
  }

  private void checkNeedsNoDevSet(String call) {
    if (earlyStopping.isPresent()) {
      throw new IllegalArgumentException(
          "early stopping needs a dev set; call " + call + ", or leave earlyStopping out");
    }
  }

  private TrainingRun run(Dataset train, Optional<Dataset> dev, Optional<TrainingState> start) {
    try (Team team = Team.of(threads)) {
      return new TrainingLoop(this, train, dev, team, start).run();
    }
  }

  /**
   * This recipe as what a lambda search fits: one penalty on all weights.
   *
   * @param penalty the penalty whose lambda is searched; replaces the recipe's own
   * @return the learner
   * @throws IllegalStateException if the recipe has checkpoints: a search fits many networks
   */
  public Learner learner(Penalty penalty) {
    return learner(
        lambda -> Regularization.of(penalty, lambda),
        "network " + layers + " with " + loss + " loss and " + penalty + " by " + optimizer);
  }

  /**
   * This recipe as what a lambda search fits: any plan.
   *
   * @param plan the plan at a lambda; replaces the recipe's own
   * @param description one line for reports
   * @return the learner
   * @throws IllegalStateException if the recipe has checkpoints: a search fits many networks
   */
  public Learner learner(DoubleFunction<Regularization> plan, String description) {
    if (checkpoints.isPresent()) {
      throw new IllegalStateException(
          "a lambda search fits many networks, whose checkpoints would take each other's place;"
              + " leave checkpoints out of its recipe");
    }
    return new Learner() {
      @Override
      public FittedNetwork fit(Dataset train, Dataset dev, double lambda) {
        Trainer at = new Builder(Trainer.this).regularization(plan.apply(lambda)).build();
        return at.fit(train, dev).model();
      }

      @Override
      public String description() {
        return description;
      }
    };
  }

  /**
   * The network that this recipe trains on a data set.
   *
   * @param train gives the number of inputs
   * @return the shapes
   * @throws IllegalArgumentException if the last layer has not as many outputs as the loss needs
   */
  public Network network(Dataset train) {
    Network network = Network.of(train.columns(), layers);
    int needed = loss.outputs(train);
    if (network.outputs() != needed) {
      throw new IllegalArgumentException(
          "the "
              + loss
              + " loss needs "
              + needed
              + " outputs for "
              + train
              + ", the last layer "
              + layers.get(layers.size() - 1)
              + " has "
              + network.outputs());
    }
    return network;
  }

  /** Collects a recipe. Not thread-safe. */
  public static final class Builder {
    private final Loss loss;
    private final Optimizer optimizer;
    private List<Layer> layers = List.of();
    private Schedule schedule = (step, total) -> 1;
    private Regularization regularization = Regularization.none();
    private int epochs = 100;
    private int batchSize;
    private int threads = 1;
    private double clipNorm = Double.POSITIVE_INFINITY;
    private boolean standardize = true;
    private long seed;
    private Optional<EarlyStopping> earlyStopping = Optional.empty();
    private ProgressListener listener = ProgressListener.SILENT;
    private Optional<Checkpointing> checkpoints = Optional.empty();

    private Builder(Loss loss, Optimizer optimizer) {
      this.loss = loss;
      this.optimizer = optimizer;
    }

    private Builder(Trainer t) {
      this(t.loss, t.optimizer);
      layers = t.layers;
      schedule = t.schedule;
      regularization = t.regularization;
      epochs = t.epochs;
      batchSize = t.batchSize;
      threads = t.threads;
      clipNorm = t.clipNorm;
      standardize = t.standardize;
      seed = t.seed;
      earlyStopping = t.earlyStopping;
      listener = t.listener;
      checkpoints = t.checkpoints;
    }

    /**
     * Sets the layers.
     *
     * @param chain at least one; the last has as many outputs as the loss needs
     * @return this
     */
    public Builder layers(Layer... chain) {
      return layers(List.of(chain));
    }

    /**
     * Sets the layers.
     *
     * @param chain at least one; the last has as many outputs as the loss needs
     * @return this
     */
    public Builder layers(List<Layer> chain) {
      layers = List.copyOf(chain);
      return this;
    }

    /**
     * Sets the schedule of the learning rate.
     *
     * @param factors of the optimizer's own rate
     * @return this
     */
    public Builder schedule(Schedule factors) {
      schedule = factors;
      return this;
    }

    /**
     * Sets the penalties.
     *
     * @param plan which penalty with which lambda where
     * @return this
     */
    public Builder regularization(Regularization plan) {
      regularization = plan;
      return this;
    }

    /**
     * Sets how often the training set is passed through.
     *
     * @param count at least 1
     * @return this
     */
    public Builder epochs(int count) {
      epochs = count;
      return this;
    }

    /**
     * Sets the rows of a step.
     *
     * @param rows at least 1; 0 for the whole training set
     * @return this
     */
    public Builder batchSize(int rows) {
      batchSize = rows;
      return this;
    }

    /**
     * Sets how many threads share the work of a step. The result does not depend on it, to the last
     * bit.
     *
     * @param count at least 1, which holds unless set; more than the machine has cores is slower
     * @return this
     */
    public Builder threads(int count) {
      threads = count;
      return this;
    }

    /**
     * Limits the norm of the gradient: where the gradient g of the batch's mean loss in all
     * parameters together is longer than the norm, g norm / ||g|| takes its place.
     *
     * <p>Penalties have no part in it: they are added, or applied as prox or decay, after the
     * clipping, so that lambda keeps its meaning; the run no longer minimises J where clipping goes
     * on to the end. The norm is summed in double in the order of the parameters, the same for any
     * number of threads. Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent
     * neural networks", 2013, algorithm 1.
     *
     * @param norm the longest gradient that is left as it is, above 0; infinity, which holds unless
     *     set, for no limit
     * @return this
     */
    public Builder clipNorm(double norm) {
      clipNorm = norm;
      return this;
    }

    /**
     * Sets whether features are standardised, in training and prediction.
     *
     * @param standardized true unless set
     * @return this
     */
    public Builder standardize(boolean standardized) {
      standardize = standardized;
      return this;
    }

    /**
     * Sets the seed of initial values, batches and dropout.
     *
     * @param number any
     * @return this
     */
    public Builder seed(long number) {
      seed = number;
      return this;
    }

    /**
     * Stops when the dev loss no longer falls.
     *
     * @param rule when
     * @return this
     */
    public Builder earlyStopping(EarlyStopping rule) {
      earlyStopping = Optional.of(rule);
      return this;
    }

    /**
     * Tells a listener of each epoch.
     *
     * @param progress hears
     * @return this
     */
    public Builder listener(ProgressListener progress) {
      listener = progress;
      return this;
    }

    /**
     * Hands on the state of the run now and then, so that {@link Trainer#resume} can go on from it.
     *
     * <p>A state is handed on when it is due and at the end of the run. Without this call a step
     * costs nothing more.
     *
     * @param when after which steps or epochs
     * @param sink keeps the states, such as {@code Checkpoints} of ridgeline-io in files; told
     *     first that the run begins
     * @return this
     */
    public Builder checkpoints(Every when, CheckpointSink sink) {
      checkpoints = Optional.of(new Checkpointing(when, sink));
      return this;
    }

    /**
     * The recipe.
     *
     * @return immutable
     * @throws IllegalArgumentException if there are no layers, a number is out of range, or the
     *     optimizer cannot take a penalty of the plan
     */
    public Trainer build() {
      if (layers.isEmpty()) {
        throw new IllegalArgumentException("a trainer needs layers; call layers(...)");
      }
      if (threads < 1) {
        throw new IllegalArgumentException("a trainer needs at least 1 thread, found " + threads);
      }
      if (!(clipNorm > 0)) {
        throw new IllegalArgumentException(
            "gradients are clipped to a norm above 0 (infinity for no limit), found " + clipNorm);
      }
      if (epochs < 1 || batchSize < 0) {
        throw new IllegalArgumentException(
            "a trainer needs epochs >= 1 and batch size >= 0 (0 for full batches), found "
                + epochs
                + " and "
                + batchSize);
      }
      if (!regularization.rules().isEmpty()) {
        optimizer.check(regularization);
      }
      return new Trainer(this);
    }
  }
}
