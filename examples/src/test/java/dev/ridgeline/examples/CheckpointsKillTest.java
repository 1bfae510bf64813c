package dev.ridgeline.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.io.Checkpoints;
import dev.ridgeline.layers.BatchNorm;
import dev.ridgeline.layers.Dense;
import dev.ridgeline.layers.Tanh;
import dev.ridgeline.losses.SoftmaxCrossEntropy;
import dev.ridgeline.optimizer.Optimizer;
import dev.ridgeline.penalties.L2;
import dev.ridgeline.penalty.Regularization;
import dev.ridgeline.plugin.Kind;
import dev.ridgeline.plugin.Plugins;
import dev.ridgeline.train.Every;
import dev.ridgeline.train.Trainer;
import dev.ridgeline.train.TrainingRun;
import dev.ridgeline.train.TrainingState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training that is killed and resumed ends in the bits of training that is not. */
class CheckpointsKillTest {
  private static Process start(Path checkpoints, Path result, int threads) throws IOException {
    return Fork.start(
        ResumedTraining.class,
        checkpoints.resolveSibling("log"),
        List.of(),
        checkpoints.toString(),
        result.toString(),
        String.valueOf(threads));
  }

  private static long steps(Path checkpoints) throws IOException {
    List<Path> files = Checkpoints.in(checkpoints).files();
    return files.isEmpty()
        ? 0
        : Long.parseLong(files.get(files.size() - 1).getFileName().toString().substring(11, 23));
  }

  @Test
  void a_jvm_killed_at_several_moments_resumes_to_the_same_bits(@TempDir Path folder)
      throws Exception {
    Path checkpoints = folder.resolve("checkpoints");
    Path result = folder.resolve("result");
    // Nearly all of the time is spent in writing, so the kills meet it at different places: the
    // last number is the milliseconds after a checkpoint has got its name.
    long[][] kills = {{1, 0}, {25, 1}, {60, 2}, {95, 3}, {140, 5}, {200, 8}};
    long before = 0;
    for (int k = 0; k < kills.length; k++) {
      Process process = start(checkpoints, result, 1 + k % 3);
      while (steps(checkpoints) < kills[k][0]) {
        assertTrue(process.isAlive(), () -> log(folder));
        Thread.onSpinWait();
      }
      Thread.sleep(kills[k][1]);
      process.destroyForcibly();
      assertNotEquals(0, process.waitFor(), () -> log(folder));
      TrainingState left = Checkpoints.in(checkpoints).latest().orElseThrow();
      assertTrue(left.steps() >= kills[k][0] && left.steps() >= before, left::toString);
      before = left.steps();
    }
    Process last = start(checkpoints, result, 2);
    assertTrue(last.waitFor(5, TimeUnit.MINUTES));
    assertEquals(0, last.exitValue(), () -> log(folder));
    TrainingRun undisturbed =
        ResumedTraining.recipe(1).build().fit(ResumedTraining.TRAIN, ResumedTraining.DEV);
    assertArrayEquals(ResumedTraining.bytes(undisturbed), Files.readAllBytes(result));
    assertEquals(240, Checkpoints.in(checkpoints).latest().orElseThrow().steps());
    try (var files = Files.list(checkpoints)) {
      assertEquals(2, files.count());
    }
  }

  private static String log(Path folder) {
    try {
      return Files.readString(folder.resolve("log"));
    } catch (IOException none) {
      return none.toString();
    }
  }

  @Test
  void every_optimizer_and_every_schedule_resumes_from_a_file_in_the_middle_of_an_epoch(
      @TempDir Path folder) throws IOException {
    Plugins plugins = Plugins.load();
    List<String> schedules = plugins.names(Kind.SCHEDULE);
    int number = 0;
    for (String name : plugins.names(Kind.OPTIMIZER)) {
      Optimizer optimizer = plugins.optimizer(name);
      for (String schedule : schedules) {
        Trainer.Builder recipe =
            Trainer.builder(new SoftmaxCrossEntropy(), optimizer)
                .layers(new Dense(8), new BatchNorm(), new Tanh(), new Dense(3))
                .regularization(Regularization.of(new L2(), 0.3))
                .schedule(plugins.schedule(schedule))
                .batchSize(128)
                .epochs(3);
        TrainingRun whole = recipe.build().fit(ResumedTraining.TRAIN);
        Checkpoints kept = Checkpoints.in(folder.resolve("run" + number++)).keeping(3);
        recipe.checkpoints(Every.steps(7), kept).build().fit(ResumedTraining.TRAIN);
        TrainingState middle = Checkpoints.read(kept.files().get(0));
        assertEquals(2 * 128, middle.row());
        Files.delete(kept.files().get(2));
        Files.delete(kept.files().get(1));
        TrainingRun resumed = recipe.build().resume(middle, ResumedTraining.TRAIN);
        assertArrayEquals(
            ResumedTraining.bytes(whole),
            ResumedTraining.bytes(resumed),
            () -> name + " with " + schedule);
      }
    }
    assertTrue(number >= 30, number + " pairs");
  }
}
