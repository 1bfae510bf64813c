package dev.ridgeline.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.FloatFeatures;
import dev.ridgeline.data.Split;
import dev.ridgeline.io.DatasetFile;
import dev.ridgeline.io.DatasetWriter;
import dev.ridgeline.linalg.RandomStream;
import dev.ridgeline.linear.LinearFit;
import dev.ridgeline.linear.LinearModel;
import dev.ridgeline.losses.SquaredLoss;
import dev.ridgeline.penalties.ElasticNet;
import dev.ridgeline.penalties.L2;
import dev.ridgeline.penalty.Penalty;
import dev.ridgeline.plugin.Kind;
import dev.ridgeline.plugin.Plugins;
import dev.ridgeline.train.TrainingRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data in a mapped file give what the same data in memory give, in a small heap. */
class LargeDataTest {
  @TempDir Path folder;

  @Test
  void a_network_trains_on_a_file_to_the_bits_of_memory() throws IOException {
    Path file = folder.resolve("data.safetensors");
    DatasetFile.write(ResumedTraining.TRAIN, file);
    Dataset mapped = DatasetFile.open(file);
    TrainingRun inMemory =
        ResumedTraining.recipe(1).epochs(3).build().fit(ResumedTraining.TRAIN, ResumedTraining.DEV);
    TrainingRun inFile =
        ResumedTraining.recipe(2).epochs(3).build().fit(mapped, ResumedTraining.DEV);
    assertArrayEquals(ResumedTraining.bytes(inMemory), ResumedTraining.bytes(inFile));
    Split a = Split.of(ResumedTraining.TRAIN, 0.2, 0.2, 3);
    Split b = Split.of(mapped, 0.2, 0.2, 3);
    assertArrayEquals(
        ResumedTraining.bytes(ResumedTraining.recipe(1).epochs(3).build().fit(a.train(), a.dev())),
        ResumedTraining.bytes(ResumedTraining.recipe(3).epochs(3).build().fit(b.train(), b.dev())));
  }

  @Test
  void every_solver_fits_a_file_as_it_fits_memory() throws IOException {
    RandomStream random = new RandomStream(3);
    float[] cells = new float[300 * 8];
    double[] y = new double[300];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = (float) (5 + random.gaussian(i));
      y[i / 8] += i % 8 < 3 ? cells[i] : 0;
    }
    Dataset data = Dataset.regression(new FloatFeatures(cells, 300, 8), y);
    Path file = folder.resolve("data.safetensors");
    DatasetFile.write(data, file);
    Dataset mapped = DatasetFile.open(file);
    Plugins plugins = Plugins.load();
    for (String name : plugins.names(Kind.SOLVER)) {
      boolean smooth = name.equals("newton") || name.equals("lbfgs");
      Penalty penalty = smooth ? new L2() : new ElasticNet(0.5);
      LinearModel model =
          LinearModel.of(new SquaredLoss(), penalty).withSolver(plugins.solver(name));
      LinearFit inMemory = model.fit(data, 3);
      LinearFit inFile = model.fit(mapped, 3);
      assertArrayEquals(
          inMemory.solution().weights().data(), inFile.solution().weights().data(), name);
      assertEquals(inMemory.certificate(), inFile.certificate());
    }
  }

  @Test
  void a_file_of_four_times_the_heap_is_written_and_trained_on() throws Exception {
    Path file = folder.resolve("large.safetensors");
    int columns = 500;
    RandomStream random = new RandomStream(1);
    try (DatasetWriter writer = DatasetWriter.to(file)) {
      for (int part = 0; part < 100; part++) {
        float[] cells = new float[1000 * columns];
        double[] y = new double[1000];
        for (int i = 0; i < 1000; i++) {
          int at = i * columns + i % columns;
          cells[at] = (float) random.gaussian(1000L * part + i);
          y[i] = cells[at];
        }
        writer.add(Dataset.regression(new FloatFeatures(cells, 1000, columns), y));
      }
      writer.finish();
    }
    Path result = folder.resolve("result");
    Path log = folder.resolve("log");
    Process process =
        Fork.start(
            LargeTraining.class,
            log,
            List.of("-Xmx48m", "-XX:+UseSerialGC"),
            file.toString(),
            result.toString());
    assertTrue(process.waitFor(5, TimeUnit.MINUTES));
    assertEquals(0, process.exitValue(), () -> text(log));
    String[] found = text(result).split(" ");
    assertTrue(Files.size(file) > 4 * Long.parseLong(found[1]), found[1]);
    assertEquals(
        LargeTraining.fit(DatasetFile.open(file)).history().get(0).dataLoss(),
        Double.parseDouble(found[0]));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException none) {
      return none.toString();
    }
  }
}
