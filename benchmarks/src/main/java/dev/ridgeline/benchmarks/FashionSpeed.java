package dev.ridgeline.benchmarks;

import dev.ridgeline.data.Dataset;
import dev.ridgeline.io.IdxFormat;
import dev.ridgeline.schedules.OneCycle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Wall time until Fashion-MNIST's test set is classified with an accuracy, by one recipe in several
 * libraries, contenders alternating: the recipe of the example {@code FashionMnist}, all training
 * rows. The time is that of the epochs up to the first with that accuracy; each includes scoring
 * the test set. A seed of its own a round. Not a way to judge a model: the test set is looked at
 * after each epoch.
 *
 * <p>Arguments: numbers of threads, rounds, contenders, first seed, folder.
 */
public final class FashionSpeed {
  private static final String FOLDER = "/usr/share/datasets/fashion-mnist";
  private static final double ACCURACY = 0.895;
  private static final double DECAY = 0.09;

  private FashionSpeed() {}

  /**
   * Runs.
   *
   * @param args numbers of threads, rounds, contenders, first seed, folder; all optional
   * @throws IOException if a file cannot be read
   */
  public static void main(String[] args) throws IOException {
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    String counts = args.length > 0 ? args[0] : "1,2";
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 3;
    List<String> wanted = List.of((args.length > 2 ? args[2] : "ridgeline,djl,python").split(","));
    int firstSeed = args.length > 3 ? Integer.parseInt(args[3]) : 1;
    Path folder = Path.of(args.length > 4 ? args[4] : FOLDER);
    NetTask.Rows train = read(folder, "train");
    NetTask.Rows test = read(folder, "t10k");
    for (String count : counts.split(",")) {
      int threads = Integer.parseInt(count);
      Map<String, List<Double>> seconds = new LinkedHashMap<>();
      for (int seed = firstSeed; seed < firstSeed + rounds; seed++) {
        NetTask task = new NetTask(recipe(train.count()), train, test, new OneCycle(), seed);
        try (NetContenders present = new NetContenders(task, threads, wanted)) {
          for (NetContender contender : present.all()) {
            double s = secondsToAccuracy(contender, threads, seed);
            seconds.computeIfAbsent(contender.name(), key -> new ArrayList<>()).add(s);
          }
        }
      }
      seconds.forEach((name, all) -> printMedian(name, threads, all));
    }
  }

  private static NetWorkload recipe(int rows) {
    List<Integer> sizes = List.of(784, 512, 256, 10);
    return new NetWorkload(
        "fashion", sizes, Hidden.RELU, 128, NetWorkload.Rule.ADAM_W, 2e-3, DECAY, rows, 10);
  }

  private static NetTask.Rows read(Path folder, String part) throws IOException {
    Dataset data =
        new IdxFormat()
            .scaled()
            .read(
                folder.resolve(part + "-images-idx3-ubyte.gz"),
                folder.resolve(part + "-labels-idx1-ubyte.gz"));
    int[] rows = IntStream.range(0, data.rows()).toArray();
    float[] cells = new float[rows.length * data.columns()];
    data.features().copyRows(rows, 0, rows.length, cells, 0);
    int[] labels = IntStream.of(rows).map(i -> (int) data.target(i)).toArray();
    return new NetTask.Rows(cells, labels);
  }

  private static double secondsToAccuracy(NetContender contender, int threads, int seed) {
    NetContender.Result result = contender.train();
    double seconds = 0;
    double reached = Double.NaN;
    int epochs = 0;
    for (int e = 0; e < result.epochSeconds().length && Double.isNaN(reached); e++) {
      seconds += result.epochSeconds()[e];
      epochs++;
      if (result.accuracies()[e] >= ACCURACY) {
        reached = seconds;
      }
    }
    System.out.printf(
        Locale.ROOT,
        "{\"workload\": \"fashion\", \"contender\": \"%s\", \"threads\": %d, \"seed\": %d,"
            + " \"seconds\": %s, \"epochs\": %d, \"seconds_an_epoch\": %.2f, \"accuracy\": %.4f,"
            + " \"last\": %.4f}%n",
        contender.name(),
        threads,
        seed,
        Double.isNaN(reached) ? "null" : String.format(Locale.ROOT, "%.2f", reached),
        epochs,
        seconds / epochs,
        result.accuracies()[epochs - 1],
        result.accuracies()[result.accuracies().length - 1]);
    return reached;
  }

  private static void printMedian(String name, int threads, List<Double> seconds) {
    // A round that did not get there is the slowest.
    double[] sorted =
        seconds.stream()
            .mapToDouble(s -> Double.isNaN(s) ? Double.POSITIVE_INFINITY : s)
            .sorted()
            .toArray();
    System.out.printf(
        Locale.ROOT,
        "%-24s %d threads: median %.2f s to %.1f %% of %d rounds%n",
        name,
        threads,
        sorted[sorted.length / 2],
        100 * ACCURACY,
        sorted.length);
  }
}
