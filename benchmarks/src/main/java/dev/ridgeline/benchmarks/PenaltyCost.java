package dev.ridgeline.benchmarks;

import dev.ridgeline.linalg.RandomStream;
import dev.ridgeline.linalg.Team;
import dev.ridgeline.losses.SoftmaxCrossEntropy;
import dev.ridgeline.network.Network;
import dev.ridgeline.network.NetworkPass;
import dev.ridgeline.optimizer.Optimizer;
import dev.ridgeline.optimizer.OptimizerState;
import dev.ridgeline.optimizer.UpdatePass;
import dev.ridgeline.penalty.Penalty;
import dev.ridgeline.penalty.Regularization;
import dev.ridgeline.penalty.SeparablePenalty;
import dev.ridgeline.penalty.SmoothSeparablePenalty;
import dev.ridgeline.plugin.Kind;
import dev.ridgeline.plugin.Plugins;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a penalty adds to a training step of network (a): every separable penalty that the registry
 * knows, and two of a user's own that are written with three scalar methods and nothing else.
 *
 * <p>Arguments: optimizers, numbers of threads, rounds, penalties; such as {@code sgd,adam 1,2 40
 * l1,own-lasso}. In a round each penalty has a few steps in turn, from the same weights; its cost
 * is that over the steps without penalty of the same round, and the median over rounds is printed.
 * "none-again" has no penalty either: the noise. The first quarter of the rounds warms up and does
 * not count. One's own penalties are each to be measured in a run of their own, as they are used:
 * together they share, and slow down, the compiled code of the interface's loops.
 */
public final class PenaltyCost {
  private static final int STEPS = 8;
  private static final double STRENGTH = 1e-5;
  private static final String PLAIN = "no-penalty";

  private PenaltyCost() {}

  /** The lasso as a user would write it. */
  private record OwnLasso() implements SeparablePenalty {
    @Override
    public double value(double w, double s) {
      return s * Math.abs(w);
    }

    @Override
    public double prox(double w, double s, double step) {
      return w - Math.min(Math.max(w, -s * step), s * step);
    }

    @Override
    public double subgradientDistance(double w, double g, double s) {
      return w == 0 ? Math.max(Math.abs(g) - s, 0) : Math.abs(g + s * Math.signum(w));
    }
  }

  /** Quadratic near 0, linear beyond: smooth, so it enters the gradient. */
  private record OwnHuber() implements SmoothSeparablePenalty {
    @Override
    public double value(double w, double s) {
      return s * (Math.abs(w) <= 1 ? w * w / 2 : Math.abs(w) - 0.5);
    }

    @Override
    public double derivative(double w, double s) {
      return s * Math.max(-1, Math.min(1, w));
    }

    @Override
    public double prox(double w, double s, double t) {
      return w - s * t * Math.max(-1, Math.min(1, w / (1 + s * t)));
    }

    @Override
    public double lipschitz(double s) {
      return s;
    }
  }

  /**
   * Network (a) with one mini-batch, and an optimizer whose rate is so small that nothing moves.
   */
  private static final class Bench {
    private final NetWorkload workload = NetWorkload.named("a");
    private final Network network = Network.of(workload.inputs(), workload.layers());
    private final float[] start = network.initialize(1);
    private final float[] parameters = start.clone();
    private final float[] gradients = new float[parameters.length];
    private final double[] targets = new double[workload.batch()];
    private final double[] scales = new double[workload.batch()];
    private final Optimizer optimizer;
    private final OptimizerState state;
    private final NetworkPass pass;
    private final Map<String, UpdatePass> updates = new LinkedHashMap<>();

    Bench(Optimizer optimizer, Map<String, Regularization> plans, Team team) {
      this.optimizer = optimizer;
      state = optimizer.newState(parameters.length);
      pass = new NetworkPass(network, workload.batch(), team);
      plans.forEach(
          (name, plan) ->
              updates.put(name, UpdatePass.of(network.layout(), plan, 1, optimizer, team)));
      RandomStream random = new RandomStream(2);
      for (int i = 0; i < pass.inputs().length; i++) {
        pass.inputs()[i] = (float) random.uniform(i);
      }
      for (int i = 0; i < targets.length; i++) {
        targets[i] = random.derive("y").below(i, workload.classes());
      }
      Arrays.fill(scales, 1.0 / workload.batch());
    }

    /** Seconds of a step with each penalty, the first of which only fills the caches. */
    Map<String, Double> round() {
      Map<String, Double> seconds = new LinkedHashMap<>();
      updates.forEach(
          (name, update) -> {
            System.arraycopy(start, 0, parameters, 0, start.length);
            double[] times = new double[STEPS];
            for (int k = -1; k < STEPS; k++) {
              long start = System.nanoTime();
              pass.computeGradient(
                  parameters,
                  pass.capacity(),
                  new SoftmaxCrossEntropy(),
                  targets,
                  scales,
                  new RandomStream(3),
                  gradients,
                  false);
              update.step(parameters, gradients, state, optimizer.learningRate());
              if (k >= 0) {
                times[k] = (System.nanoTime() - start) * 1e-9;
              }
            }
            seconds.put(name, median(times));
          });
      return seconds;
    }
  }

  /**
   * Runs.
   *
   * @param args optimizers, numbers of threads, rounds, penalties; all optional
   */
  public static void main(String[] args) {
    String optimizers = args.length > 0 ? args[0] : "sgd,adam";
    String counts = args.length > 1 ? args[1] : "1,2";
    int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 60;
    Set<String> wanted = args.length > 3 ? Set.of(args[3].split(",")) : Set.of();
    Plugins plugins = Plugins.load();
    Map<String, Regularization> plans = new LinkedHashMap<>();
    plans.put(PLAIN, Regularization.none());
    for (String name : plugins.names(Kind.PENALTY)) {
      Penalty penalty = plugins.penalty(name);
      if (penalty instanceof SeparablePenalty) {
        plans.put(name, Regularization.of(penalty, STRENGTH));
      }
    }
    plans.put("own-lasso", Regularization.of(new OwnLasso(), STRENGTH));
    plans.put("own-huber", Regularization.of(new OwnHuber(), STRENGTH));
    plans.keySet().removeIf(p -> !wanted.isEmpty() && !p.equals(PLAIN) && !wanted.contains(p));
    plans.put("none-again", Regularization.none());
    System.out.println("optimizer  threads  penalty         step/us   cost");
    for (String name : optimizers.split(",")) {
      for (String count : counts.split(",")) {
        Optimizer optimizer = plugins.optimizer(name + "(learning-rate=1e-9)");
        try (Team team = Team.of(Integer.parseInt(count))) {
          run(name, count, new Bench(optimizer, plans, team), rounds);
        }
      }
    }
  }

  private static void run(String optimizer, String threads, Bench bench, int rounds) {
    Map<String, List<Double>> seconds = new LinkedHashMap<>();
    Map<String, List<Double>> costs = new LinkedHashMap<>();
    for (int r = -rounds / 3; r < rounds; r++) {
      Map<String, Double> round = bench.round();
      if (r < 0) {
        continue;
      }
      double plain = round.get(PLAIN);
      round.forEach(
          (name, time) -> {
            seconds.computeIfAbsent(name, key -> new ArrayList<>()).add(time);
            costs.computeIfAbsent(name, key -> new ArrayList<>()).add(time / plain - 1);
          });
    }
    seconds.forEach(
        (name, times) ->
            System.out.printf(
                Locale.ROOT,
                "%-9s  %7s  %-14s  %7.0f  %5.1f %%%n",
                optimizer,
                threads,
                name,
                1e6 * median(times.stream().mapToDouble(t -> t).toArray()),
                100 * median(costs.get(name).stream().mapToDouble(t -> t).toArray())));
  }

  private static double median(double[] x) {
    double[] sorted = x.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
