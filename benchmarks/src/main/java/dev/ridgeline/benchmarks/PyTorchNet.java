package dev.ridgeline.benchmarks;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.norm.LayerNorm;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.util.Pair;
import java.util.Arrays;

/**
 * PyTorch 2.7.1 through DJL. Its mini-batches are cut before the clock runs, which saves it the
 * shuffling and gathering that Ridgeline's time includes.
 */
final class PyTorchNet implements NetContender {
  private final NetTask task;
  private final NetWorkload workload;
  private final int threads;
  private final boolean prox;

  /** With prox or, for l1 only, by subgradient. */
  PyTorchNet(NetTask task, int threads, boolean prox) {
    this.task = task;
    this.workload = task.net();
    this.threads = threads;
    this.prox = prox;
  }

  @Override
  public String name() {
    String variant = !workload.isL1() ? "" : prox ? " prox" : " subgradient";
    return "pytorch-" + Engine.getEngine("PyTorch").getVersion() + "-djl" + variant;
  }

  @Override
  public String departure() {
    if (workload.hidden() == Hidden.DROPOUT) {
      return "other random masks";
    }
    return workload.isL1() && !prox ? "l1 by subgradient" : "";
  }

  @Override
  public double[] firstLosses(int steps) {
    double[] losses = new double[steps];
    run(
        (trainer, loss) -> {
          for (int done = 0, epoch = 1; done < steps; epoch++) {
            try (Batches batches = new Batches(trainer.getManager(), epoch)) {
              for (int i = 0; i < batches.x.length && done < steps; i++) {
                losses[done++] = step(trainer, loss, batches.x[i], batches.y[i]);
              }
            }
          }
        });
    return losses;
  }

  @Override
  public Result train() {
    double[] seconds = new double[workload.epochs()];
    double[] accuracies = new double[task.test().count() == 0 ? 0 : seconds.length];
    double[] sum = new double[1];
    run(
        (trainer, loss) -> {
          NDArray test = accuracies.length == 0 ? null : testRows(trainer.getManager());
          for (int epoch = 1; epoch <= seconds.length; epoch++) {
            try (Batches batches = new Batches(trainer.getManager(), epoch)) {
              long start = System.nanoTime();
              sum[0] = 0;
              for (int i = 0; i < batches.x.length; i++) {
                sum[0] += batches.y[i].size() * step(trainer, loss, batches.x[i], batches.y[i]);
              }
              if (test != null) {
                accuracies[epoch - 1] = accuracy(trainer, test);
              }
              seconds[epoch - 1] = (System.nanoTime() - start) * 1e-9;
            }
          }
        });
    return new Result(seconds, sum[0] / workload.rows(), accuracies);
  }

  private NDArray testRows(NDManager manager) {
    return manager.create(
        task.test().features(), new Shape(task.test().count(), workload.inputs()));
  }

  private double accuracy(Trainer trainer, NDArray test) {
    try (NDManager scope = test.getManager().newSubManager()) {
      test.attach(scope);
      long[] classes =
          trainer.evaluate(new NDList(test)).singletonOrThrow().argMax(1).toLongArray();
      test.attach(scope.getParentManager());
      int right = 0;
      for (int i = 0; i < classes.length; i++) {
        right += classes[i] == task.test().labels()[i] ? 1 : 0;
      }
      return (double) right / classes.length;
    }
  }

  private interface Session {
    void run(Trainer trainer, Loss loss);
  }

  private void run(Session session) {
    Engine.getEngine("PyTorch");
    JniUtils.setNumThreads(threads);
    Loss loss = Loss.softmaxCrossEntropyLoss();
    try (Model model = Model.newInstance("net", "PyTorch")) {
      model.setBlock(block());
      DefaultTrainingConfig config =
          new DefaultTrainingConfig(loss)
              .optOptimizer(new PyTorchRule(task, prox))
              .optDevices(new Device[] {Device.cpu()});
      try (Trainer trainer = model.newTrainer(config)) {
        trainer.initialize(new Shape(workload.batch(), workload.inputs()));
        begin(model);
        session.run(trainer, loss);
      }
    }
  }

  /** Weights have one row a unit here as there. */
  private void begin(Model model) {
    float[] start = task.start();
    int at = 0;
    for (Pair<String, Parameter> entry : model.getBlock().getParameters()) {
      Parameter.Type type = entry.getValue().getType();
      if (type != Parameter.Type.WEIGHT && type != Parameter.Type.BIAS) {
        continue;
      }
      NDArray array = entry.getValue().getArray();
      int size = Math.toIntExact(array.size());
      array.set(Arrays.copyOfRange(start, at, at + size));
      at += size;
    }
  }

  /** An epoch's mini-batches. */
  private final class Batches implements AutoCloseable {
    final NDManager manager;
    final NDArray[] x = new NDArray[task.stepsOfEpoch()];
    final NDArray[] y = new NDArray[x.length];

    Batches(NDManager parent, int epoch) {
      manager = parent.newSubManager();
      int[] order = task.order(epoch);
      float[] features = task.train().features();
      int width = workload.inputs();
      for (int b = 0; b < x.length; b++) {
        int from = b * workload.batch();
        int rows = Math.min(workload.batch(), order.length - from);
        float[] cells = new float[rows * width];
        long[] classes = new long[rows];
        for (int i = 0; i < rows; i++) {
          int row = order[from + i];
          System.arraycopy(features, row * width, cells, i * width, width);
          classes[i] = task.train().labels()[row];
        }
        x[b] = manager.create(cells, new Shape(rows, width));
        y[b] = manager.create(classes);
      }
    }

    @Override
    public void close() {
      manager.close();
    }
  }

  private double step(Trainer trainer, Loss loss, NDArray x, NDArray y) {
    double value;
    NDManager outer = x.getManager();
    try (NDManager scope = outer.newSubManager();
        GradientCollector collector = trainer.newGradientCollector()) {
      x.attach(scope);
      y.attach(scope);
      NDArray mean = loss.evaluate(new NDList(y), trainer.forward(new NDList(x)));
      NDArray total = mean;
      if (workload.isL1() && !prox) {
        for (Pair<String, Parameter> entry : trainer.getModel().getBlock().getParameters()) {
          NDArray array = entry.getValue().getArray();
          if (array.getShape().dimension() > 1) {
            total = total.add(array.abs().sum().mul(workload.strength()));
          }
        }
      }
      collector.backward(total);
      value = mean.getFloat();
      x.attach(outer);
      y.attach(outer);
    }
    trainer.step();
    return value;
  }

  private SequentialBlock block() {
    SequentialBlock block = new SequentialBlock();
    Hidden hidden = workload.hidden();
    for (int i = 1; i < workload.sizes().size() - 1; i++) {
      long units = workload.sizes().get(i);
      block.add(Linear.builder().setUnits(units).optBias(hidden.hasBias()).build());
      switch (hidden) {
        case RELU -> block.add(Activation.reluBlock());
        case BATCH_NORM ->
            block.add(BatchNorm.builder().optEpsilon(1e-5f).build()).add(Activation.reluBlock());
        case LAYER_NORM ->
            block.add(LayerNorm.builder().optEpsilon(1e-5f).build()).add(Activation.reluBlock());
        case GELU -> block.add(Activation.geluBlock());
        case TANH -> block.add(Activation.tanhBlock());
        case SIGMOID -> block.add(Activation.sigmoidBlock());
        case DROPOUT ->
            block
                .add(Activation.reluBlock())
                .add(Dropout.builder().optRate((float) Hidden.DROPOUT_RATE).build());
        default -> throw new AssertionError(hidden);
      }
    }
    return block.add(Linear.builder().setUnits(workload.classes()).build());
  }
}
