package dev.ridgeline.benchmarks;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.initializer.XavierInitializer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.AdamW;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.util.Arrays;

/**
 * PyTorch 2.7.1 through DJL. Its mini-batches are cut before the clock runs and always in the same
 * order, which saves it the shuffling that Ridgeline's time includes.
 */
final class PyTorchNet implements NetContender {
  private final NetWorkload workload;
  private final float[] features;
  private final int[] labels;

  PyTorchNet(NetWorkload workload) {
    this.workload = workload;
    features = workload.features();
    labels = workload.labels(features);
  }

  @Override
  public String name() {
    return "pytorch-" + Engine.getEngine("PyTorch").getVersion() + "-djl";
  }

  @Override
  public Result train(int threads) {
    Engine engine = Engine.getEngine("PyTorch");
    JniUtils.setNumThreads(threads);
    engine.setRandomSeed(1);
    Loss loss = Loss.softmaxCrossEntropyLoss();
    try (Model model = Model.newInstance("net", "PyTorch")) {
      model.setBlock(block());
      DefaultTrainingConfig config =
          new DefaultTrainingConfig(loss)
              .optOptimizer(optimizer())
              .optInitializer(
                  // Normal numbers of variance 2 / inputs, as Ridgeline's dense layers begin.
                  new XavierInitializer(
                      XavierInitializer.RandomType.GAUSSIAN, XavierInitializer.FactorType.IN, 2),
                  Parameter.Type.WEIGHT)
              .optDevices(new Device[] {Device.cpu()});
      try (Trainer trainer = model.newTrainer(config)) {
        trainer.initialize(new Shape(workload.batch(), workload.inputs()));
        return epochs(trainer, loss);
      }
    }
  }

  private Result epochs(Trainer trainer, Loss loss) {
    NDManager manager = trainer.getManager();
    int batches = workload.rows() / workload.batch();
    NDArray[] x = new NDArray[batches];
    NDArray[] y = new NDArray[batches];
    int width = workload.inputs();
    for (int i = 0; i < batches; i++) {
      int from = i * workload.batch();
      int to = from + workload.batch();
      x[i] =
          manager.create(
              Arrays.copyOfRange(features, from * width, to * width),
              new Shape(workload.batch(), width));
      y[i] = manager.create(Arrays.copyOfRange(labels, from, to)).toType(DataType.INT64, false);
    }
    double[] seconds = new double[workload.epochs()];
    double sum = 0;
    for (int epoch = 0; epoch < seconds.length; epoch++) {
      long start = System.nanoTime();
      sum = 0;
      for (int i = 0; i < batches; i++) {
        sum += step(trainer, loss, x[i], y[i]);
      }
      seconds[epoch] = (System.nanoTime() - start) * 1e-9;
    }
    return new Result(seconds, sum / batches);
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
      if (workload.rule() == NetWorkload.Rule.ADAM_L1
          || workload.rule() == NetWorkload.Rule.SGD_L1) {
        for (var entry : trainer.getModel().getBlock().getParameters().values()) {
          if (entry.getArray().getShape().dimension() > 1) {
            total = total.add(entry.getArray().abs().sum().mul(workload.strength()));
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
    for (int i = 1; i < workload.sizes().size(); i++) {
      block.add(Linear.builder().setUnits(workload.sizes().get(i)).build());
      if (i < workload.sizes().size() - 1) {
        block.add(Activation.reluBlock());
      }
    }
    return block;
  }

  private Optimizer optimizer() {
    Tracker rate = Tracker.fixed((float) workload.rate());
    float strength = (float) workload.strength();
    return switch (workload.rule()) {
      case ADAM_W -> AdamW.builder().optLearningRateTracker(rate).optWeightDecays(strength).build();
      case MOMENTUM_L2 ->
          Optimizer.sgd()
              .setLearningRateTracker(rate)
              .optMomentum(0.9f)
              .optWeightDecays(strength)
              .build();
      case SGD_L2 -> Optimizer.sgd().setLearningRateTracker(rate).optWeightDecays(strength).build();
      case SGD_L1 -> Optimizer.sgd().setLearningRateTracker(rate).build();
      case ADAM_L1 -> Optimizer.adam().optLearningRateTracker(rate).build();
    };
  }
}
