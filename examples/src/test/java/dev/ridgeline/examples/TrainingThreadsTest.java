package dev.ridgeline.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.FloatFeatures;
import dev.ridgeline.layer.Layer;
import dev.ridgeline.layers.BatchNorm;
import dev.ridgeline.layers.Dense;
import dev.ridgeline.layers.Dropout;
import dev.ridgeline.layers.LayerNorm;
import dev.ridgeline.layers.ReLU;
import dev.ridgeline.linalg.RandomStream;
import dev.ridgeline.losses.SoftmaxCrossEntropy;
import dev.ridgeline.optimizer.Optimizer;
import dev.ridgeline.optimizers.Adam;
import dev.ridgeline.penalties.ElasticNet;
import dev.ridgeline.penalties.L2;
import dev.ridgeline.penalty.Regularization;
import dev.ridgeline.plugin.Kind;
import dev.ridgeline.plugin.Plugins;
import dev.ridgeline.train.Trainer;
import dev.ridgeline.train.TrainingRun;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Training gives the same bits on any number of threads, and hardly allocates. */
class TrainingThreadsTest {
  private static final int INPUTS = 200;

  private static Dataset data(int rows) {
    RandomStream random = new RandomStream(11);
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

  private static TrainingRun fit(
      Optimizer optimizer, Regularization plan, int threads, int epochs) {
    // Products of 128 x 200 x 512 and 128 x 512 x 256: cut in two tasks each.
    List<Layer> layers =
        List.of(
            new Dense(512),
            new BatchNorm(),
            new ReLU(),
            new Dropout(0.2),
            new Dense(256),
            new LayerNorm(),
            new ReLU(),
            new Dense(3));
    return Trainer.builder(new SoftmaxCrossEntropy(), optimizer)
        .layers(layers)
        .regularization(plan)
        .batchSize(128)
        .epochs(epochs)
        .threads(threads)
        .build()
        .fit(data(300));
  }

  @Test
  void every_optimizer_gives_the_same_bits_on_one_two_and_four_threads() {
    Plugins plugins = Plugins.load();
    List<String> names = plugins.names(Kind.OPTIMIZER);
    assertTrue(
        names.containsAll(List.of("sgd", "momentum", "adam", "weight-decay")), names::toString);
    for (String name : names) {
      Optimizer optimizer = plugins.optimizer(name);
      Regularization plan = Regularization.of(new L2(), 0.3);
      TrainingRun one = fit(optimizer, plan, 1, 2);
      for (int threads : new int[] {2, 4}) {
        TrainingRun other = fit(optimizer, plan, threads, 2);
        assertArrayEquals(one.model().parameters(), other.model().parameters(), name);
        assertEquals(one.history(), other.history(), name);
      }
    }
  }

  @Test
  void so_does_a_prox_and_the_seed_matters() {
    Regularization plan = Regularization.of(new ElasticNet(0.5), 2);
    float[] one = fit(new Adam(0.01), plan, 1, 2).model().parameters();
    assertArrayEquals(one, fit(new Adam(0.01), plan, 4, 2).model().parameters());
    float[] other = fit(new Adam(0.02), plan, 1, 2).model().parameters();
    assertFalse(java.util.Arrays.equals(one, other));
  }

  @Test
  void a_step_allocates_less_than_a_kilobyte() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Regularization plan = Regularization.of(new L2(), 0.3);
    fit(new Adam(0.01), plan, 1, 3);
    long[] bytes = new long[2];
    int[] epochs = {2, 52};
    for (int k = 0; k < 2; k++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      fit(new Adam(0.01), plan, 1, epochs[k]);
      bytes[k] = threads.getCurrentThreadAllocatedBytes() - before;
    }
    // 3 steps an epoch; what an epoch allocates for its record counts, too.
    double perStep = (bytes[1] - bytes[0]) / (50.0 * 3);
    assertTrue(perStep < 1024, () -> perStep + " bytes a step");
  }
}
