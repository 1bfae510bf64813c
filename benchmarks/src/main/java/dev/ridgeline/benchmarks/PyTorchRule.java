package dev.ridgeline.benchmarks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.optimizer.Sgd;
import ai.djl.training.tracker.Tracker;
import java.util.HashMap;
import java.util.Map;

/**
 * A workload's optimizer and penalty by the native updates of DJL's own optimizers. Those would
 * penalise biases too, and add epsilon to the root before its bias is corrected; this one does
 * neither, as PyTorch's own optimizers with two groups of parameters.
 */
final class PyTorchRule extends Optimizer {
  // The native update takes 1 - beta in float; biases are corrected for the very same numbers.
  private static final float BETA1 = 0.9f;
  private static final float BETA2 = 0.999f;
  private static final double EPSILON = 1e-8;

  private final NetTask task;
  private final NetWorkload workload;
  private final boolean prox;
  private final Optimizer plain;
  private final Optimizer penalised;
  private final Map<String, Moments> moments = new HashMap<>();

  /** Adam's memory of a parameter. */
  private static final class Moments {
    final NDArray mean;
    final NDArray square;
    int steps;

    Moments(NDArray weight) {
      mean = weight.zerosLike();
      square = weight.zerosLike();
      mean.attach(weight.getManager());
      square.attach(weight.getManager());
    }
  }

  /** With prox, L1 is applied after the step; without, it is for the gradient. */
  PyTorchRule(NetTask task, boolean prox) {
    super(Optimizer.sgd());
    this.task = task;
    this.workload = task.net();
    this.prox = prox;
    plain = sgd(0);
    penalised = sgd(workload.isL1() ? 0 : workload.strength());
  }

  private Optimizer sgd(double decay) {
    Tracker rate = step -> (float) task.rate(step);
    Sgd.Builder builder = Optimizer.sgd().setLearningRateTracker(rate);
    if (workload.rule() == NetWorkload.Rule.MOMENTUM_L2) {
      builder.optMomentum(0.9f);
    }
    return builder.optWeightDecays((float) decay).build();
  }

  @Override
  public void update(String id, NDArray weight, NDArray gradient) {
    boolean bias = weight.getShape().dimension() == 1;
    switch (workload.rule()) {
      case ADAM_W, ADAM_L1 -> adam(id, weight, gradient, bias);
      default -> (bias ? plain : penalised).update(id, weight, gradient);
    }
  }

  private void adam(String id, NDArray weight, NDArray gradient, boolean bias) {
    Moments m = moments.computeIfAbsent(id, key -> new Moments(weight));
    m.steps++;
    double rate = task.rate(m.steps);
    double root = Math.sqrt(1 - Math.pow(BETA2, m.steps));
    boolean decay = workload.rule() == NetWorkload.Rule.ADAM_W && !bias;
    weight
        .getNDArrayInternal()
        .adamUpdate(
            new NDList(weight, gradient, m.mean, m.square),
            new NDList(weight),
            (float) rate,
            (float) (rate * root / (1 - Math.pow(BETA1, m.steps))),
            decay ? (float) workload.strength() : 0,
            rescaleGrad,
            clipGrad,
            BETA1,
            BETA2,
            (float) (EPSILON * root),
            true,
            true);
    if (prox && workload.isL1() && !bias) {
      try (NDArray metric = m.square.sqrt()) {
        metric.divi(root).addi(EPSILON);
        shrink(weight, metric, rate * workload.strength());
      }
    }
  }

  /** Takes from w its part within +/- threshold, which is the prox of l1. */
  private static void shrink(NDArray weight, NDArray metric, double length) {
    try (NDArray threshold = metric.pow(-1).muli(length);
        NDArray lower = threshold.neg();
        NDArray capped = weight.minimum(threshold);
        NDArray within = capped.maximum(lower)) {
      weight.subi(within);
    }
  }
}
