package dev.ridgeline.benchmarks;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.loss.Loss;
import dev.ridgeline.losses.SoftmaxCrossEntropy;
import dev.ridgeline.train.ProgressListener;
import dev.ridgeline.train.Trainer;
import dev.ridgeline.train.TrainingRun;
import java.util.Arrays;

/** Ridgeline by its public trainer: shuffling and gathering of rows are part of the time. */
final class RidgelineNet implements NetContender {
  private final NetWorkload workload;
  private final int threads;
  private final Dataset data;

  RidgelineNet(NetWorkload workload, int threads) {
    this.workload = workload;
    this.threads = threads;
    this.data = workload.data();
  }

  @Override
  public String name() {
    return "ridgeline";
  }

  @Override
  public String departure() {
    return "";
  }

  @Override
  public double[] firstLosses(int steps) {
    RecordedLoss loss = new RecordedLoss(new SoftmaxCrossEntropy(), workload.batch());
    int epochs = (steps + workload.stepsOfEpoch() - 1) / workload.stepsOfEpoch();
    trainer(loss, epochs, ProgressListener.SILENT).fit(data);
    return Arrays.copyOf(loss.ofSteps(), steps);
  }

  @Override
  public Result train() {
    double[] seconds = new double[workload.epochs()];
    long[] last = new long[1];
    Trainer trainer =
        trainer(
            new SoftmaxCrossEntropy(),
            workload.epochs(),
            (epoch, epochs) -> {
              long now = System.nanoTime();
              seconds[epoch.number() - 1] = (now - last[0]) * 1e-9;
              last[0] = now;
            });
    last[0] = System.nanoTime();
    TrainingRun run = trainer.fit(data);
    return new Result(seconds, run.history().get(run.history().size() - 1).dataLoss());
  }

  private Trainer trainer(Loss loss, int epochs, ProgressListener listener) {
    return Trainer.builder(loss, workload.optimizer())
        .layers(workload.layers())
        .regularization(workload.regularization())
        .batchSize(workload.batch())
        .epochs(epochs)
        .standardize(false)
        .threads(threads)
        .seed(NetWorkload.SEED)
        .listener(listener)
        .build();
  }
}
