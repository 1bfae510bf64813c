package dev.ridgeline.benchmarks;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.losses.SoftmaxCrossEntropy;
import dev.ridgeline.train.Trainer;
import dev.ridgeline.train.TrainingRun;

/** Ridgeline by its public trainer: shuffling and gathering of rows are part of the time. */
final class RidgelineNet implements NetContender {
  private final NetWorkload workload;
  private final Dataset data;

  RidgelineNet(NetWorkload workload) {
    this.workload = workload;
    this.data = workload.data();
  }

  @Override
  public String name() {
    return "ridgeline";
  }

  @Override
  public Result train(int threads) {
    double[] seconds = new double[workload.epochs()];
    long[] last = new long[1];
    Trainer trainer =
        Trainer.builder(new SoftmaxCrossEntropy(), workload.optimizer())
            .layers(workload.layers())
            .regularization(workload.regularization())
            .batchSize(workload.batch())
            .epochs(workload.epochs())
            .standardize(false)
            .threads(threads)
            .listener(
                (epoch, epochs) -> {
                  long now = System.nanoTime();
                  seconds[epoch.number() - 1] = (now - last[0]) * 1e-9;
                  last[0] = now;
                })
            .build();
    last[0] = System.nanoTime();
    TrainingRun run = trainer.fit(data);
    return new Result(seconds, run.history().get(run.history().size() - 1).dataLoss());
  }
}
