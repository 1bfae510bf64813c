package dev.ridgeline.benchmarks;

import dev.ridgeline.linalg.RandomStream;
import dev.ridgeline.linalg.Team;
import dev.ridgeline.losses.SoftmaxCrossEntropy;
import dev.ridgeline.network.Network;
import dev.ridgeline.network.NetworkPass;
import dev.ridgeline.optimizer.OptimizerState;
import dev.ridgeline.optimizer.UpdatePass;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The parts of a training step: gradient and update. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class StepBenchmark {
  /** Which network. */
  @Param({"a", "b", "c", "digits", "batch-norm", "layer-norm"})
  public String net;

  /** Threads of the team. */
  @Param({"1", "2"})
  public int threads;

  /**
   * Whether no weight is negative, so that all rows are predicted as one class with all certainty;
   * some of them rightly, and their slopes are next to nothing.
   */
  @Param({"false", "true"})
  public boolean saturated;

  private Team team;
  private NetworkPass pass;
  private UpdatePass update;
  private OptimizerState state;
  private double rate;
  private float[] parameters;
  private float[] gradients;
  private double[] targets;
  private double[] scales;

  /** For JMH. */
  public StepBenchmark() {}

  /** Makes the network and one mini-batch. */
  @Setup(Level.Trial)
  public void setUp() {
    NetWorkload w = NetWorkload.named(net);
    Network network = Network.of(w.inputs(), w.layers());
    team = Team.of(threads);
    pass = new NetworkPass(network, w.batch(), team);
    update = UpdatePass.of(network.layout(), w.regularization(), w.rows(), w.optimizer(), team);
    state = w.optimizer().newState(network.layout().size());
    // So small that the network stays as it is: one that has learnt its only batch by heart has
    // gradients of denormal numbers, on which a processor is ten times slower.
    rate = 1e-9;
    parameters = network.initialize(1);
    for (int i = 0; saturated && i < parameters.length; i++) {
      parameters[i] = Math.max(0, parameters[i]);
    }
    gradients = new float[parameters.length];
    targets = new double[w.batch()];
    scales = new double[w.batch()];
    Arrays.fill(scales, 1.0 / w.batch());
    RandomStream random = new RandomStream(2);
    for (int i = 0; i < pass.inputs().length; i++) {
      pass.inputs()[i] = (float) random.uniform(i);
    }
    for (int i = 0; i < targets.length; i++) {
      targets[i] = random.derive("y").below(i, w.classes());
    }
  }

  /** Ends the threads. */
  @TearDown(Level.Trial)
  public void tearDown() {
    team.close();
  }

  /**
   * Forward and backward.
   *
   * @return the loss
   */
  @Benchmark
  public double gradient() {
    return pass.computeGradient(
        parameters,
        pass.capacity(),
        new SoftmaxCrossEntropy(),
        targets,
        scales,
        new RandomStream(3),
        gradients,
        false);
  }

  /** Optimizer and penalty. */
  @Benchmark
  public void update() {
    update.step(parameters, gradients, state, rate);
  }

  /**
   * A whole step.
   *
   * @return the loss
   */
  @Benchmark
  public double step() {
    double loss = gradient();
    update();
    return loss;
  }
}
