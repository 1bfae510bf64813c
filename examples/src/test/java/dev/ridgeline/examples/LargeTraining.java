package dev.ridgeline.examples;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.io.DatasetFile;
import dev.ridgeline.layers.Dense;
import dev.ridgeline.losses.SquaredLoss;
import dev.ridgeline.optimizers.Sgd;
import dev.ridgeline.train.Trainer;
import dev.ridgeline.train.TrainingRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A program that trains on a file and writes down the data loss. */
final class LargeTraining {
  private LargeTraining() {}

  static TrainingRun fit(Dataset data) {
    return Trainer.builder(new SquaredLoss(), new Sgd(0.01))
        .layers(new Dense(1))
        .batchSize(256)
        .epochs(1)
        .build()
        .fit(data);
  }

  /**
   * Trains for an epoch.
   *
   * @param arguments file of the data, file of the result
   * @throws IOException if a file cannot be used
   */
  public static void main(String[] arguments) throws IOException {
    TrainingRun run = fit(DatasetFile.open(Path.of(arguments[0])));
    Files.writeString(
        Path.of(arguments[1]),
        run.history().get(0).dataLoss() + " " + Runtime.getRuntime().maxMemory());
  }
}
