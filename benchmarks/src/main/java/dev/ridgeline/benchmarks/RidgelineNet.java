package dev.ridgeline.benchmarks;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.loss.Loss;
import dev.ridgeline.losses.SoftmaxCrossEntropy;
import dev.ridgeline.train.ProgressListener;
import dev.ridgeline.train.Trainer;
import dev.ridgeline.train.TrainingRun;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/** Ridgeline by its public trainer: shuffling and gathering of rows are part of the time. */
final class RidgelineNet implements NetContender {
  private final NetTask task;
  private final int threads;
  private final Dataset train;
  private final Optional<Dataset> test;

  RidgelineNet(NetTask task, int threads) {
    this.task = task;
    this.threads = threads;
    int classes = task.net().classes();
    this.train = task.train().dataset(classes);
    this.test =
        task.test().count() == 0 ? Optional.empty() : Optional.of(task.test().dataset(classes));
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
    RecordedLoss loss = new RecordedLoss(new SoftmaxCrossEntropy(), task.net().batch());
    int[] epochsLeft = {(steps + task.stepsOfEpoch() - 1) / task.stepsOfEpoch()};
    try {
      trainer(
              loss,
              (epoch, epochs) -> {
                if (--epochsLeft[0] == 0) {
                  throw new CancellationException("as many steps as were asked for");
                }
              })
          .fit(train);
    } catch (CancellationException enough) {
      // The schedule goes by the whole run, of which only the beginning was wanted.
    }
    return Arrays.copyOf(loss.ofSteps(), steps);
  }

  @Override
  public Result train() {
    int epochs = task.net().epochs();
    double[] seconds = new double[epochs];
    double[] accuracies = new double[test.isPresent() ? epochs : 0];
    RecordedLoss recorded = new RecordedLoss(new SoftmaxCrossEntropy(), task.net().batch());
    long[] last = new long[1];
    Trainer trainer =
        trainer(
            test.isPresent() ? recorded : new SoftmaxCrossEntropy(),
            (epoch, all) -> {
              int index = epoch.number() - 1;
              if (test.isPresent()) {
                accuracies[index] = recorded.accuracy();
              }
              long now = System.nanoTime();
              seconds[index] = (now - last[0]) * 1e-9;
              last[0] = now;
            });
    last[0] = System.nanoTime();
    TrainingRun run = test.isPresent() ? trainer.fit(train, test.get()) : trainer.fit(train);
    return new Result(seconds, run.history().get(epochs - 1).dataLoss(), accuracies);
  }

  private Trainer trainer(Loss loss, ProgressListener listener) {
    return Trainer.builder(loss, task.net().optimizer())
        .layers(task.net().layers())
        .regularization(task.net().regularization())
        .schedule(task.schedule())
        .batchSize(task.net().batch())
        .epochs(task.net().epochs())
        .standardize(false)
        .threads(threads)
        .seed(task.seed())
        .listener(listener)
        .build();
  }
}
