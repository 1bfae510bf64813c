package dev.ridgeline.benchmarks;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.data.DenseFeatures;
import dev.ridgeline.linear.LinearModel;
import dev.ridgeline.loss.Loss;
import dev.ridgeline.losses.LogisticLoss;
import dev.ridgeline.losses.SoftmaxCrossEntropy;
import dev.ridgeline.losses.SquaredLoss;
import dev.ridgeline.penalties.L1;
import dev.ridgeline.penalties.L2;
import dev.ridgeline.plugin.Plugins;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Whether standardised dense fits do with a heap of the data, the data once more, and 64 MB: each
 * in a Java process of its own with that much heap and no more, 20000 rows by default: {@code
 * [ROWS]}. Prints a line a fit and ends with status 1 if one runs out of memory.
 */
public final class ConvexMemory {
  private static final int COLUMNS = 300;
  private static final long SPARE = 64L << 20;

  private ConvexMemory() {}

  private static Map<String, LinearModel> models() {
    Map<String, LinearModel> models = new LinkedHashMap<>();
    models.put("logistic l1", model(new LogisticLoss(), true));
    models.put("logistic l2", model(new LogisticLoss(), false));
    models.put("squared l1", model(new SquaredLoss(), true));
    models.put("softmax l1", model(new SoftmaxCrossEntropy(), true));
    models.put("softmax l2", model(new SoftmaxCrossEntropy(), false));
    return models;
  }

  private static LinearModel model(Loss loss, boolean sparse) {
    return new LinearModel(
        loss, sparse ? new L1() : new L2(), Plugins.load().solver("auto"), true, true);
  }

  /**
   * Runs all fits, or in a process of its own one of them.
   *
   * @param args the number of rows; for one fit its name, too
   * @throws IOException if a process does not start
   * @throws InterruptedException if interrupted
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    int rows = args.length > 0 ? Integer.parseInt(args[0]) : 20_000;
    if (args.length > 1) {
      fit(rows, args[1]);
      return;
    }
    long data = 8L * rows * COLUMNS;
    boolean all = true;
    for (String name : models().keySet()) {
      Process process =
          new ProcessBuilder(
                  System.getProperty("java.home") + "/bin/java",
                  "-Xmx" + (2 * data + SPARE),
                  "-XX:+UseG1GC",
                  "-cp",
                  System.getProperty("java.class.path"),
                  ConvexMemory.class.getName(),
                  Integer.toString(rows),
                  name)
              .inheritIO()
              .start();
      boolean fits = process.waitFor() == 0;
      all &= fits;
      System.out.printf(
          "%-12s %d MB of data, %d MB of heap: %s%n",
          name, data >> 20, (2 * data + SPARE) >> 20, fits ? "enough" : "NOT ENOUGH");
    }
    System.exit(all ? 0 : 1);
  }

  private static void fit(int rows, String name) {
    LinearModel model = models().get(name);
    Random random = new Random(1);
    double[] x = new double[rows * COLUMNS];
    double[] y = new double[rows];
    boolean isClass = !(model.loss() instanceof SquaredLoss);
    int classes = model.loss() instanceof LogisticLoss ? 2 : 4;
    for (int i = 0, at = 0; i < rows; i++) {
      double eta = 0;
      for (int j = 0; j < COLUMNS; j++, at++) {
        x[at] = (1 + j % 7) * (random.nextGaussian() + 1);
        eta += j % 10 == 0 ? x[at] / (1 + j % 7) - 1 : 0;
      }
      eta += 3 * random.nextGaussian();
      y[i] = isClass ? Math.floorMod((int) Math.floor(eta / 4), classes) : eta;
    }
    DenseFeatures features = new DenseFeatures(x, rows, COLUMNS);
    Dataset data =
        isClass
            ? Dataset.classification(features, y, List.of("a", "b", "c", "d").subList(0, classes))
            : Dataset.regression(features, y);
    System.out.println(model.fit(data, 1e-3 * rows).certificate());
  }
}
