package dev.ridgeline.examples;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.FloatFeatures;
import dev.ridgeline.io.Checkpoints;
import dev.ridgeline.layers.Dense;
import dev.ridgeline.layers.Dropout;
import dev.ridgeline.layers.ReLU;
import dev.ridgeline.linalg.RandomStream;
import dev.ridgeline.losses.SoftmaxCrossEntropy;
import dev.ridgeline.optimizers.Adam;
import dev.ridgeline.penalties.ElasticNet;
import dev.ridgeline.penalty.Regularization;
import dev.ridgeline.plugin.Plugins;
import dev.ridgeline.train.EarlyStopping;
import dev.ridgeline.train.Every;
import dev.ridgeline.train.Trainer;
import dev.ridgeline.train.TrainingRun;
import dev.ridgeline.train.TrainingState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A program that trains with a checkpoint after every step, from the last one if there is one. */
final class ResumedTraining {
  private static final int INPUTS = 100;
  static final Dataset TRAIN = data(600, 1);
  static final Dataset DEV = data(200, 2);

  private ResumedTraining() {}

  private static Dataset data(int rows, long seed) {
    RandomStream random = new RandomStream(seed);
    float[] cells = new float[rows * INPUTS];
    double[] targets = new double[rows];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = (float) random.gaussian(i);
    }
    for (int i = 0; i < rows; i++) {
      targets[i] = cells[i * INPUTS] + cells[i * INPUTS + 1] > 0 ? 1 : random.below(i, 3);
    }
    return Dataset.classification(
        new FloatFeatures(cells, rows, INPUTS), targets, List.of("a", "b", "c"));
  }

  /** Twelve steps an epoch, 240 in all. */
  static Trainer.Builder recipe(int threads) {
    return Trainer.builder(new SoftmaxCrossEntropy(), new Adam(0.002))
        .layers(new Dense(256), new ReLU(), new Dropout(0.4), new Dense(3))
        .regularization(Regularization.of(new ElasticNet(0.5), 0.3))
        .schedule(Plugins.load().schedule("cosine"))
        .earlyStopping(EarlyStopping.patience(20))
        .clipNorm(1)
        .batchSize(50)
        .epochs(20)
        .seed(5)
        .threads(threads);
  }

  /** All that a run gave, as bytes. */
  static byte[] bytes(TrainingRun run) {
    float[] parameters = run.model().parameters();
    byte[] words =
        (run.history() + run.stopReason() + run.model().objective())
            .getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(4 * parameters.length + words.length);
    bytes.asFloatBuffer().put(parameters);
    return bytes.position(4 * parameters.length).put(words).array();
  }

  /**
   * Trains to the end.
   *
   * @param arguments folder of the checkpoints, file of the result, number of threads
   * @throws IOException if a file cannot be used
   */
  public static void main(String[] arguments) throws IOException {
    Checkpoints kept = Checkpoints.in(Path.of(arguments[0]));
    Trainer trainer =
        recipe(Integer.parseInt(arguments[2])).checkpoints(Every.steps(1), kept).build();
    Optional<TrainingState> left = kept.latest();
    TrainingRun run =
        left.isPresent() ? trainer.resume(left.get(), TRAIN, DEV) : trainer.fit(TRAIN, DEV);
    Files.write(Path.of(arguments[1]), bytes(run));
  }
}
